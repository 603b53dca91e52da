import type { Text } from '../../../src-shared/text.ts';
import { chinaDay } from '../../domain/china-time.ts';
import type { Fact, FactValue } from '../../review/facts.ts';
import type { SandboxPerson } from '../people.ts';
import type { Filed, Question } from './handler.ts';

/** What several registers need to make up their records. */

/** The person whose matter it is. Only an item that asks who somebody is has one. */
export function personOf({ person }: Pick<Question, 'person'>): SandboxPerson {
  if (person === null) throw new Error('an item that asks nobody who they are was asked for a person');
  return person;
}

export function companyOf({ company }: Pick<Question, 'company'>): NonNullable<Question['company']> {
  if (company === null) throw new Error('an item that asks for no company was asked for one');
  return company;
}

/** One answer that is a text. The centre has checked that it is there. */
export function given({ answers }: Pick<Question, 'answers'>, field: string): string {
  const answer = answers[field];
  if (typeof answer !== 'string') throw new Error(`${field} was not answered`);
  return answer;
}

export function chosen({ answers }: Pick<Question, 'answers'>, field: string): readonly string[] {
  const answer = answers[field];
  return typeof answer === 'string' ? [answer] : (answer ?? []);
}

/**
 * A number from 0 up to `below` that is always the same for the same words: records of invented people follow from
 * who they are, and nothing has to be kept.
 */
export function steady(below: number, ...of: readonly (string | number)[]): number {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (const character of of.join('\u0000')) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % below;
}

/** `YYYY-MM`, from the first to the last, both included. */
export function monthsBetween(from: string, to: string): string[] {
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const months: string[] = [];
  for (let at = index(from); at <= index(to); at++)
    months.push(`${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`);
  return months;
}

export const sameText = (value: string): Text => ({ zh: value, en: value });

/** `2026-11` as 2026年11月. */
export function monthName(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}

/**
 * What registers answer to a decision table: each source the same, and just now. `null`: a source that gives no answer.
 */
export function factsOf(
  now: number,
  all: Readonly<Record<string, readonly [value: FactValue | null, ...sources: string[]]>>,
): Fact[] {
  const at = new Date(now).toISOString();
  return Object.entries(all).flatMap(([name, [value, ...sources]]) =>
    sources.map((source) => ({ name, source, retrievedAt: at, asOf: value === null ? null : at, value })),
  );
}

/** Age in whole years on a day, by the identity number. */
export function ageOf({ idNumber }: Pick<SandboxPerson, 'idNumber'>, today: string): number {
  const birth = idNumber.slice(6, 14);
  const day = today.replaceAll('-', '');
  return Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(4) < birth.slice(4) ? 1 : 0);
}

/** Whether this person has no unrepaired bad-credit record; with one, no promise stands in for a paper. */
export function creditClear({ key }: Pick<SandboxPerson, 'key'>): boolean {
  return steady(6, key, 'credit') !== 0;
}

/** Under way or granted by a table; what waits for a person, or was given up, counts for nothing yet. */
export function isGranted({ outcome: { kind } }: Pick<Filed, 'outcome'>): boolean {
  return kind === 'approved' || kind === 'acceptedWithPromise';
}

/** The day by the clock of Asia/Shanghai on which something was handed in. */
export const filedOn = ({ submittedAt }: Pick<Filed, 'submittedAt'>): string =>
  chinaDay(Date.parse(submittedAt));

/** Working days that have passed since a day; public holidays are not known here. */
export function workdaysSince(day: string, today: string): number {
  let passed = 0;
  for (let at = Date.parse(`${day}T00:00:00Z`); at < Date.parse(`${today}T00:00:00Z`); ) {
    at += 86_400_000;
    if (![0, 6].includes(new Date(at).getUTCDay())) passed += 1;
  }
  return passed;
}

/** The day so many months later, `YYYY-MM`. */
export function plusMonths(month: string, by: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** When somebody reaches an age, `YYYY-MM-DD`. Who is born on 29 February reaches it on 1 March. */
export function birthdayAt({ idNumber }: Pick<SandboxPerson, 'idNumber'>, age: number): string {
  const [year, month, day] = [idNumber.slice(6, 10), idNumber.slice(10, 12), idNumber.slice(12, 14)];
  return new Date(Date.UTC(Number(year) + age, Number(month) - 1, Number(day))).toISOString().slice(0, 10);
}

/**
 * Where money goes: the account of the social security card, or a bank card whose number fits its check digit
 * (ISO/IEC 7812). The problem, or how the account is shown.
 */
export function payoutAccount(
  question: Pick<Question, 'answers'>,
): { readonly shown: Text } | { readonly problem: Text } {
  if (given(question, 'account') === 'card')
    return { shown: { zh: '社会保障卡金融账户', en: 'the account of your social security card' } };
  const number = given(question, 'cardNumber');
  if (!luhn(number))
    return {
      problem: { zh: '银行卡号不对，请核对每一位', en: 'This is no card number: please check every digit' },
    };
  return { shown: { zh: `尾号 ${number.slice(-4)} 的银行卡`, en: `the card ending in ${number.slice(-4)}` } };
}

function luhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
