import { createCipheriv, createDecipheriv } from 'node:crypto';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { crc16, hex } from './frame.ts';
import type { Random } from './key-exchange.ts';

/**
 * The encryption layer of eSSP, which travels in the data of a frame:
 *
 * ```
 * 7E | AES-128-ECB( length | count (4, little endian) | data | packing | CRC low | CRC high )
 * ```
 * The count makes every packet of a session different and a repeated one visible.
 */
export interface Packet {
  /** 0 for the first packet after a key exchange; an answer has that of its question and one more. */
  readonly count: number;
  readonly data: Uint8Array;
}

const stex = 0x7e;
const blockBytes = 16;
/** Length, count and CRC. */
const overheadBytes = 7;
/** What fits the data of a frame: 15 blocks behind the 7E. */
const longestData = 15 * blockBytes - overheadBytes;

export function isEncrypted(data: Uint8Array): boolean {
  return data[0] === stex;
}

/** The 16 bytes of a session's key: what the machine's maker fixed, then what both ends agreed on. */
export function sessionKey(fixed: bigint, negotiated: bigint): Uint8Array {
  const key = new Uint8Array(16);
  const view = new DataView(key.buffer);
  view.setBigUint64(0, fixed, true);
  view.setBigUint64(8, negotiated, true);
  return key;
}

export function encryptPacket(packet: Packet, key: Uint8Array, random: Random): Uint8Array {
  const { count, data } = packet;
  if (data.length > longestData) {
    throw new Error(`an encrypted packet holds ${longestData} bytes, not ${data.length}`);
  }
  const blocks = Math.ceil((data.length + overheadBytes) / blockBytes);
  const plain = new Uint8Array(blocks * blockBytes);
  plain.set(random(plain.length));
  plain[0] = data.length;
  const view = new DataView(plain.buffer);
  view.setUint32(1, count, true);
  plain.set(data, 5);
  view.setUint16(plain.length - 2, crc16(plain, 0, plain.length - 2), true);
  const sealed = new Uint8Array(1 + plain.length);
  sealed[0] = stex;
  sealed.set(ciphersOf(key).seal.update(plain), 1);
  return sealed;
}

interface Ciphers {
  readonly seal: ReturnType<typeof createCipheriv>;
  readonly open: ReturnType<typeof createDecipheriv>;
}
const ciphers = new WeakMap<Uint8Array, Ciphers>();

/** ECB knows no packet before: whole blocks go through one cipher of a session as through a new one each. */
function ciphersOf(key: Uint8Array): Ciphers {
  const known = ciphers.get(key);
  if (known !== undefined) return known;
  const made = {
    seal: createCipheriv('aes-128-ecb', key, null).setAutoPadding(false),
    open: createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false),
  };
  ciphers.set(key, made);
  return made;
}

/** Fails when the data is no whole number of blocks, or when what comes out cannot be a packet of this key. */
export function decryptPacket(data: Uint8Array, key: Uint8Array): Result<Packet, string> {
  if (!isEncrypted(data)) return err('the data is not encrypted');
  const sealed = data.subarray(1);
  if (sealed.length === 0 || sealed.length % blockBytes !== 0) {
    return err(`${sealed.length} encrypted bytes are no whole blocks of ${blockBytes}`);
  }
  const plain = Uint8Array.from(ciphersOf(key).open.update(sealed));
  const view = new DataView(plain.buffer);
  const given = view.getUint16(plain.length - 2, true);
  const computed = crc16(plain, 0, plain.length - 2);
  if (given !== computed) {
    return err(`the CRC inside is ${hex(given, 4)}, computed ${hex(computed, 4)}: another key`);
  }
  const length = plain[0] ?? 0;
  if (length > plain.length - overheadBytes) return err(`length ${length} in ${plain.length} bytes`);
  return ok({ count: view.getUint32(1, true), data: plain.slice(5, 5 + length) });
}
