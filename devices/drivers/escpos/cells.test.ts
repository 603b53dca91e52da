import { expect, it } from 'vitest';
import { cellsOf } from './cells.ts';

it('what stands alone is cut as the rules for characters cut it', () => {
  const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
  const ranges = [
    [0x20, 0x7e],
    [0x3000, 0x301f],
    [0x4e00, 0x9fff],
    [0xff01, 0xff5e],
  ] as const;
  for (const [first, last] of ranges) {
    for (let from = first; from <= last; from += 256) {
      const count = Math.min(256, last - from + 1);
      const codes = Array.from({ length: count }, (_, at) => from + at);
      const text = String.fromCharCode(...codes.flatMap((code) => [code, 0x61, 0x4e2d]));
      const expected = [...graphemes.segment(text)].map(({ segment }) => segment);
      expect(
        cellsOf(text)
          .map((cell) => cell.text)
          .join('|'),
      ).toBe(expected.join('|'));
    }
  }
});

it('a mark joins the character before it', () => {
  expect(cellsOf('ae\u0301中\u302a').map((cell) => cell.text)).toEqual(['a', 'e\u0301', '中\u302a']);
});
