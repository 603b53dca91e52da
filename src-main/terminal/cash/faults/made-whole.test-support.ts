import { expect } from 'vitest';
import type { Till } from '../test-till.ts';

/**
 * After whatever happened: the notes in the unit are those of the ledger, nobody is owed anything who has left, and
 * nothing is decided that is not settled. Sums that the unit could not account for are in suspense, with a case.
 */
export function expectMadeWhole(till: Till): void {
  const { read } = till.store;
  expect(till.difference()).toBe(0);
  expect(till.balance('citizen')).toBe(0);
  expect(till.balance('escrow:recycler-1')).toBe(0);
  expect(read.activeCashIn()).toBeUndefined();
  expect(read.unsettledIntents()).toEqual([]);
  const claimed = read.openCashClaims().reduce((sum, { amount }) => sum + amount, 0);
  expect(till.balance('claims') + claimed / 100).toBe(0);
  expect(till.host.total / 100 + till.balance('host')).toBe(0);
  if (till.balance('suspense') !== 0) expect(read.openCashCases()).not.toEqual([]);
}

/** What lies before the citizen, in yuan. */
export function outside(till: Till): number {
  const notes = till.unit.inventory().outside.reduce((sum, { value, count }) => sum + value * count, 0) / 100;
  if (till.second === null) return notes;
  const { notes: dispenser, coins } = till.second;
  return notes + dispenser.notes.exit * 100 + coins.coins.tray;
}
