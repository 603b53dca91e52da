import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`));
  const body = block.slice(0, block.indexOf('}'));
  return Object.fromEntries(
    [...body.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name ?? '', colour ?? '']),
  );
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Every pair in which words stand on a ground. */
const pairs: readonly (readonly [string, string])[] = [
  ['ink', 'page'],
  ['ink', 'surface'],
  ['ink', 'primary-tint'],
  ['muted', 'page'],
  ['muted', 'surface'],
  ['primary', 'surface'],
  ['primary', 'page'],
  ['primary-ink', 'primary-tint'],
  ['primary-ink', 'surface'],
  ['on-primary', 'primary'],
  ['on-primary', 'primary-pressed'],
  ['on-primary', 'danger'],
  ['success', 'success-tint'],
  ['success', 'surface'],
  ['warning', 'warning-tint'],
  ['warning', 'page'],
  ['danger', 'danger-tint'],
  ['on-attract', 'attract'],
  ['on-night', 'attract-night'],
  ['paper-ink', 'paper'],
];

const standard = tokens(':root');
const modes = {
  standard,
  'high contrast': { ...standard, ...tokens(':root[data-high-contrast]') },
};

describe.each(Object.entries(modes))('%s', (_, colours) => {
  it.each(pairs)('%s on %s has 7:1', (words, ground) => {
    expect(contrast(colours[words] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(7);
  });
});

it('measures as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#ffe600', '#000000')).toBeCloseTo(16.6, 1);
});
