import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textWidth, wrapText } from './text-width.ts';

test('a Chinese character is one em, also outside the basic plane', () => {
  expect(textWidth('样本䶮')).toBe(3);
  expect(textWidth('𠮷')).toBe(1);
  expect(textWidth('')).toBe(0);
});

const text = fc.string({ unit: fc.constantFrom(...'样本，。（）Wi1 𠮷'), maxLength: 60 });

test('wrapping loses nothing and keeps to the width', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 3, max: 30 }), (value, width) => {
      const lines = wrapText(value, width);
      expect(lines.join('')).toBe(value);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test('a closing mark does not begin a line', () => {
  expect(wrapText('样本样本，样本', 4)).toEqual(['样本样', '本，样本']);
  expect(wrapText('样本样本', 4)).toEqual(['样本样本']);
});
