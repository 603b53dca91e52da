import { afterEach, expect, it } from 'vitest';
import type { Till } from '../test-till.ts';
import { expectMadeWhole } from './made-whole.test-support.ts';
import { openSmallStore, orders, refund } from './second-units.test-support.ts';

let till: Till;
afterEach(() => till.close());

it('its cassette is out: nothing is ordered, the claim is for all, and what lies in it is unknown until it is counted', async () => {
  till = await openSmallStore();
  till.units.notes.set('cassetteOut', true);
  await till.clock.advance(65_000);
  const repaid = await refund(till, ['100']);
  expect(repaid).toMatchObject({ paid: 0, claim: { amount: 10_000 } });
  expect(orders(till)).toEqual([]);
  const cassette = till.store.read.cashUnits().find(({ place }) => place === 'unit:dispenser-1/cassette');
  expect(cassette?.accuracy).toBe('unknown');
  till.units.notes.set('cassetteOut', false);
  await till.clock.advance(65_000);
  const handled = till.store.read
    .journal(0, 1_000)
    .map(({ event }) => event)
    .filter(({ type }) => type === 'cashUnitRemoved' || type === 'cashUnitInserted');
  expect(handled).toEqual([
    { type: 'cashUnitRemoved', place: 'unit:dispenser-1/cassette' },
    { type: 'cashUnitInserted', place: 'unit:dispenser-1/cassette' },
  ]);
  expectMadeWhole(till);
});
