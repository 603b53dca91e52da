import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearBlock, decrypt, encrypt, encryptedPinBlock } from './pin-block.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const vector = (protocol: string, name: string) =>
  vectors.find((one) => one.protocol === protocol && one.name === name)?.bytes_hex;
const filled = (byte: number) => (count: number) => new Uint8Array(count).fill(byte);

describe('the published PIN blocks', () => {
  it('format 0, clear and under triple DES', () => {
    const account = '4356876509876788'.slice(-13, -1);
    expect(hex(clearBlock('iso0', '1234', account, filled(0)))).toBe(vector('iso9564-0', 'clear'));
    const key = bytesOf('AB9292288227277226252525224665FE');
    expect(hex(encryptedPinBlock('iso0', key, '1234', account, filled(0)))).toBe(vector('iso9564-0', 'enc'));
  });

  it('format 3 with the fill of the example', () => {
    // PIN field 36123456AFBECDDC: the fill is A F B E C D D C.
    const fill = [0xa, 0xf, 0xb, 0xe, 0xc, 0xd, 0xd, 0xc].map((nibble) => nibble - 10);
    const random = (count: number) => Uint8Array.from({ length: count }, (_, at) => fill[at] ?? 0);
    // The example gives the number without its check digit.
    const account = '111222333444555'.slice(-12);
    expect(hex(clearBlock('iso3', '123456', account, random))).toBe(vector('iso9564-3', 'clear'));
  });

  it('format 4 under AES', () => {
    const key = bytesOf('00112233445566778899AABBCCDDEEFF');
    const block = encryptedPinBlock('iso4', key, '1234', '1234567890123456789', filled(0xff));
    expect(hex(block)).toBe(vector('iso9564-4', 'enc'));
  });

  it('SM4 of GB/T 32907 A.1', () => {
    const same = bytesOf('0123456789ABCDEFFEDCBA9876543210');
    expect(hex(encrypt('sm4', same, same))).toBe(vector('sm4', 'gbt32907.a1'));
  });
});

const pins = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 12 })
  .map((all) => all.join(''));
const twelve = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 })
  .map((all) => all.join(''));

describe('a host that has the key', () => {
  it.each(['iso0', 'iso3', 'sm4'] as const)('gets the PIN back out of %s', (format) => {
    const algorithm = format === 'sm4' ? 'sm4' : 'tripleDes';
    const key = bytesOf('AB9292288227277226252525224665FE');
    const size = format === 'sm4' ? 16 : 8;
    fc.assert(
      fc.property(pins, twelve, fc.uint8Array({ minLength: 16, maxLength: 16 }), (pin, account, random) => {
        const block = encryptedPinBlock(format, key, pin, account, (count) => random.slice(0, count));
        expect(block.length).toBe(size);
        const pan = bytesOf(account.padStart(size * 2, '0'));
        const field = hex(decrypt(algorithm, key, block).map((byte, at) => byte ^ (pan[at] ?? 0)));
        expect(field.slice(2, 2 + pin.length)).toBe(pin);
        expect(Number.parseInt(field.slice(1, 2), 16)).toBe(pin.length);
        expect(field.slice(2 + pin.length)).toMatch(format === 'iso3' ? /^[A-F]*$/ : /^F*$/);
      }),
      { numRuns: 50 },
    );
  });

  it('the same PIN gives another block with every fill of formats 3 and 4', () => {
    const key = bytesOf('00112233445566778899AABBCCDDEEFF');
    for (const format of ['iso3', 'iso4'] as const) {
      const one = encryptedPinBlock(format, key, '1234', '123456789012', filled(1));
      const other = encryptedPinBlock(format, key, '1234', '123456789012', filled(2));
      expect(hex(one)).not.toBe(hex(other));
    }
  });
});
