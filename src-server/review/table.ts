import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { text } from '../../src-shared/text.ts';
import { canonicalJson, digest } from '../domain/digest.ts';
import { derivation } from './calendar.ts';
import { factDeclaration } from './facts.ts';
import { jdm } from './model.ts';
import { tableProblems } from './table-rules.ts';

/** A decision table: one file of config/review, the model and everything that is said about it. */

const code = z.string().regex(/^[A-Za-z0-9]{1,40}$/);

const derived = z.strictObject({
  name: code,
  label: text,
  function: derivation,
  /** A declared fact; none for what follows from the day of the application alone. */
  from: code.optional(),
  argument: z.int().optional(),
});
export type Derived = z.infer<typeof derived>;

const row = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('approve'),
    reason: text,
    effect: z.enum(['fromNextMonth', 'untilEndOf12thMonth']).optional(),
  }),
  z.strictObject({ outcome: z.literal('correct'), reason: text }),
  z.strictObject({
    outcome: z.literal('acceptWithPromise'),
    reason: text,
    promise: code,
    effect: z.enum(['fromNextMonth']).optional(),
  }),
  z.strictObject({
    outcome: z.literal('refuse'),
    reason: text,
    remedy: text,
    /** Why the machine may refuse by itself: facts that the citizen sees, and where. */
    objective: z.strictObject({ facts: z.array(code).min(1), where: text }),
  }),
  z.strictObject({
    outcome: z.literal('toPerson'),
    /** Neutral: what a person has to look at is not told by a machine. */
    reason: text,
    clerk: text,
  }),
]);

const ruleTable = z
  .strictObject({
    id: z.string().regex(/^T[1-9]\d{0,3}$/),
    version: z.int().min(1),
    title: text,
    /** Items of the catalogue that it decides. */
    items: z.array(z.string()).min(1),
    law: z.array(z.string().min(1)).min(1),
    human: text,
    facts: z.array(factDeclaration).min(1),
    derived: z.array(derived),
    promises: z.record(
      code,
      z.strictObject({ material: text, days: z.int().min(1).max(60), consequence: text }),
    ),
    corrections: z.record(code, text),
    notes: z.record(code, text),
    rows: z.record(code, row),
    model: jdm,
  })
  .check((context) => {
    for (const problem of tableProblems(context.value))
      context.issues.push({ code: 'custom', input: context.value, ...problem });
  });
type RuleTable = z.infer<typeof ruleTable>;

/** A table that keeps the rules, with the hash by which it is known. */
export interface HashedTable extends RuleTable {
  /** SHA-256 of the canonical JSON, lower-case hex. */
  readonly sha256: string;
}

/** @returns what is wrong otherwise, each with the place in the file. */
export function parseTable(json: string): Result<HashedTable, readonly string[]> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return err([`expected JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const parsed = ruleTable.safeParse(value);
  if (!parsed.success)
    return err(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  return ok({ ...parsed.data, sha256: digest(canonicalJson(value)).toString('hex') });
}
