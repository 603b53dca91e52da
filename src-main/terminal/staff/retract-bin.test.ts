import { afterEach, beforeEach, expect, it } from 'vitest';
import { custom80mm } from '../../../devices/drivers/escpos/profile.ts';
import { goTo, openSession, type TestSession } from '../session/test-session.ts';

const { presenter } = custom80mm;
if (presenter === null) throw new Error('no presenter');
let session: TestSession;
beforeEach(async () => {
  session = await openSession({ ...custom80mm, presenter: { ...presenter, retractBinCapacity: 1 } });
});
afterEach(() => session.close());

it('staff see that the bin is full, empty it and say so', async () => {
  await goTo(session, 'take');
  await session.clock.advanceUntil(() => session.slipUnit.slips.retracted === 1);
  session.lift();
  await session.clock.advance(120_000);
  await session.until('attract');
  await session.act({ type: 'openStaff' });
  await session.act({ type: 'staffSignIn', pin: '20261122' });
  // The PIN is hashed by a thread of the operating system, which virtual time does not move.
  await expect.poll(() => session.stage.view.screen.kind, { interval: 5, timeout: 10_000 }).toBe('staff');
  const printer = () => {
    const { screen } = session.stage.view;
    return screen.kind === 'staff' ? screen.devices.find(({ id }) => id === 'receiptPrinter') : undefined;
  };
  expect(printer()?.reasons).toEqual(['retractBinFull']);
  await session.act({ type: 'staffRetractBinEmptied' });
  expect(printer()?.reasons).toEqual([]);
  const journal = session.disk.store.read.journal(0, 1000).map(({ event }) => event);
  expect(journal).toContainEqual({ type: 'retractBinEmptied', device: 'receiptPrinter' });
});
