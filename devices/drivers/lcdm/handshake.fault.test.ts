import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench, notes } from './test-bench.ts';

it('NCK to the question before a dispense, once: asked again, dispensed once', async () => {
  const { dispense, unit, motions, sent } = await lcdmBench();
  unit.set('refuse', 'once');
  expectDispensed(await dispense(5), 5);
  expect(sent.slice(0, 2)).toEqual(['46', '46']);
  expect(motions()).toEqual(['4505']);
});

it('NCK to the dispense itself, once: sent twice, paid once', async () => {
  const { dispenser, unit, clock, finish, motions } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 5, { timeoutMs: 75_000 });
  // 20 ms: the question is answered, the dispense is on the line.
  await clock.advance(32);
  unit.set('refuse', 'once');
  expectDispensed((await finish(answer)).value, 5);
  expect(motions()).toEqual(['4505', '4505']);
  expect(unit.notes.exit).toBe(5);
});

it('NCK to the dispense three times: not done, and surely so', async () => {
  const { dispenser, unit, clock, finish, motions } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 5, { timeoutMs: 75_000 });
  await clock.advance(32);
  unit.set('refuse', 'always');
  const error = errorOf((await finish(answer)).value);
  expect(error).toMatchObject({ outcome: 'notDone', dispensed: null });
  expect(error.description).toContain('sent 3 times: the unit answered NCK');
  expect(motions()).toEqual(['4505', '4505', '4505']);
  expect(unit.notes.exit).toBe(0);
});

it('a lost ACK to a dispense: it is not sent again, and its reply counts', async () => {
  const { dispenser, unit, clock, finish, motions } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 5, { timeoutMs: 75_000 });
  await clock.advance(32);
  unit.set('lostAck', 'once');
  expectDispensed((await finish(answer)).value, 5);
  expect(motions()).toEqual(['4505']);
  expect(unit.notes.exit).toBe(5);
});

it('our ACK lost: the unit says its reply again, and the next dispense does not take it for its own', async () => {
  const { dispense, line, unit, clock, last, motions } = await lcdmBench();
  expectDispensed(await dispense(7), 7);
  // The unit did not hear the ACK: it says its reply again, just as the next dispense begins.
  line.unit.write(Uint8Array.from(Buffer.from('0150024530373037303030300315', 'hex')));
  const next = await dispense(3);
  expectDispensed(next, 3);
  expect(motions()).toEqual(['4507', '4503']);
  expect(unit.notes.exit).toBe(10);
  await clock.advance(1);
  expect(await last()).toMatchObject({ value: { presented: notes(3) } });
});
