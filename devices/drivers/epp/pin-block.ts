import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { PinBlockFormat } from '../../contract/pin-pad.ts';
import { type Algorithm, algorithmOf } from './profile.ts';

/**
 * What happens inside a PIN pad: the blocks of ISO 9564-1 and their encryption. Only the emulated pad has a use for
 * it; the terminal has neither PIN nor keys. It runs under Node, whose OpenSSL has SM4; Electron's BoringSSL has not.
 */
const ciphers: Readonly<Record<Algorithm, string>> = {
  tripleDes: 'des-ede3',
  aes: 'aes-128-ecb',
  sm4: 'sm4-ecb',
};

/** ECB without padding. A 16-byte key of triple DES is used as K1 K2 K1. */
export function encrypt(algorithm: Algorithm, key: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createCipheriv(ciphers[algorithm], widened(algorithm, key), null).setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([cipher.update(data), cipher.final()]));
}

export function decrypt(algorithm: Algorithm, key: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createDecipheriv(ciphers[algorithm], widened(algorithm, key), null).setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([cipher.update(data), cipher.final()]));
}

function widened(algorithm: Algorithm, key: Uint8Array): Uint8Array {
  return algorithm === 'tripleDes' && key.length === 16 ? Uint8Array.of(...key, ...key.subarray(0, 8)) : key;
}

/**
 * @param account for formats 0, 3 and SM4 the 12 rightmost digits without the check digit; for format 4 all of it
 * @param random fills: nibbles 10 to 15 in format 3, any bytes in format 4
 */
export function encryptedPinBlock(
  format: PinBlockFormat,
  key: Uint8Array,
  pin: string,
  account: string,
  random: (count: number) => Uint8Array,
): Uint8Array {
  const algorithm = algorithmOf[format];
  if (format !== 'iso4') return encrypt(algorithm, key, clearBlock(format, pin, account, random));
  const field = pinField('4', pin, 'A', 16);
  field.set(random(8), 8);
  return encrypt(algorithm, key, xor(encrypt(algorithm, key, field), accountField(account)));
}

/** Formats 0 and 3 of ISO 9564-1; the same in 16 bytes for SM4, as hosts use it without a public standard. */
export function clearBlock(
  format: Exclude<PinBlockFormat, 'iso4'>,
  pin: string,
  account: string,
  random: (count: number) => Uint8Array,
): Uint8Array {
  const bytes = format === 'sm4' ? 16 : 8;
  const field = pinField(format === 'iso3' ? '3' : '0', pin, 'F', bytes);
  if (format === 'iso3') {
    const fill = Array.from(random(16), (byte) => (10 + (byte % 6)).toString(16));
    field.set(fromHex(`3${pin.length.toString(16)}${pin}${fill.join('')}`.slice(0, 16)));
  }
  return xor(field, fromHex(account.slice(-12).padStart(bytes * 2, '0')));
}

function pinField(control: string, pin: string, fill: string, bytes: number): Uint8Array {
  return fromHex(`${control}${pin.length.toString(16)}${pin}`.padEnd(bytes * 2, fill));
}

/** The account field of format 4: how many digits there are above 12, the digits, zeros. */
function accountField(account: string): Uint8Array {
  const digits = account.padStart(12, '0');
  return fromHex(`${digits.length - 12}${digits}`.padEnd(32, '0'));
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, at) => byte ^ (b[at] ?? 0));
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}
