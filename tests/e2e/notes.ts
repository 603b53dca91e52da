import { join } from 'node:path';
import { openKeys } from '../../src-main/terminal/store/keys.ts';
import { openStore } from '../../src-main/terminal/store/open.ts';
import { systemClock } from '../../src-shared/clock.ts';
import type { World } from '../../tools/world.ts';

/** What lies where in the emulated recycler, yuan by face value; the path is empty when the unit is at rest. */
export async function notesInUnit(world: Pick<World, 'bench'>) {
  const answer = await fetch(`${world.bench.url}api/units`);
  const units = (await answer.json()) as { id: string; holds: string[] }[];
  const holds = units.find(({ id }) => id === 'note-recycler')?.holds ?? [];
  const line = (name: string) =>
    holds.find((one) => one.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  const sum = (text: string) =>
    [...text.matchAll(/(\d+) x (\d+)/g)].reduce(
      (total, [, count, value]) => total + Number(count) * Number(value),
      0,
    );
  return {
    payout: sum(line('payout store')),
    cashbox: sum(line('cashbox')),
    path: line('note path'),
    state: holds[0] ?? '',
  };
}

/** The ledger of a terminal that is not running, in yuan. Throws when its store does not open. */
export function readLedger(dataDirectory: string) {
  const keys = openKeys(dataDirectory);
  if (!keys.ok) throw new Error(keys.error.message);
  const opened = openStore({
    file: join(dataDirectory, 'terminal.db'),
    key: keys.value.storeKey,
    clock: systemClock,
    terminalNumber: '0001',
    newId: () => {
      throw new Error('nothing is written here');
    },
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const { read, close } = opened.value;
  const yuan = (account: Parameters<typeof read.cashBalance>[0]) => (read.cashBalance(account) ?? 0) / 100;
  const ledger = {
    payout: yuan('unit:noteRecycler/payout'),
    cashbox: yuan('unit:noteRecycler/cashbox'),
    escrow: yuan('escrow:noteRecycler'),
    citizen: yuan('citizen'),
    host: 0 - yuan('host'),
    pending: 0 - yuan('pending'),
    claims: 0 - yuan('claims'),
    suspense: 0 - yuan('suspense'),
    sum: read.cashBalances().reduce((total, { balance }) => total + balance, 0),
    claimed: read.openCashClaims().reduce((total, { amount }) => total + amount, 0) / 100,
    cases: read.openCashCases().length,
    active: read.activeCashIn() !== undefined,
    unsettled: read.unsettledIntents().length,
  };
  close();
  return ledger;
}
