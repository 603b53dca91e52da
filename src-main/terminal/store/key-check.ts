import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { replaceFile } from './replace-file.ts';

/**
 * The store's cipher cannot say "wrong key": a wrong key and a damaged first page look the same. So a check
 * value of the key stands in a file beside the store. It tells nothing of the key (HMAC under 32 random
 * bytes); that it exists tells that the store was complete once.
 */
export type KeyCheck = 'match' | 'mismatch' | 'absent';

export const keyCheckFile = (storeFile: string) => `${storeFile}.key-check`;

export function checkKey(storeFile: string, key: Uint8Array): KeyCheck {
  const file = keyCheckFile(storeFile);
  if (!existsSync(file)) return 'absent';
  const found = readFileSync(file);
  const expected = Buffer.from(checkValue(key));
  return found.length === expected.length && timingSafeEqual(found, expected) ? 'match' : 'mismatch';
}

export function writeKeyCheck(storeFile: string, key: Uint8Array): void {
  replaceFile(keyCheckFile(storeFile), [checkValue(key)]);
}

function checkValue(key: Uint8Array): string {
  return `${createHmac('sha256', key).update('zerowindow store key check 1').digest('hex')}\n`;
}
