import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { RandomBytes } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { isDrawn } from './after-check.ts';
import { append, sealedDigest } from './chain.ts';
import { decide } from './decide.ts';
import { fact } from './facts.ts';
import { type ReviewOutcome, type ReviewRequest, reviewRequest } from './outcome.ts';
import { openDecision, openRecord, type ReviewRecord, sealRecord } from './record.ts';
import { tableInForce } from './rule-sets.ts';

export interface ReviewParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Whether what the sandbox approved to itself counts: only where nothing is real. */
  readonly specimen: boolean;
  /** Share of machine decisions that a person looks at again, 1 to 5. */
  readonly afterCheckPercent: number;
}

export interface Review {
  /**
   * Decides an application by the table in force, and keeps the record of it in the same transaction: what was not
   * recorded was not decided. The same `reviewId` gives the first outcome.
   */
  review(request: ReviewRequest): Promise<ReviewOutcome>;
  /** What holds by now: a clerk's decision takes the place of `toPerson`. Null: no such review of this terminal. */
  outcomeOf(reviewId: string, terminalId: string): Promise<ReviewOutcome | null>;
}

/** Zero manual review: what the rules are sure of is decided at once, everything else by a person. */
export function createReview(parts: ReviewParts): Review {
  const { db, vault, clock } = parts;

  async function outcomeOf(reviewId: string, terminalId: string): Promise<ReviewOutcome | null> {
    const row = await db
      .selectFrom('review_case')
      .selectAll()
      .where('id', '=', reviewId)
      .where('terminal_id', '=', terminalId)
      .executeTakeFirst();
    return row === undefined ? null : outcomeHeld(vault, row);
  }

  return {
    outcomeOf,
    async review(asked) {
      const request = readable(asked);
      const { reviewId, terminalId, transactionId, itemCode, tableId } = request;
      const before = await outcomeOf(reviewId, terminalId);
      if (before !== null) return before;

      const now = clock.now();
      const at = new Date(now);
      const inForce = await tableInForce(db, tableId, parts.specimen);
      const { outcome, explanation } = await decide(inForce?.table ?? null, request, now);
      const afterCheck =
        inForce !== null &&
        isDrawn(outcome.kind, inForce.effectiveAt, now, parts.afterCheckPercent, parts.random);
      const ruleSet =
        inForce === null
          ? null
          : { id: inForce.table.id, version: inForce.table.version, sha256: inForce.table.sha256 };
      const record: ReviewRecord = {
        format: 'zerowindow review 1',
        ruleSet,
        reviewedAt: at.toISOString(),
        request,
        outcome: { reviewId, ...outcome },
        explanation,
        afterCheck,
      };
      const record_sealed = sealRecord(vault, record);
      const kept = await db.transaction().execute(async (trx) => {
        const inserted = await trx
          .insertInto('review_case')
          .values({
            id: reviewId,
            terminal_id: terminalId,
            transaction_id: transactionId,
            item_code: itemCode,
            table_id: tableId,
            rule_set: ruleSet?.sha256 ?? null,
            row: explanation.row,
            machine_kind: outcome.kind,
            kind: outcome.kind,
            after_check: afterCheck ? 'due' : null,
            reviewed_at: at,
            record_sealed,
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
        await append(trx, at, 'review', {
          reviewId,
          terminalId,
          transactionId,
          itemCode,
          tableId,
          ruleSet,
          row: explanation.row,
          doubts: explanation.doubts,
          kind: outcome.kind,
          afterCheck,
          sealedSha256: sealedDigest(record_sealed),
        });
        return true;
      });
      if (kept) return record.outcome;
      // The same id, twice at once: the first one holds.
      const first = await outcomeOf(reviewId, terminalId);
      if (first === null) throw new Error('this review id belongs to another terminal');
      return first;
    },
  };
}

/**
 * The request as it is recorded. An answer of another system that has not the form of one counts as none given; a
 * request that is wrong otherwise is a fault of the caller, and throws.
 */
function readable(request: ReviewRequest): ReviewRequest {
  const facts = request.facts.map((one) =>
    fact.safeParse(one).success ? one : { ...one, retrievedAt: request.appliedAt, asOf: null, value: null },
  );
  return reviewRequest.parse({ ...request, facts });
}

export function outcomeHeld(vault: Vault, row: Selectable<Schema['review_case']>): ReviewOutcome {
  return row.decision_sealed === null
    ? openRecord(vault, row.id, row.record_sealed).outcome
    : openDecision(vault, row.id, row.decision_sealed);
}
