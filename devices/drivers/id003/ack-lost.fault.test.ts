import { expect, it } from 'vitest';
import { cashboxValue } from '../note-acceptor/test-watch.ts';
import { id003Bench, options } from './test-bench.ts';

it('a credit whose ACK is lost is repeated by the unit and told once', async () => {
  const bench = await id003Bench();
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
  const bench = await id003Bench();
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

it('the ACK is what lets the unit go on: without it VEND VALID stays for ever', async () => {
  const bench = await id003Bench();
  await bench.insert('50');
  bench.unit.set('deafToAck', 'always');
  expect((await bench.finish(bench.acceptor.stack(options))).value.ok).toBe(true);
  await bench.clock.advance(30_000);
  expect(bench.unit.describe().holds[0]).toBe('credit');
  expect(bench.sent.filter(({ name }) => name === 'ack').length).toBeGreaterThan(100);
  bench.unit.set('deafToAck', 'off');
  await bench.clock.advance(1_000);
  expect(bench.unit.describe().holds[0]).toBe('ready');
  expect(bench.events).toEqual(['escrow 5000', 'stacked 5000']);
});

it('the credit is told before the ACK goes out, so that it can be on disk before the unit forgets', async () => {
  const bench = await id003Bench();
  await bench.insert('10');
  const acks = () => bench.sent.filter(({ name }) => name === 'ack').length;
  let acksAtCredit = -1;
  bench.acceptor.onEvent((event) => {
    if (event.type === 'stacked') acksAtCredit = acks();
  });
  await bench.finish(bench.acceptor.stack(options));
  expect(acksAtCredit).toBe(0);
  await bench.clock.advance(2_000);
  // Nothing else is ever acknowledged.
  expect(acks()).toBe(1);
});
