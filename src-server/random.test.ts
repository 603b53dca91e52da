import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseCode, randomDigits, randomToken, readableCode } from './random.ts';

test('digits keep their zeros in front', () => {
  expect(randomDigits(() => Buffer.from([0, 0, 0, 42]), 6)).toBe('000042');
});

test('a draw that would favour small codes is thrown away', () => {
  const draws = [Buffer.from([255, 255, 255, 255]), Buffer.from([0, 0, 0, 7])];
  expect(randomDigits(() => draws.shift() ?? Buffer.alloc(4), 6)).toBe('000007');
  expect(draws).toEqual([]);
});

test('a readable code carries 60 bits: every 5 bits change its character', () => {
  const seen = new Set(Array.from({ length: 32 }, (_, byte) => readableCode(() => Buffer.alloc(12, byte))));
  expect(seen.size).toBe(32);
  expect(readableCode(randomBytes)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
});

test('a code is understood however people write it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (bytes) => {
      const code = readableCode(() => bytes);
      const sloppy = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      expect(normaliseCode(sloppy)).toBe(code);
      expect(normaliseCode(code.replaceAll('1', 'I'))).toBe(code);
    }),
  );
});

test('what cannot be a code is none', () => {
  for (const typed of ['', 'ABCD', 'ABCD-EFGH-JKMU', 'ABCD-EFGH-JKMNP', '样本样本样本样本样本样本'])
    expect(normaliseCode(typed)).toBeNull();
});

test('tokens are long enough not to be guessed', () => {
  expect(Buffer.from(randomToken(randomBytes), 'base64url')).toHaveLength(32);
});
