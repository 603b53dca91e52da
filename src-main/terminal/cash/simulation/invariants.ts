import type { CashCount } from '../../../../devices/contract/cash.ts';
import type { CashDay } from '../../../../src-shared/contract/cash-day.ts';
import { daysRemainder } from '../../../../src-shared/contract/days-remainder.ts';
import type { ReportBodies } from '../../../../src-shared/contract/report-bodies.ts';
import type { Read } from '../../store/store.ts';
import { dayAfter } from '../business-day.ts';
import { daySoFar } from '../cut-over.ts';
import { unregistered } from '../differences.ts';
import { escrowOf, unitOf } from '../ground.ts';
import { cashState } from '../unit-counters.ts';
import type { Life, SimulatedTerminal } from './terminal.ts';

/**
 * What must hold whenever the machine is at rest. Answers every broken one, in words.
 *
 * @param whole also what costs most to look at and stays broken once it is: the days and the counters.
 */
export function brokenInvariants(
  { unit, second, host, motionsWithoutIntent }: SimulatedTerminal,
  { ground }: Life,
  whole: boolean,
): string[] {
  const { store } = ground;
  const broken: string[] = [];
  const expect = (holds: boolean, what: string) => {
    if (!holds) broken.push(what);
  };
  expect(motionsWithoutIntent.length === 0, `without an intent: ${motionsWithoutIntent.join(', ')}`);
  const { read } = store;
  const balances = read.cashBalances();
  const balance = (name: string) => balances.find(({ account }) => account === name)?.balance ?? 0;
  const sum = balances.reduce((total, one) => total + one.balance, 0);
  expect(sum === 0, `the balances add up to ${sum} fen`);

  const inventory = unit.inventory();
  for (const place of ['cashbox', 'payout'] as const) {
    const account = unitOf(ground.recycler.id, place);
    const [ledger, real] = [written(read.cashHolding(account)), written(inventory[place])];
    expect(ledger === real, `${place}: ledger ${ledger}, in the unit ${real}`);
    expect(
      balance(account) === value(read.cashHolding(account)),
      `${place}: the balance is not what lies there`,
    );
  }
  for (const { place, ...items } of second?.inventory() ?? []) {
    const [ledger, real] = [written(read.cashHolding(place)), written([items])];
    expect(ledger === real, `${place}: ledger ${ledger}, in the unit ${real}`);
  }
  expect(value(inventory.path) === 0, 'a note lies in the path');
  expect(read.cashHolding(escrowOf(ground.recycler.id)).length === 0, 'the ledger has a note in escrow');

  expect(read.openCashCases().length === 0, 'a case was not closed by those who looked');
  expect(balance('citizen') === 0, `${-balance('citizen')} fen are owed to a citizen who has left`);
  expect(
    -balance('host') === host.total,
    `the ledger paid ${-balance('host')} fen, the host got ${host.total}`,
  );
  expect(host.conflicts.length === 0, 'one key was booked with two amounts');
  const claims = read.openCashClaims().reduce((total, { amount }) => total + amount, 0);
  expect(-balance('claims') === claims, `claims of ${claims} fen, the ledger owes ${-balance('claims')}`);
  const loose = unregistered(read);
  expect(loose === 0, `${loose} fen in suspense are in no register`);
  const open = read.openCashDifferences();
  expect(
    differencesTold(read) === open.map(({ number, amount }) => `${number}: ${amount}`).join(', '),
    'the centre has another register of differences',
  );
  if (whole) {
    broken.push(...brokenDays(read, host.total));
    for (const { place, initial } of cashState(store, ground).units)
      expect(
        initial.every(({ count }) => count >= 0),
        `${place}: more went out than there was`,
      );
  }
  expect(read.activeCashIn() === undefined, 'a cash-in is still active');
  expect(read.unsettledIntents().length === 0, 'an intent was never decided');

  const told = (state: string) =>
    read.unsentReports(1_000_000).filter(({ kind, body }) => kind === 'cashClaim' && body.state === state)
      .length;
  expect(told('open') - told('settled') === read.openCashClaims().length, 'a claim did not reach the centre');

  const reports = read.unsentReports(1_000_000).map(({ sequence }) => sequence);
  expect(
    reports.every((sequence, index) => sequence === index + 1),
    'the reports have a gap',
  );
  return broken;
}

/** One report of each day, each of which adds up; and what was paid is of exactly one day. */
function brokenDays(read: Read, paid: number): string[] {
  const broken: string[] = [];
  const reported = read
    .unsentReports(1_000_000)
    .filter(({ kind }) => kind === 'cashDay')
    .map(({ body }) => body as CashDay);
  const today = daySoFar(read, '24:00');
  const days = today === null ? reported : [...reported, today];
  for (const [index, one] of days.entries()) {
    const before = days[index - 1];
    if (before !== undefined && dayAfter(before.day) !== one.day)
      broken.push(`after ${before.day} comes ${one.day}`);
    const remainder = daysRemainder(one);
    if (remainder !== 0) broken.push(`${one.day} does not add up: ${remainder} fen`);
  }
  const listed = days.flatMap(({ payments }) => payments);
  if (new Set(listed.map(({ transactionId }) => transactionId)).size !== listed.length)
    broken.push('a payment is of two days');
  const sum = listed.reduce((total, { amount }) => total + amount, 0);
  if (sum !== paid) broken.push(`the days paid ${sum} fen, the host got ${paid}`);
  return broken;
}

/** The open ones by what the centre was told, in its order. */
function differencesTold(read: Read): string {
  const latest = new Map<unknown, ReportBodies['cashDifference']>();
  for (const { kind, body } of read.unsentReports(1_000_000))
    if (kind === 'cashDifference') latest.set(body.number, body as ReportBodies['cashDifference']);
  return [...latest.values()]
    .filter(({ state }) => state === 'open')
    .map(({ number, amount }) => `${number}: ${amount}`)
    .join(', ');
}

function written(counts: readonly Pick<CashCount, 'value' | 'count'>[]): string {
  return [...counts]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.value - a.value)
    .map(({ value: face, count }) => `${count} x ${face / 100}`)
    .join(', ');
}

function value(counts: readonly { readonly value: number; readonly count: number }[]): number {
  return counts.reduce((sum, one) => sum + one.value * one.count, 0);
}
