import { err, ok, type Result } from '../../src-shared/result.ts';
import { dayAfterYears, daysUntil, monthDay, monthNumber, plusDays, wholeYears } from './calendar.ts';
import type { Values } from './engine.ts';
import { type Fact, type FactDeclaration, type FactValue, valueSchema } from './facts.ts';
import type { Derived, HashedTable } from './table.ts';

/** Why the machine does not look at a case at all. */
export interface Doubt {
  readonly fact: string;
  readonly doubt: 'missing' | 'unavailable' | 'stale' | 'future' | 'contradictory' | 'malformed' | 'unknown';
}

const hourMs = 3_600_000;
/** Clocks of other systems may be this far ahead of ours. */
const aheadMs = 5 * 60_000;

/**
 * The values that a table is asked with; or every reason why it must not be asked. Every source of every fact must
 * have answered, freshly, in the right form, and the same.
 */
export function checkFacts(
  table: HashedTable,
  facts: readonly Fact[],
  now: number,
): Result<Values, readonly Doubt[]> {
  const declared = new Set(
    table.facts.flatMap(({ name, sources }) => sources.map((one) => `${name} ${one}`)),
  );
  const doubts: Doubt[] = facts
    .filter(({ name, source }) => !declared.has(`${name} ${source}`))
    .map(({ name }) => ({ fact: name, doubt: 'unknown' }));
  const values: Record<string, FactValue> = {};
  for (const declaration of table.facts) {
    const { name } = declaration;
    const answers = facts.filter((fact) => fact.name === name);
    const found = declaration.sources.map((source) =>
      doubtOf(
        declaration,
        answers.filter((answer) => answer.source === source),
        now,
      ),
    );
    const [first] = answers;
    const doubt =
      found.find((one) => one !== null) ??
      (answers.some(({ value }) => value !== first?.value) ? 'contradictory' : null);
    if (doubt !== null) doubts.push({ fact: name, doubt });
    else if (first != null && first.value !== null) values[name] = first.value;
  }
  return doubts.length > 0 ? err(doubts) : ok(values);
}

/** Of the answers of one source; a second one of the same source counts as well. */
function doubtOf(declaration: FactDeclaration, answers: readonly Fact[], now: number): Doubt['doubt'] | null {
  if (answers.length === 0) return 'missing';
  for (const { value, asOf, retrievedAt } of answers) {
    if (value === null || asOf === null) return 'unavailable';
    if (!valueSchema(declaration).safeParse(value).success) return 'malformed';
    const [true_, asked] = [Date.parse(asOf), Date.parse(retrievedAt)];
    // NaN compares as false: an instant that is none is malformed.
    if (Number.isNaN(true_) || Number.isNaN(asked)) return 'malformed';
    if (Math.max(true_, asked) > now + aheadMs) return 'future';
    if (now - Math.min(true_, asked) > declaration.maxAgeHours * hourMs) return 'stale';
  }
  return null;
}

/** What follows from the facts, the day of the application and the promises. */
export function derive(
  table: HashedTable,
  facts: Values,
  today: string,
  promises: readonly string[],
): Values {
  return Object.fromEntries(
    table.derived.map((one) => [one.name, made(one, facts[one.from ?? ''], today, promises)]),
  );
}

function made(
  one: Derived,
  value: FactValue | undefined,
  today: string,
  promises: readonly string[],
): FactValue {
  const from = String(value);
  switch (one.function) {
    case 'wholeYears':
      return wholeYears(from, today);
    case 'dayAfterYears':
      return dayAfterYears(from, one.argument ?? 0);
    case 'daysUntil':
      return daysUntil(from, today);
    case 'daysBefore':
      return plusDays(from, -(one.argument ?? 0));
    case 'monthNumber':
      return monthNumber(from, today);
    case 'monthDay':
      return monthDay(today);
    case 'paper':
      if (value === true) return 'present';
      return promises.includes(one.name) ? 'promised' : 'missing';
  }
}
