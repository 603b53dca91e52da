import { expect, test } from 'vitest';
import { phraseParts } from './phrase.tsx';

test.each([
  ['城乡居民基本养老保险费缴费', '城乡|居民|基本|养老|保险费缴费'],
  ['领取社会保险待遇资格认证', '领取|社会|保险|待遇|资格|认证'],
  // The dictionary does not know 异地就医; what it leaves as single characters is not torn apart.
  ['异地就医备案', '异地就医备案'],
  ['社会保障卡密码重置', '社会|保障卡密码重置'],
  ['请把证件放好，不要拿走', '请把证件放好，|不要|拿走'],
])('%s breaks between words only', (name, broken) => {
  expect(phraseParts(name).join('|')).toBe(broken);
});

test('brackets stay with what they enclose', () => {
  for (const part of phraseParts('社会保险参保证明（个人专用）打印')) {
    expect(part).not.toMatch(/^[）]|[（]$/);
  }
});

test('a name without Chinese is left as it is', () => {
  expect(phraseParts('Certificate of participation')).toEqual(['Certificate of participation']);
});

test('nothing is lost', () => {
  for (const name of ['个人所得税纳税记录打印', '65 岁以上老年人补贴申请', '']) {
    expect(phraseParts(name).join('')).toBe(name);
  }
});
