import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { checkpointSignatureHolds } from './checkpoint.ts';
import type { JournalEvent, JournalRecord } from './events.ts';

/** `previousHash` of record 1. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

export function recordHash(record: Omit<JournalRecord, 'hash'>): string {
  return hashOf(record.previousHash, record.sequence, record.at, canonicalJson(record.event));
}

/** As `recordHash`, from an event that is canonical JSON already. */
export function hashOf(previousHash: string, sequence: number, at: string, canonicalEvent: string): string {
  return createHash('sha256')
    .update(`${previousHash}\n${sequence}\n${at}\n${canonicalEvent}`, 'utf8')
    .digest('hex');
}

/** The end of a chain, as somebody outside wrote it down: the centre, a backup, a printed slip. */
export interface KnownHead {
  readonly through: number;
  readonly hash: string;
}

export type ChainBreak =
  /** Is no journal record at all. */
  | 'malformed'
  /** A number is missing or comes twice. */
  | 'gap'
  /** Names another record as the one before. */
  | 'previousHash'
  /** What it says is not what was hashed. */
  | 'hash'
  /** A checkpoint that signs another record than the one before it, or whose signature fails. */
  | 'signature'
  /** Signed, but by another key than expected. */
  | 'foreignKey'
  /** The end known elsewhere is missing, or another record stands in its place. */
  | 'truncated';

export type ChainVerdict =
  | {
      readonly ok: true;
      readonly records: number;
      readonly checkpoints: number;
      /** Last record under a signature; what comes after could still be cut off unnoticed. */
      readonly signedThrough: number;
      /** Keys that signed, hex, in the order of their first checkpoint. */
      readonly publicKeys: readonly string[];
    }
  | {
      readonly ok: false;
      readonly records: number;
      readonly checkpoints: number;
      /** Sequence number that should stand, and does not, at the first break. */
      readonly firstBroken: number;
      readonly reason: ChainBreak;
    };

interface VerifyOptions {
  /** Raw Ed25519 key, hex. Without it each signature is checked against the key that the checkpoint names. */
  readonly publicKey?: string | undefined;
  readonly known?: KnownHead | undefined;
  /** The record before the first one given, when `records` is not the whole journal. */
  readonly after?: KnownHead | undefined;
}

/**
 * Checks a journal from its first record on, and names the first broken record and why. `undefined` stands
 * for a record that could not be read.
 */
export function verifyChain(
  records: Iterable<JournalRecord | undefined>,
  options: VerifyOptions = {},
): ChainVerdict {
  const { publicKey, known, after } = options;
  let sequence = after?.through ?? 0;
  let hash = after?.hash ?? FIRST_PREVIOUS_HASH;
  let count = 0;
  let checkpoints = 0;
  let signedThrough = 0;
  const publicKeys: string[] = [];
  const broken = (reason: ChainBreak, firstBroken = sequence + 1): ChainVerdict => ({
    ok: false,
    records: count,
    checkpoints,
    firstBroken,
    reason,
  });
  for (const record of records) {
    if (record === undefined) return broken('malformed');
    if (record.sequence !== sequence + 1) return broken('gap');
    if (record.previousHash !== hash) return broken('previousHash');
    if (record.hash !== recordHash(record)) return broken('hash');
    if (record.event.type === 'checkpoint') {
      const reason = checkpointBreak(record.event, { through: sequence, hash }, publicKey);
      if (reason !== undefined) return broken(reason);
      checkpoints += 1;
      signedThrough = sequence;
      if (!publicKeys.includes(record.event.publicKey)) publicKeys.push(record.event.publicKey);
    }
    sequence = record.sequence;
    hash = record.hash;
    count += 1;
    if (known?.through === sequence && known.hash !== hash) return broken('truncated', sequence);
  }
  if (known !== undefined && known.through > sequence) return broken('truncated');
  return { ok: true, records: count, checkpoints, signedThrough, publicKeys };
}

function checkpointBreak(
  checkpoint: Extract<JournalEvent, { type: 'checkpoint' }>,
  before: KnownHead,
  publicKey: string | undefined,
): ChainBreak | undefined {
  if (checkpoint.through !== before.through || checkpoint.hash !== before.hash) return 'signature';
  if (!checkpointSignatureHolds(checkpoint)) return 'signature';
  if (publicKey !== undefined && checkpoint.publicKey !== publicKey) return 'foreignKey';
  return undefined;
}
