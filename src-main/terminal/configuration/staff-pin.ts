import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** As the configuration holds it: `salt:hash`, 16 and 32 bytes in lower-case hex. */
export const staffPinHash = /^[0-9a-f]{32}:[0-9a-f]{64}$/;

/** Six to twelve digits: what the keypad on the screen gives. */
export const staffPin = /^\d{6,12}$/;

/** For `tools/staff-pin.ts`. `salt` is 16 bytes. */
export async function hashStaffPin(pin: string, salt: Buffer = randomBytes(16)): Promise<string> {
  return `${salt.toString('hex')}:${(await derive(pin, salt)).toString('hex')}`;
}

/** Takes the same time whether or not the PIN is right. `hash` has the form of `staffPinHash`. */
export async function verifyStaffPin(pin: string, hash: string): Promise<boolean> {
  const [salt = '', expected = ''] = hash.split(':');
  return timingSafeEqual(await derive(pin, Buffer.from(salt, 'hex')), Buffer.from(expected, 'hex'));
}

/**
 * scrypt with Node's default cost (N = 2^14, r = 8, p = 1, as RFC 7914 proposes for interactive use): 16 MB and
 * 50 ms. It slows down whoever stole the file; what guards the keypad is the lock after wrong tries.
 */
function derive(pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, 32, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
