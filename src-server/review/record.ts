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

export function openDecision(vault: Vault, id: string, sealed: Uint8Array): z.infer<typeof reviewOutcome> {
  return reviewOutcome.parse(JSON.parse(vault.open(`review_case decision ${id}`, sealed).toString()));
}
