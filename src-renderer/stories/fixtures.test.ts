import { describe, expect, it } from 'vitest';
import { screen, view } from '../../src-shared/view.ts';
import { stories } from './fixtures.ts';

describe('stories', () => {
  it('are views that the contract accepts', () => {
    for (const story of stories) expect(() => view.parse(story.view), story.name).not.toThrow();
  });

  it('show every kind of screen', () => {
    const kinds = screen.options.map((option) => option.shape.kind.value);
    expect(new Set(stories.map((story) => story.view.screen.kind))).toEqual(new Set(kinds));
  });

  it('have names of their own', () => {
    expect(new Set(stories.map((story) => story.name)).size).toBe(stories.length);
  });

  it('carry no personal data in clear', () => {
    for (const story of stories) {
      const text = JSON.stringify(story.view);
      expect(text, story.name).not.toMatch(/\d{17}[\dX]/);
      expect(text, story.name).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/);
      expect(text, story.name).not.toContain('张小三');
    }
  });
});
