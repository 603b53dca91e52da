import { checkIdentityNumber } from '../identity-number.ts';
import { maskIdNumber } from '../masking.ts';
import { formatYuan } from '../money.ts';
import { err, ok, type Result } from '../result.ts';
import type { Text } from '../text.ts';
import type { Answer, Answers, Field, FieldOption } from './field.ts';

/** Whether the field is asked, given what was answered before it. */
export function isAsked({ when }: Field, given: Answers): boolean {
  if (when === undefined) return true;
  const before = given[when.field];
  if (before === undefined) return false;
  return [before].flat().some((one) => when.is.includes(one));
}

export interface Moment {
  /** `YYYY-MM-DD` by the clock of Asia/Shanghai. */
  readonly today: string;
  readonly given: Answers;
  /** What the centre offers, where the options come from there. */
  readonly offered?: readonly FieldOption[] | undefined;
}

/** The earliest and the latest month, year or date that may be answered. */
export function boundsOf(
  asked: Extract<Field, { type: 'month' | 'year' | 'date' }>,
  { today, given }: Moment,
): { readonly earliest: string; readonly latest: string } {
  const earliest = moved(asked.type, today, -asked.back);
  const latest = moved(asked.type, today, asked.ahead);
  const before = asked.notBefore === undefined ? undefined : given[asked.notBefore];
  return { earliest: typeof before === 'string' && before > earliest ? before : earliest, latest };
}

function moved(type: 'month' | 'year' | 'date', today: string, by: number): string {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  if (type === 'year') return String(year + by);
  if (type === 'month') return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 7);
  return new Date(Date.UTC(year, month - 1, day + by)).toISOString().slice(0, 10);
}

export function optionsOf(asked: Field, { offered }: Pick<Moment, 'offered'>): readonly FieldOption[] {
  if (asked.type !== 'choice' && asked.type !== 'choices') return [];
  return asked.options === 'fromCentre' ? (offered ?? []) : asked.options;
}

/** Null when the answer will do, else the sentence that says what is expected. */
export function problemOf(asked: Field, given: Answer, moment: Moment): Text | null {
  if (asked.type === 'choices') {
    const known = optionsOf(asked, moment).map(({ value }) => value);
    const chosen = [given].flat();
    if (typeof given === 'string' || chosen.some((one) => !known.includes(one))) return words.chooseListed;
    return chosen.length < asked.least || chosen.length > asked.most ? words.count(asked) : null;
  }
  if (typeof given !== 'string') return words.chooseListed;
  switch (asked.type) {
    case 'choice':
      return optionsOf(asked, moment).some(({ value }) => value === given) ? null : words.chooseListed;
    case 'month':
    case 'year':
    case 'date': {
      const { earliest, latest } = boundsOf(asked, moment);
      if (!isCalendar(asked.type, given)) return words.calendar[asked.type];
      return given < earliest || given > latest ? words.between(earliest, latest) : null;
    }
    case 'digits':
      return /^\d+$/.test(given) && fits(given, asked) ? null : words.digits(asked);
    case 'code':
      return /^[0-9A-Z]+$/.test(given) && fits(given, asked) ? null : words.code(asked);
    case 'idNumber':
      return checkIdentityNumber(given).valid ? null : words.idNumber;
    case 'amount': {
      const fen = /^\d{1,12}$/.test(given) ? Number(given) : Number.NaN;
      return fen >= asked.least && fen <= asked.most ? null : words.amount(asked.least, asked.most);
    }
  }
}

const fits = (given: string, { least, most }: { least: number; most: number }) =>
  given.length >= least && given.length <= most;

function isCalendar(type: 'month' | 'year' | 'date', given: string): boolean {
  if (type === 'year') return /^\d{4}$/.test(given);
  if (type === 'month') return /^\d{4}-(0[1-9]|1[0-2])$/.test(given);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return false;
  const at = new Date(`${given}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(given);
}

export interface AnswerProblem {
  readonly field: string;
  readonly problem: Text;
}

/**
 * The answers to the fields that are asked, and nothing else; or every problem at once. What the centre offered is not
 * looked at here: who made the offer checks it.
 */
export function checkAnswers(
  fields: readonly Field[],
  given: Answers,
  today: string,
): Result<Answers, readonly AnswerProblem[]> {
  const kept: Answers = {};
  const problems: AnswerProblem[] = [];
  for (const one of fields) {
    if (!isAsked(one, kept)) continue;
    const value = given[one.id];
    if (value === undefined) {
      problems.push({ field: one.id, problem: words.missing });
      continue;
    }
    const offered = 'options' in one && one.options === 'fromCentre';
    const problem = offered ? null : problemOf(one, value, { today, given: kept });
    if (problem !== null) problems.push({ field: one.id, problem });
    else kept[one.id] = value;
  }
  return problems.length === 0 ? ok(kept) : err(problems);
}

/** An answer as it is shown again before it is sent. Sensitive ones are masked. */
export function shownAnswer(asked: Field, given: Answer, moment: Pick<Moment, 'offered'>): Text {
  const labels = optionsOf(asked, moment);
  const labelOf = (value: string): Text =>
    labels.find((option) => option.value === value)?.label ?? { zh: value, en: value };
  if (typeof given !== 'string') {
    const all = given.map(labelOf);
    return { zh: all.map(({ zh }) => zh).join('、'), en: all.map(({ en }) => en).join(', ') };
  }
  if (asked.type === 'choice') return labelOf(given);
  const same = (value: string): Text => ({ zh: value, en: value });
  if (asked.type === 'amount') return same(formatYuan(Number(given)));
  if (asked.type === 'idNumber') return same(maskIdNumber(given));
  return same(asked.sensitive ? maskMiddle(given) : given);
}

/** The first and the last quarter stay, at most four characters each. */
function maskMiddle(value: string): string {
  const all = [...value];
  const ends = Math.min(4, Math.floor(all.length / 4));
  return all
    .map((character, index) => (index < ends || index >= all.length - ends ? character : '*'))
    .join('');
}

const words = {
  missing: { zh: '这一项还没有填写', en: 'This one is not answered yet' },
  chooseListed: { zh: '请从列出的选项中选择', en: 'Please choose from what is listed' },
  count: ({ least, most }: { least: number; most: number }): Text => ({
    zh: `请选择 ${least} 到 ${most} 项`,
    en: `Please choose ${least} to ${most}`,
  }),
  calendar: {
    year: { zh: '年份应为四位数字', en: 'A year has four digits' },
    month: { zh: '请选择年和月', en: 'Please choose a year and a month' },
    date: {
      zh: '没有这一天，请核对年、月、日',
      en: 'There is no such day: please check year, month and day',
    },
  },
  between: (earliest: string, latest: string): Text => ({
    zh: `应在 ${earliest} 至 ${latest} 之间`,
    en: `Between ${earliest} and ${latest}, please`,
  }),
  digits: ({ least, most }: { least: number; most: number }): Text =>
    least === most
      ? { zh: `应为 ${most} 位数字`, en: `${most} digits, please` }
      : { zh: `应为 ${least} 到 ${most} 位数字`, en: `${least} to ${most} digits, please` },
  code: ({ least, most }: { least: number; most: number }): Text =>
    least === most
      ? { zh: `应为 ${most} 位字母或数字`, en: `${most} letters or digits, please` }
      : { zh: `应为 ${least} 到 ${most} 位字母或数字`, en: `${least} to ${most} letters or digits, please` },
  idNumber: {
    zh: '身份证号码不对，请核对每一位',
    en: 'This is no identity number: please check every digit',
  },
  amount: (least: number, most: number): Text => ({
    zh: `金额应在 ${formatYuan(least)} 到 ${formatYuan(most)} 之间`,
    en: `An amount between ${formatYuan(least)} and ${formatYuan(most)}, please`,
  }),
} as const;
