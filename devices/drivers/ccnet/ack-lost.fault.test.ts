import { expect, it } from 'vitest';
import { cashboxValue } from '../note-acceptor/test-watch.ts';
import { ccnetBench, options } from './test-bench.ts';

it('a credit whose ACK is lost is repeated by the unit and told once', async () => {
  const bench = await ccnetBench();
  await bench.insert('100');
  bench.unit.set('deafToAck', 'always');
  expect((await bench.finish(bench.acceptor.stack(options))).value.ok).toBe(true);
  await bench.clock.advance(2_000);
  expect(bench.unit.describe().holds[0]).toBe('credit');
  expect(bench.events).toEqual(['escrow 10000', 'stacked 10000']);
  bench.unit.set('deafToAck', 'off');
  await bench.clock.advance(500);
  expect(bench.unit.describe().holds[0]).toBe('ready');
  // The next note is another one, though it is of the same kind.
  await bench.insert('100');
  expect((await bench.finish(bench.acceptor.stack(options))).value.ok).toBe(true);
  expect(bench.events).toEqual(['escrow 10000', 'stacked 10000', 'escrow 10000', 'stacked 10000']);
  expect(cashboxValue(bench.unit.items)).toBe(20_000);
});

it('a credit whose ACK is lost with the line is told once, also over a reconnection', async () => {
  const bench = await ccnetBench();
  await bench.insert('50');
  bench.unit.set('deafToAck', 'always');
  expect((await bench.finish(bench.acceptor.stack(options))).value.ok).toBe(true);
  bench.line.cut();
  await bench.clock.advance(2_000);
  bench.unit.set('deafToAck', 'off');
  bench.line.mend();
  await bench.clock.advance(10_000);
  expect(bench.acceptor.status.device).toBe('online');
  expect(bench.events).toEqual(['escrow 5000', 'stacked 5000']);
  expect(bench.findings).toEqual([]);
});

it('a note given back whose ACK is lost is told once', async () => {
  const bench = await ccnetBench();
  await bench.insert('50');
  bench.unit.set('deafToAck', 'always');
  expect((await bench.finish(bench.acceptor.returnEscrow(options))).value.ok).toBe(true);
  await bench.clock.advance(1_000);
  bench.unit.set('deafToAck', 'off');
  await bench.clock.advance(1_000);
  expect(bench.events).toEqual(['escrow 5000', 'returned 5000']);
});

it('the credit is told before the ACK goes out, so that it can be on disk before the unit forgets', async () => {
  const bench = await ccnetBench();
  await bench.insert('10');
  let acksAtCredit = -1;
  const acks = () => bench.sent.filter(({ name }) => name === 'ack').length;
  bench.acceptor.onEvent((event) => {
    if (event.type === 'stacked') acksAtCredit = acks();
  });
  const stacking = bench.acceptor.stack(options);
  await bench.clock.advanceUntil(() => acksAtCredit >= 0);
  const polls = bench.sent.filter(({ name }) => name === 'poll').length;
  // Every poll so far was confirmed but the one that brought the credit.
  expect(polls - acksAtCredit).toBe(1);
  await bench.finish(stacking);
  await bench.clock.advance(100);
  expect(acks()).toBeGreaterThan(acksAtCredit);
});
