import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSession, type TestSession } from '../session/test-session.ts';
import { countDevice } from './device-counters.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

async function signIn() {
  await session.until('attract');
  await session.act({ type: 'openStaff' });
  await session.act({ type: 'staffSignIn', pin: '20261122' });
  // The PIN is hashed by a thread of the operating system, which virtual time does not move.
  await expect.poll(() => session.stage.view.screen.kind, { interval: 5, timeout: 10_000 }).toBe('staff');
  return session.until('staff');
}

it('staff see how every device is when they ask, and what wears it', async () => {
  countDevice(session.disk.store, { device: 'identityCardReader', counter: 'cardsRead', by: 7 });
  session.slipUnit.set('coverOpen', true);
  const before = await signIn();
  expect(before.devices.map(({ selfTest }) => selfTest)).toEqual([null, null]);
  expect(before.devices[0]?.counters).toEqual({ cardsRead: 7 });

  await session.act({ type: 'staffSelfTest' });
  expect(session.stage.view.screen).toMatchObject({ kind: 'staff', testing: true });
  const after = await session.until('staff', (screen) => !screen.testing);
  expect(after.devices.map(({ id, selfTest }) => [id, selfTest?.passed])).toEqual([
    ['identityCardReader', true],
    ['receiptPrinter', true],
  ]);
  expect(after.devices[0]?.selfTest?.checks[1]?.detail).toMatch(/^security module \d/);
  const journal = session.disk.store.read.journal(0, 1000).map(({ event }) => event);
  expect(journal).toContainEqual({ type: 'selfTested', devices: 2, failed: [] });
});

it('a device that does not answer fails, and the next sign-in begins without old results', async () => {
  await signIn();
  session.cardUnit.set('silent', true);
  await session.act({ type: 'staffSelfTest' });
  const { devices } = await session.until('staff', (screen) => !screen.testing);
  expect(devices[0]?.selfTest?.passed).toBe(false);
  await session.act({ type: 'back' });
  expect((await signIn()).devices[0]?.selfTest).toBeNull();
});
