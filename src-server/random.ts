import { randomBytes } from 'node:crypto';

/** Randomness, passed in like time, so that a test can replay it. Must be fit for secrets outside tests. */
export type RandomBytes = (size: number) => Uint8Array;

export const systemRandom: RandomBytes = randomBytes;

/** `digits` decimal digits, every value equally likely. */
export function randomDigits(random: RandomBytes, digits: number): string {
  const range = 10 ** digits;
  // Values in the incomplete last stretch would favour small numbers: draw again.
  const fair = Math.floor(2 ** 32 / range) * range;
  for (;;) {
    const value = Buffer.from(random(4)).readUInt32BE();
    if (value < fair) return String(value % range).padStart(digits, '0');
  }
}

/** A secret for machines: 256 bits. */
export function randomToken(random: RandomBytes): string {
  return Buffer.from(random(32)).toString('base64url');
}

/** Crockford's alphabet: no I, L, O, U; whoever writes O or I for a digit is understood. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A secret that people read off paper and type: 12 characters, 60 bits, `XXXX-XXXX-XXXX`. */
export function readableCode(random: RandomBytes): string {
  const characters = Array.from(random(12), (byte) => alphabet[byte % 32]).join('');
  return groupCode(characters);
}

/** What somebody typed, in the form in which codes are written; null when it cannot be one. */
export function normaliseCode(typed: string): string | null {
  const characters = typed
    .toUpperCase()
    .replace(/[\s\-‐–—]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(characters) ? groupCode(characters) : null;
}

function groupCode(characters: string): string {
  return `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
}
