import { z } from 'zod';
import { text } from '../../src-shared/text.ts';
import { fact } from './facts.ts';

/** What is reviewed, and what comes of it. */

const day = z.iso.date();
const instant = z.iso.datetime({ offset: true });

export const reviewRequest = z.strictObject({
  /** Idempotency key, and the name of the record: the same id gives the first outcome, whatever became of its answer. */
  reviewId: z.uuid(),
  tableId: z.string().max(10),
  itemCode: z.string().max(40),
  terminalId: z.uuid(),
  transactionId: z.uuid(),
  /** When the citizen applied; its day by the clock of Asia/Shanghai decides on ages and terms. */
  appliedAt: instant,
  /** The person agreed to be decided by a machine. Without it a person decides. */
  consent: z.boolean(),
  /** Masked, for the clerk: 张*三, 445***********1234. */
  applicant: z.strictObject({ name: z.string().max(80), idNumber: z.string().max(40) }),
  facts: z.array(fact).max(100),
  /** Papers that the citizen signed to bring later, by the names of the table. */
  promises: z.array(z.string().max(40)).max(10),
});
export type ReviewRequest = z.infer<typeof reviewRequest>;

export const outcomeKind = z.enum(['approve', 'correct', 'acceptWithPromise', 'refuse', 'toPerson']);
export type OutcomeKind = z.infer<typeof outcomeKind>;

/** What the citizen is told; the slip says all of it. */
export const reviewOutcome = z.strictObject({
  kind: outcomeKind,
  /** Under which the record of this review is found. */
  reviewId: z.uuid(),
  /** A person's decision takes the place of the machine's. */
  decidedBy: z.enum(['machine', 'person']),
  reasons: z.array(text),
  /** All that is to be put right, at once. */
  corrections: z.array(z.strictObject({ code: z.string(), sentence: text })),
  promises: z.array(z.strictObject({ code: z.string(), material: text, dueDate: day, consequence: text })),
  law: z.array(z.string()),
  remedy: text.nullable(),
  /** The way to a person. */
  human: text,
  validFrom: day.nullable(),
  validUntil: day.nullable(),
});
export type ReviewOutcome = z.infer<typeof reviewOutcome>;

/** How the rules came to it; for the record and for a clerk, not for the citizen. */
export const explanation = z.strictObject({
  /** Null when no row was reached. */
  row: z.string().nullable(),
  /** Why it went to a person before or after the table was asked. */
  doubts: z.array(z.strictObject({ fact: z.string(), doubt: z.string() })),
  /** For the clerk, where a row went to a person. */
  clerk: text.nullable(),
  rules: z.array(z.strictObject({ table: z.string(), code: z.string(), matched: z.boolean() })),
});
export type Explanation = z.infer<typeof explanation>;
