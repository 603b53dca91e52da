import type { Text } from '../../src-shared/text.ts';
import { chinaDay } from '../domain/china-time.ts';
import { endOf12thMonth, firstOfNextMonth, plusDays } from './calendar.ts';
import { type Evaluation, evaluateTable, type Values } from './engine.ts';
import { checkFacts, derive } from './gate.ts';
import type { Explanation, ReviewOutcome, ReviewRequest } from './outcome.ts';
import type { HashedTable } from './table.ts';

export interface Decision {
  readonly outcome: Omit<ReviewOutcome, 'reviewId'>;
  readonly explanation: Explanation;
}

const human: Text = {
  zh: '对结果有疑问，可以在本机按“转人工”，或拨打 12345，由工作人员复核。',
  en: 'If you disagree, press "A person" at this terminal or call 12345: a person looks at it again.',
};
const passedOn: Text = {
  zh: '有一项信息暂时核实不了，已转工作人员办理，您不必再来一趟。',
  en: 'One point cannot be checked just now. It was passed on to a person; you need not come again.',
};
/** The application is no older than this, and not of the future: its day decides on ages. */
const applicationMs = 24 * 3_600_000;
const aheadMs = 5 * 60_000;

/**
 * What a table says of a request at a moment. Depends on nothing else, so that a replay gives the same. Whatever is
 * not certain goes to a person: it is neither approved nor refused.
 *
 * @param table null: there is none in force.
 */
export async function decide(
  table: HashedTable | null,
  request: ReviewRequest,
  now: number,
): Promise<Decision> {
  if (table === null || table.id !== request.tableId) return toPerson([['table', 'notInForce']]);
  if (!table.items.includes(request.itemCode)) return toPerson([['itemCode', 'unknown']], table);
  if (!request.consent) return toPerson([['consent', 'notGiven']], table);
  const applied = Date.parse(request.appliedAt);
  if (!(now - applied <= applicationMs && applied - now <= aheadMs))
    return toPerson([['appliedAt', 'stale']], table);
  const strange = request.promises.find((code) => !Object.hasOwn(table.promises, code));
  if (strange !== undefined) return toPerson([[strange, 'unknown']], table);

  const facts = checkFacts(table, request.facts, now);
  if (!facts.ok)
    return toPerson(
      facts.error.map(({ fact, doubt }) => [fact, doubt]),
      table,
    );
  const today = chinaDay(applied);
  const values = { ...facts.value, ...derive(table, facts.value, today, request.promises) };
  const evaluation = await evaluateTable(table, values);
  if (!evaluation.ok) return toPerson([['table', evaluation.error]], table);
  return ofRow(table, evaluation.value, values, today);
}

function toPerson(doubts: [string, string][], table?: HashedTable): Decision {
  return {
    outcome: { ...blank(table), kind: 'toPerson', reasons: [passedOn] },
    explanation: {
      row: null,
      doubts: doubts.map(([fact, doubt]) => ({ fact, doubt })),
      clerk: null,
      rules: [],
    },
  };
}

function blank(table: HashedTable | undefined) {
  return {
    decidedBy: 'machine' as const,
    corrections: [],
    promises: [],
    law: table?.law ?? [],
    remedy: null,
    human: table?.human ?? human,
    validFrom: null,
    validUntil: null,
  };
}

function ofRow(table: HashedTable, evaluation: Evaluation, facts: Values, today: string): Decision {
  const row = table.rows[evaluation.row];
  if (row === undefined) return toPerson([['table', 'ruleError']], table);
  const effect = 'effect' in row ? row.effect : undefined;
  const validFrom = effect === 'fromNextMonth' ? firstOfNextMonth(today) : null;
  const validUntil = effect === 'untilEndOf12thMonth' ? endOf12thMonth(today) : null;
  const values: Values = { ...facts, ...(validUntil === null ? {} : { validUntil }) };
  const approves = row.outcome === 'approve' || row.outcome === 'acceptWithPromise';
  const notes = approves ? evaluation.notes : [];
  const corrections = row.outcome === 'correct' ? evaluation.corrections : [];
  const reasons = [row.reason, ...notes.flatMap((code) => table.notes[code] ?? [])];
  const promised = row.outcome === 'acceptWithPromise' ? [row.promise] : [];
  return {
    outcome: {
      ...blank(table),
      kind: row.outcome,
      reasons: reasons.map((one) => filled(one, values)),
      corrections: corrections.flatMap((code) => {
        const sentence = table.corrections[code];
        return sentence === undefined ? [] : [{ code, sentence: filled(sentence, values) }];
      }),
      promises: promised.flatMap((code) => {
        const promise = table.promises[code];
        if (promise === undefined) return [];
        const { material, days, consequence } = promise;
        return [{ code, material, dueDate: plusDays(today, days), consequence }];
      }),
      remedy: row.outcome === 'refuse' ? filled(row.remedy, values) : null,
      validFrom,
      validUntil,
    },
    explanation: {
      row: evaluation.row,
      doubts: [],
      clerk: row.outcome === 'toPerson' ? row.clerk : null,
      rules: [...evaluation.rules],
    },
  };
}

/** `{firstDay}` becomes the value. */
function filled({ zh, en }: Text, values: Values): Text {
  const fill = (sentence: string) =>
    sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return { zh: fill(zh), en: fill(en) };
}
