import { expect, it } from 'vitest';
import { places } from '../note-acceptor/test-watch.ts';
import { id003Bench } from './test-bench.ts';

it('a counterfeit is refused once and comes out', async () => {
  const bench = await id003Bench();
  await bench.insert('counterfeit');
  await bench.clock.advance(1_000);
  expect(bench.events).toEqual(['refused counterfeit']);
  expect(places(bench.unit.items)).toBe('customer: counterfeit');
  expect(bench.acceptor.status.accepting).toBe(true);
});

it('a note on a string is a fraud attempt; nothing is credited, and the unit goes on', async () => {
  const bench = await id003Bench();
  bench.unit.set('cheatNext', true);
  await bench.insert('100');
  await bench.clock.advance(1_000);
  expect(bench.events).toEqual(['fraudAttempt', 'refused commonInputComponentFailure']);
  expect(bench.statuses).toContain('fraudAttempt cheated');
  expect(bench.acceptor.status).toMatchObject({ device: 'online', accepting: true });
  expect(places(bench.unit.items)).toBe('customer: 100');
});

it('a second note behind the first makes the unit wait until it is taken away', async () => {
  const bench = await id003Bench();
  await bench.insert('100');
  bench.unit.set('insert', '50');
  await bench.clock.advance(500);
  expect(bench.acceptor.status.reasons).toEqual(['secondNote']);
  expect(bench.acceptor.status.intermediateStacker).toBe('notEmpty');
  bench.unit.set('takeBack', true);
  await bench.clock.advance(500);
  expect(bench.acceptor.status.reasons).toEqual([]);
  // It never went in.
  expect(places(bench.unit.items)).toBe('escrow: 100');
  expect(bench.events).toEqual(['escrow 10000']);
});

it('a unit that says only "pause" while it moves the first note: out of time is indeterminate', async () => {
  const bench = await id003Bench();
  await bench.insert('100');
  bench.unit.set('insert', '50');
  const returning = bench.acceptor.returnEscrow({ timeoutMs: 3_000 });
  expect((await bench.finish(returning)).value).toMatchObject({
    ok: false,
    error: { completionCode: 'timeOut', outcome: 'indeterminate' },
  });
  expect(places(bench.unit.items)).toBe('customer: 100');
});

it('a motor failure is told and nothing is opened', async () => {
  const bench = await id003Bench();
  bench.unit.set('failure', true);
  await bench.clock.advance(500);
  expect(bench.acceptor.status).toMatchObject({ device: 'hardwareError', reasons: ['unitFailure'] });
  const opened = await bench.finish(bench.acceptor.enable([100], { timeoutMs: 2_000 }));
  expect(opened.value).toMatchObject({ ok: false, error: { completionCode: 'hardwareError' } });
  bench.unit.set('failure', false);
  await bench.clock.advance(500);
  expect(bench.acceptor.status.device).toBe('online');
});
