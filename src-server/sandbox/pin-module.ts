import { createDecipheriv } from 'node:crypto';
import { pinAccount } from '../../src-shared/pin-account.ts';
import { specimenPinKey } from '../../src-shared/specimen-pin-key.ts';

/**
 * What a security module does with a block of ISO 9564-1 format 0. The sandbox has the specimen key of the emulated
 * pad in clear; a real centre has no key, and asks a module.
 *
 * Null: the block was made by another key, or for another account.
 */
export function openPinBlock(block: Uint8Array, idNumber: string): string | null {
  if (block.length !== 8) return null;
  const key = Buffer.from(specimenPinKey, 'hex');
  const decipher = createDecipheriv('des-ede3', Buffer.concat([key, key.subarray(0, 8)]), null);
  const clear = Buffer.concat([decipher.setAutoPadding(false).update(block), decipher.final()]);
  const account = Buffer.from(pinAccount(idNumber).slice(-13, -1).padStart(16, '0'), 'hex');
  const field = Buffer.from(clear.map((byte, at) => byte ^ (account[at] ?? 0))).toString('hex');
  return /^06(\d{6})f{8}$/.exec(field)?.[1] ?? null;
}
