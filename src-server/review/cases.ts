import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { parseYaml } from '../../src-shared/yaml-file.ts';
import { type Decision, decide } from './decide.ts';
import { type Fact, factValue } from './facts.ts';
import { outcomeKind, type ReviewRequest } from './outcome.ts';
import type { HashedTable } from './table.ts';

/** A dated case file: what a table must say. One belongs to every table, and a version is in force only after it. */

const instant = z.iso.datetime({ offset: true });
const values = z.record(z.string(), factValue);

const testCase = z.strictObject({
  name: z.string().min(1),
  /** Instead of the base's. */
  facts: values.optional(),
  at: instant.optional(),
  promises: z.array(z.string()).optional(),
  consent: z.boolean().optional(),
  itemCode: z.string().optional(),
  /** Days of one source: it is down, its answer is old, it says something else. */
  sources: z
    .record(
      z.string(),
      z.strictObject({
        down: z.boolean().optional(),
        secondsOld: z.int().optional(),
        facts: values.optional(),
      }),
    )
    .optional(),
  /** Facts that nobody answers. */
  without: z.array(z.string()).optional(),
  expect: z.strictObject({
    kind: outcomeKind,
    row: z.string().optional(),
    /** All of them, in order. */
    corrections: z.array(z.string()).optional(),
    doubts: z.array(z.string()).optional(),
    /** Stands in a Chinese sentence of reason, remedy, correction or promise. */
    says: z.string().optional(),
    validFrom: z.iso.date().optional(),
    validUntil: z.iso.date().optional(),
    dueDate: z.iso.date().optional(),
  }),
});
type TestCase = z.infer<typeof testCase>;

const caseFile = z.strictObject({
  table: z.string(),
  /** When these cases were last gone through by a person. */
  dated: z.iso.date(),
  base: z.strictObject({ at: instant, facts: values }),
  cases: z.array(testCase).min(1),
});
export type CaseFile = z.infer<typeof caseFile>;

export function parseCases(yaml: string, fileName: string): Result<CaseFile, readonly string[]> {
  const parsed = parseYaml(yaml, fileName, caseFile);
  return parsed.ok ? ok(parsed.value) : err(parsed.error.map(({ message }) => message));
}

export interface CaseRun {
  readonly cases: number;
  /** What was expected and not found, and rows that no case reaches. */
  readonly failures: readonly string[];
}

/** Runs every case. A row, a correction or a note that no case reaches is a failure as well. */
export async function runCases(table: HashedTable, file: CaseFile): Promise<CaseRun> {
  const failures: string[] = [];
  const unreached = new Set([
    ...Object.keys(table.rows).map((row) => `decision ${row}`),
    ...Object.keys(table.corrections).map((code) => `corrections ${code}`),
    ...Object.keys(table.notes).map((code) => `notes ${code}`),
  ]);
  if (file.table !== table.id) failures.push(`the cases are of ${file.table}, the table is ${table.id}`);
  for (const one of file.cases) {
    const { request, now } = requestOf(table, file, one);
    const decision = await decide(table, request, now);
    unreached.delete(`decision ${decision.explanation.row}`);
    for (const { table: part, code, matched } of decision.explanation.rules)
      if (matched && part !== 'decision') unreached.delete(`${part} ${code}`);
    failures.push(...differences(one, decision).map((difference) => `${one.name}: ${difference}`));
  }
  failures.push(...[...unreached].map((part) => `no case reaches ${part}`));
  return { cases: file.cases.length, failures };
}

function differences({ expect }: TestCase, { outcome, explanation }: Decision): string[] {
  const sentences = [
    ...outcome.reasons,
    ...outcome.corrections.map(({ sentence }) => sentence),
    ...outcome.promises.map(({ consequence }) => consequence),
    ...(outcome.remedy === null ? [] : [outcome.remedy]),
  ];
  const found: Record<keyof TestCase['expect'], unknown> = {
    kind: outcome.kind,
    row: explanation.row,
    corrections: outcome.corrections.map(({ code }) => code),
    doubts: explanation.doubts.map(({ fact, doubt }) => `${fact} ${doubt}`),
    says: sentences.some(({ zh }) => zh.includes(expect.says ?? ''))
      ? expect.says
      : sentences.map(({ zh }) => zh),
    validFrom: outcome.validFrom,
    validUntil: outcome.validUntil,
    dueDate: outcome.promises[0]?.dueDate,
  };
  return Object.entries(expect)
    .map(([field, wanted]) => [field, JSON.stringify(wanted), JSON.stringify(found[field as 'kind'])])
    .filter(([, wanted, was]) => wanted !== was)
    .map(([field, wanted, was]) => `${field}: expected ${wanted}, found ${was}`);
}

/** The request that a case describes: every source of every fact answers at that moment, but for what it says. */
function requestOf(
  table: HashedTable,
  file: CaseFile,
  one: TestCase,
): { request: ReviewRequest; now: number } {
  const at = one.at ?? file.base.at;
  const now = Date.parse(at);
  const given: Readonly<Record<string, z.infer<typeof factValue>>> = { ...file.base.facts, ...one.facts };
  const facts = table.facts.flatMap(({ name, sources }): Fact[] =>
    one.without?.includes(name)
      ? []
      : sources.map((source) => {
          const day = one.sources?.[source];
          return {
            name,
            source,
            retrievedAt: at,
            asOf: day?.down ? null : new Date(now - (day?.secondsOld ?? 0) * 1000).toISOString(),
            value: day?.down ? null : (day?.facts?.[name] ?? given[name] ?? null),
          };
        }),
  );
  const request = {
    reviewId: '00000000-0000-4000-8000-000000000003',
    tableId: table.id,
    itemCode: one.itemCode ?? table.items[0] ?? '',
    terminalId: '00000000-0000-4000-8000-000000000001',
    transactionId: '00000000-0000-4000-8000-000000000002',
    appliedAt: at,
    consent: one.consent ?? true,
    applicant: { name: '样*', idNumber: '000***********0000' },
    facts,
    promises: one.promises ?? [],
  };
  return { request, now };
}
