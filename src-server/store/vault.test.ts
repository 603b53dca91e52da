import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createVault } from './vault.ts';

const vault = createVault(Buffer.alloc(32, 1), randomBytes);
const other = createVault(Buffer.alloc(32, 2), randomBytes);

test('what was sealed opens, and shows nothing before', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), fc.string(), (plain, context) => {
      const sealed = vault.seal(context, plain);
      expect(vault.open(context, sealed).toString()).toBe(plain);
      expect(sealed.includes(Buffer.from(plain))).toBe(false);
    }),
  );
});

test('the same value is sealed differently every time', () => {
  expect(vault.seal('row 1', '样本甲')).not.toEqual(vault.seal('row 1', '样本甲'));
});

test('a changed byte, another place or another key does not open', () => {
  const sealed = vault.seal('row 1', '样本甲');
  for (let index = 0; index < sealed.length; index++) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => vault.open('row 1', changed)).toThrow();
  }
  expect(() => vault.open('row 2', sealed)).toThrow();
  expect(() => other.open('row 1', sealed)).toThrow();
  expect(() => vault.open('row 1', sealed.subarray(0, 20))).toThrow();
});

test('a look-up finds the same again, only with this key and in this place', () => {
  const found = vault.lookup('person', '44520219500101001X');
  expect(vault.lookup('person', '44520219500101001X')).toEqual(found);
  expect(vault.lookup('person', '445202196006060029')).not.toEqual(found);
  expect(vault.lookup('elsewhere', '44520219500101001X')).not.toEqual(found);
  expect(other.lookup('person', '44520219500101001X')).not.toEqual(found);
});
