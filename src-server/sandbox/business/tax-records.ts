import type { SandboxPerson } from '../people.ts';
import type { SandboxCompany } from './companies.ts';
import { isVin, latePayment } from './tax-rates.ts';
import { steady } from './values.ts';

/** What the tax registers hold of the invented people and companies. */

interface Vehicle {
  readonly vin: string;
  /** Without VAT, fen. */
  readonly price: number;
  readonly newEnergy: boolean;
  readonly boughtOn: string;
  /** Millilitres. */
  readonly displacement: number;
}

export function vehiclesOf({ key, idNumber }: SandboxPerson): Vehicle[] {
  const of18 = Number(idNumber.slice(6, 10)) + 18;
  return Array.from({ length: steady(3, key, 'cars') }, (_, index) => ({
    vin: vinOf(steady(1_000_000, key, 'vin', index)),
    price: 6_000_000 + 100 * steady(180_000, key, 'price', index),
    newEnergy: steady(3, key, 'new energy', index) === 0,
    boughtOn: `${2015 + steady(10, key, 'bought', index)}-0${1 + steady(9, key, 'bought month', index)}-16`,
    displacement: [999, 1_498, 1_998, 2_498][steady(4, key, 'engine', index)] ?? 1_498,
  })).filter(({ boughtOn }) => Number(boughtOn.slice(0, 4)) > of18);
}

/** LYB is no maker; the ninth character is the check digit that fits. */
function vinOf(serial: number): string {
  const [before, after] = ['LYBSPEC0', `A1${String(serial).padStart(6, '0')}`];
  const digit = [...'0123456789X'].find((one) => isVin(`${before}${one}${after}`)) ?? '0';
  return `${before}${digit}${after}`;
}

export interface Due {
  readonly id: string;
  readonly what: 'vat' | 'surcharge' | 'income';
  readonly month: string;
  readonly amount: number;
  /** 滞纳金 until today. */
  readonly late: number;
}

/** What a company owes; half of them nothing. */
export function dueOf(company: SandboxCompany, today: string): Due[] {
  if (company.state === 'deregistered' || company.vatPayer === 'none' || steady(2, company.key, 'due') === 0)
    return [];
  const at = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
  return (['vat', 'surcharge'] as const).map((what, index) => {
    const month = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 2 - index, 1))
      .toISOString()
      .slice(0, 7);
    const amount = 20_000 + steady(300_000, company.key, what);
    const deadline = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 15));
    const daysLate = Math.floor((Date.parse(`${today}T00:00:00Z`) - deadline.getTime()) / 86_400_000);
    return {
      id: `${company.key} ${what} ${month}`,
      what,
      month,
      amount,
      late: latePayment(amount, daysLate),
    };
  });
}

/** Quarters, latest first: `2026-Q3`. */
export function quartersBefore(today: string, count: number): string[] {
  const now = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3);
  return Array.from({ length: count }, (_, index) => now - 1 - index).map(
    (quarter) => `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`,
  );
}

/** Returns are due by the 15th of the month after the quarter. */
export function deadlineOf(quarter: string): string {
  const [year, number] = [Number(quarter.slice(0, 4)), Number(quarter.slice(6))];
  return new Date(Date.UTC(year, number * 3, 15)).toISOString().slice(0, 10);
}
