import { participationOf } from '../contributions.ts';
import type { SandboxPerson } from '../people.ts';
import { ageOf, birthdayAt, monthsBetween, plusMonths, steady } from './values.ts';

/** What the pension registers hold of the invented people; every figure follows from who they are. Amounts in fen. */

/** Before the gradual change that began in 2025; enough for invented people. */
const pensionAge = { male: 60, female: 55 } as const;
/** The residents' scheme pays from this age, whoever it is. */
export const residentAge = 60;
const earliest = '2015-01';

export const retirementDay = (person: SandboxPerson) => birthdayAt(person, pensionAge[person.sex]);

/** Whoever works, or worked, for an employer. */
export const inEmployeeScheme = ({ insured }: SandboxPerson) => insured !== 'none';
/** The others, and a few who were in both. */
export const inResidentScheme = (person: SandboxPerson) =>
  person.insured === 'none' || steady(3, person.key, 'resident scheme') === 0;

export const drawsEmployeePension = (person: SandboxPerson, today: string) =>
  inEmployeeScheme(person) && retirementDay(person) <= today;
export const drawsResidentPension = (person: SandboxPerson, today: string) =>
  inResidentScheme(person) && !inEmployeeScheme(person) && ageOf(person, today) >= residentAge;

/** The months that were paid for. */
export function employeeMonths(person: SandboxPerson, from: string, to: string, postedThrough: string) {
  const range = { schemes: ['pension' as const], from, to };
  return participationOf(person, range, postedThrough).months.filter(({ status }) => status !== 'owed');
}

export interface Year {
  readonly year: string;
  readonly months: number;
  readonly base: number;
  readonly paid: number;
}

/** Contributions by calendar year, the last one as far as it is booked. */
export function employeeYears(
  person: SandboxPerson,
  from: string,
  to: string,
  postedThrough: string,
): Year[] {
  const all = employeeMonths(person, `${from}-01`, `${to}-12`, postedThrough);
  const years = [...new Set(all.map(({ month }) => month.slice(0, 4)))];
  return years.map((year) => {
    const own = all.filter(({ month }) => month.startsWith(year));
    const sum = (of: 'base' | 'paid') => own.reduce((total, { pension }) => total + (pension?.[of] ?? 0), 0);
    return { year, months: own.length, base: Math.round(sum('base') / own.length), paid: sum('paid') };
  });
}

/** The personal account: what was paid in, with the interest of each year at `rate` per ten thousand. */
export function accountBalance(person: SandboxPerson, through: string): number {
  return employeeYears(person, earliest.slice(0, 4), through.slice(0, 4), through).reduce(
    (balance, { paid }) => balance + interest(balance) + paid,
    0,
  );
}

/** Per ten thousand and year: illustrative, every year has its own. */
const ratePerTenThousand = 397;
export const interest = (balance: number) => Math.round((balance * ratePerTenThousand) / 10_000);

/** Of the residents' scheme: one payment a year, and what the government adds to it. */
export function residentYears(person: SandboxPerson, from: string, to: string, today: string) {
  const tiers = [20_000, 40_000, 60_000, 100_000, 200_000];
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => String(Number(from) + index))
    .filter(
      (year) =>
        year < today.slice(0, 4) &&
        year >= '2012' &&
        Number(year) < Number(birthdayAt(person, residentAge).slice(0, 4)),
    )
    .filter((year) => steady(6, person.key, 'resident', year) > 0)
    .map((year) => {
      const paid = tiers[steady(tiers.length, person.key, 'tier', year)] ?? 20_000;
      return { year, paid, subsidy: paid >= 50_000 ? 6_000 : 3_000 };
    });
}

/** Monthly pensions as they were paid, fen. */
export function pensionPayments(person: SandboxPerson, from: string, to: string, today: string) {
  const employee = inEmployeeScheme(person);
  const begins = employee ? retirementDay(person) : birthdayAt(person, residentAge);
  const first = plusMonths(begins.slice(0, 7), 1);
  const basis = employee
    ? 210_000 + steady(300_000, person.key, 'pension')
    : 19_000 + steady(12_000, person.key, 'resident pension');
  return monthsBetween(from < first ? first : from, to < today.slice(0, 7) ? to : today.slice(0, 7)).map(
    (month) => ({
      month,
      // About three percent more every year.
      amount: Math.round(basis * (1 + (Number(month.slice(0, 4)) - 2015) * 0.03)),
      paidOn: `${month}-15`,
    }),
  );
}

/**
 * Months of contributions that a pension takes: 180, and from 2030 six more every year until it is 240 in 2039
 * (decision of the Standing Committee of the National People's Congress of 13 September 2024).
 */
export function requiredMonths(retirementYear: number): number {
  return Math.min(240, 180 + 6 * Math.max(0, retirementYear - 2029));
}

/** By the age at which somebody retires, months over which the account is paid out (国发〔2005〕38号). */
const payoutMonths: Readonly<Record<number, number>> = { 50: 195, 55: 170, 60: 139, 63: 117, 65: 101 };

export interface Estimate {
  readonly basic: number;
  readonly account: number;
  readonly total: number;
}

/**
 * 基础养老金 + 个人账户养老金, fen a month.
 *
 * @param wage average monthly wage of the place in the year before, fen
 * @param index own contributions to it, in hundredths: 100 is just the average
 * @param months paid in all
 */
export function estimatePension(
  wage: number,
  index: number,
  months: number,
  balance: number,
  retiresAt: number,
): Estimate {
  const indexed = Math.round((wage * index) / 100);
  const basic = Math.round(((wage + indexed) * months) / 2 / 12 / 100);
  const account = Math.round(balance / (payoutMonths[retiresAt] ?? 139));
  return { basic, account, total: basic + account };
}
