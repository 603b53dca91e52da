import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { JournalEvent } from './events.ts';

/** Who signs the journal: the terminal's Ed25519 key, kept by store/keys.ts. */
export interface JournalSigner {
  /** The raw 32 bytes, hex: what a checkpoint carries and an auditor compares. */
  readonly publicKey: string;
  sign(bytes: Uint8Array): Uint8Array;
}

type Checkpoint = Extract<JournalEvent, { type: 'checkpoint' }>;

/** Without a checkpoint after this many records, one is written. */
export const RECORDS_PER_CHECKPOINT = 100;

/** What must be signed at once: where somebody who cuts the end off would gain most. */
export function asksForCheckpoint(event: JournalEvent): boolean {
  return (
    event.type === 'transactionEnded' || event.type === 'terminalStarted' || event.type === 'terminalStopped'
  );
}

/** Signs the record `through`, and with it, through the chain, everything before. */
export function signCheckpoint(signer: JournalSigner, through: number, hash: string): Checkpoint {
  const signature = Buffer.from(signer.sign(signedBytes(through, hash))).toString('hex');
  return { type: 'checkpoint', through, hash, signature, publicKey: signer.publicKey };
}

export function checkpointSignatureHolds(checkpoint: Checkpoint): boolean {
  const key = ed25519PublicKey(checkpoint.publicKey);
  if (key === undefined || !/^[0-9a-f]{128}$/.test(checkpoint.signature)) return false;
  const bytes = signedBytes(checkpoint.through, checkpoint.hash);
  return verify(null, bytes, key, Buffer.from(checkpoint.signature, 'hex'));
}

/** The same key signs JWTs: this prefix can never be the start of one, so neither signature serves the other. */
function signedBytes(through: number, hash: string): Uint8Array {
  return Buffer.from(`zerowindow journal checkpoint 1\n${through}\n${hash}`, 'utf8');
}

/** From the raw 32 bytes as hex; undefined when it is no Ed25519 key. */
function ed25519PublicKey(hex: string): KeyObject | undefined {
  if (!/^[0-9a-f]{64}$/.test(hex)) return undefined;
  const x = Buffer.from(hex, 'hex').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
