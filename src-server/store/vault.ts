import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { RandomBytes } from '../random.ts';

/**
 * Personal data at rest. What must be read again is sealed (AES-256-GCM), what must only be found again is
 * kept as a keyed digest (HMAC-SHA-256): an identity number has so little entropy that a plain hash of it is
 * undone in minutes.
 */
export interface Vault {
  /** `context` names table, column and row: a sealed value that is moved elsewhere does not open. */
  seal(context: string, plain: string | Uint8Array): Buffer;
  /** Throws when the value was changed, belongs elsewhere, or was sealed with another key. */
  open(context: string, sealed: Uint8Array): Buffer;
  lookup(context: string, value: string): Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

/** @param key 32 bytes. */
export function createVault(key: Uint8Array, random: RandomBytes): Vault {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `zerowindow ${purpose}`, 32));
  const sealKey = derive('seal');
  const lookupKey = derive('lookup');
  return {
    seal(context, plain) {
      const nonce = random(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(context, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, nonceBytes))
        .setAAD(Buffer.from(context))
        .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    },
    lookup(context, value) {
      return createHmac('sha256', lookupKey).update(context).update('\0').update(value).digest();
    },
  };
}
