import fc from 'fast-check';
import { expect, it } from 'vitest';
import { capitalYuan, formatYuan } from './money.ts';

it.each([
  [0, '¥0.00'],
  [5, '¥0.05'],
  [40_000, '¥400.00'],
  [123_456_789, '¥1,234,567.89'],
  [100_000_000, '¥1,000,000.00'],
])('%i fen are %s', (fen, text) => expect(formatYuan(fen)).toBe(text));

it.each([
  [0, '人民币零元整'],
  [40_000, '人民币肆佰元整'],
  [1, '人民币壹分'],
  [10, '人民币壹角整'],
  [105, '人民币壹元零伍分'],
  [140_950, '人民币壹仟肆佰零玖元伍角整'],
  [600_714, '人民币陆仟零柒元壹角肆分'],
  [168_032, '人民币壹仟陆佰捌拾元叁角贰分'],
  [10_700_053, '人民币壹拾万柒仟元伍角叁分'],
  [1_640_902, '人民币壹万陆仟肆佰零玖元零贰分'],
  [32_504, '人民币叁佰贰拾伍元零肆分'],
  [1_000_000, '人民币壹万元整'],
  [1_000_100, '人民币壹万零壹元整'],
  [1_001_000, '人民币壹万零壹拾元整'],
  [10_000_000_00, '人民币壹仟万元整'],
  [10_000_000_000, '人民币壹亿元整'],
  [10_000_000_100, '人民币壹亿零壹元整'],
  [10_001_000_000, '人民币壹亿零壹万元整'],
])('%i fen are %s', (fen, text) => expect(capitalYuan(fen)).toBe(text));

/** Read back by other rules than it was written by: each character says how much it counts. */
function readBack(text: string): number {
  const digit = (character: string) => '零壹贰叁肆伍陆柒捌玖'.indexOf(character);
  let [total, section, last] = [0, 0, 0];
  for (const character of text.replace('人民币', '').replace('整', '')) {
    const place = { 拾: 10, 佰: 100, 仟: 1_000 }[character];
    if (place !== undefined) [section, last] = [section + last * place, 0];
    else if (character === '万' || character === '亿')
      [total, section, last] = [
        total + (section + last) * (character === '万' ? 1_000_000 : 10_000_000_000),
        0,
        0,
      ];
    else if (character === '元') [total, section, last] = [total + (section + last) * 100, 0, 0];
    else if (character === '角') [total, last] = [total + last * 10, 0];
    else if (character === '分') [total, last] = [total + last, 0];
    else last = digit(character);
  }
  return total;
}

it('is read back as the same amount, never with two 零 side by side', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (fen) => {
      const text = capitalYuan(fen);
      expect(readBack(text)).toBe(fen);
      expect(text).not.toMatch(/零零|零(拾|佰|仟|万|亿)/);
    }),
  );
});
