import { expect, it } from 'vitest';
import { openTill } from '../test-till.ts';
import { expectMadeWhole } from './made-whole.test-support.ts';

/** The unit loses its power with a note in each place, and the terminal with it; then both are there again. */
const places = ['reading', 'escrow', 'stacking', 'credited', 'rejecting', 'payout'] as const;
const found = ['store', 'stacker', 'dispensed'] as const;
const cases: [place: string, where: string][] = places.flatMap((place): [string, string][] =>
  place === 'payout' ? found.map((where) => [place, where]) : [[place, 'stacker']],
);

it.each(cases)('power fails at %s, a note of the store is found in the %s', async (place, where) => {
  const till = await openTill();
  till.unit.set('storeNoteAtPowerUp', where);
  till.pay(place === 'payout' ? 150 : 100);
  if (place === 'payout') await till.insert('100');
  till.unit.set('cutDuring', place);
  if (place === 'payout') till.cancel();
  else if (place === 'rejecting') till.unit.set('insert', 'forgery');
  else {
    await till.clock.advanceUntil(() => till.ground.recycler.status.accepting, 60_000);
    till.unit.set('insert', '100 CNY');
  }
  await till.clock.advance(15_000);
  till.unit.set('cutDuring', 'off');
  till.unit.set('power', true);
  await till.restart();
  await till.clock.advance(60_000);
  expect([0, 10_000]).toContain(till.host.total);
  const lying = till.unit.inventory().outside.reduce((sum, { value, count }) => sum + value * count, 0) / 100;
  // What a payout pushed out before it could tell is somebody's to look at: never promised again, never forgotten.
  if (place === 'payout' && lying > 0)
    expect(till.store.read.openCashCases()).toMatchObject([{ amount: 10_000 }]);
  else expectMadeWhole(till);
  await till.close();
});
