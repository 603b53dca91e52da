import { z } from 'zod';
import type { Vault } from '../store/vault.ts';
import { explanation, reviewOutcome, reviewRequest } from './outcome.ts';

/** What is kept of a review, sealed: everything that a replay needs, and what came of it. */
export const reviewRecord = z.strictObject({
  format: z.literal('zerowindow review 1'),
  /** Which table decided; null when none was in force. */
  ruleSet: z.strictObject({ id: z.string(), version: z.int(), sha256: z.string() }).nullable(),
  reviewedAt: z.iso.datetime(),
  request: reviewRequest,
  outcome: reviewOutcome,
  explanation,
  afterCheck: z.boolean(),
});
export type ReviewRecord = z.infer<typeof reviewRecord>;

export function sealRecord(vault: Vault, record: ReviewRecord): Buffer {
  return vault.seal(`review_case record ${record.request.reviewId}`, JSON.stringify(record));
}

export function openRecord(vault: Vault, id: string, sealed: Uint8Array): ReviewRecord {
  return reviewRecord.parse(JSON.parse(vault.open(`review_case record ${id}`, sealed).toString()));
}

export function sealDecision(vault: Vault, outcome: z.infer<typeof reviewOutcome>): Buffer {
  return vault.seal(`review_case decision ${outcome.reviewId}`, JSON.stringify(outcome));
}

export function openDecision(vault: Vault, id: string, sealed: Uint8Array): z.infer<typeof reviewOutcome> {
  return reviewOutcome.parse(JSON.parse(vault.open(`review_case decision ${id}`, sealed).toString()));
}

/** A note of a clerk may name somebody: in the chain it stands sealed. */
export function sealNote(vault: Vault, reviewId: string, note: string): string {
  return vault.seal(`review_entry note ${reviewId}`, note).toString('base64');
}

export function openNote(vault: Vault, reviewId: string, sealed: string): string {
  return vault.open(`review_entry note ${reviewId}`, Buffer.from(sealed, 'base64')).toString();
}
