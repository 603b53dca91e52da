import { describe, expect, it } from 'vitest';
import { benches, options } from './test-benches.ts';
import { expectError, expectOk, places } from './test-watch.ts';

describe.each(benches)('$name', ({ open }) => {
  it('a full cashbox is told, nothing is taken, and emptied it goes on', async () => {
    const bench = await open();
    await bench.insert('1');
    expectOk((await bench.finish(bench.acceptor.stack(options))).value);
    bench.unit.set('full', true);
    await bench.clock.advance(500);
    expect(bench.acceptor.status).toMatchObject({
      device: 'online',
      reasons: ['cashboxFull'],
      accepting: false,
    });
    const [cashbox] = expectOk((await bench.finish(bench.acceptor.units(options))).value);
    expect(cashbox).toMatchObject({ status: 'ok', replenishmentStatus: 'full' });
    bench.unit.set('insert', '100');
    await bench.clock.advance(3_000);
    expect(places(bench.unit.items)).toBe('cashbox: 1');
    const error = expectError((await bench.finish(bench.acceptor.enable([100], options))).value);
    expect(error).toMatchObject({ errorCode: 'cashUnitError', outcome: 'notDone' });
    bench.unit.set('full', false);
    await bench.clock.advance(500);
    await bench.insert('5');
    expect(bench.events.at(-1)).toBe('escrow 500');
  });

  it('a cashbox pulled out and put back is told, and the mouth stays shut until it is opened', async () => {
    const bench = await open();
    await bench.finish(bench.acceptor.enable([100, 500], options));
    bench.unit.set('cashboxOut', true);
    await bench.clock.advance(500);
    expect(bench.events).toEqual(['unitRemoved cashbox']);
    expect(bench.acceptor.status).toMatchObject({
      device: 'userError',
      reasons: ['cashboxRemoved'],
      accepting: false,
    });
    expect(expectOk((await bench.finish(bench.acceptor.units(options))).value)[0]?.status).toBe('missing');
    bench.unit.set('cashboxOut', false);
    await bench.clock.advance(4_000);
    expect(bench.events).toEqual(['unitRemoved cashbox', 'unitInserted cashbox']);
    expect(bench.acceptor.status).toMatchObject({ device: 'online', reasons: [], accepting: false });
    await bench.insert('5');
    expect(bench.events.at(-1)).toBe('escrow 500');
  });

  it('a cashbox pulled out under a note in escrow: it is not stacked, and comes out when the box is back', async () => {
    const bench = await open();
    await bench.insert('100');
    bench.unit.set('cashboxOut', true);
    // Before the driver has noticed, the unit refuses; afterwards the driver does.
    expect(expectError((await bench.finish(bench.acceptor.stack(options))).value).outcome).toBe('notDone');
    await bench.clock.advance(500);
    const error = expectError((await bench.finish(bench.acceptor.stack(options))).value);
    expect(error).toMatchObject({ errorCode: 'cashUnitError', outcome: 'notDone' });
    bench.unit.set('cashboxOut', false);
    await bench.clock.advance(5_000);
    expect(bench.events).toEqual([
      'escrow 10000',
      'unitRemoved cashbox',
      'unitInserted cashbox',
      'returned 10000',
    ]);
    expect(places(bench.unit.items)).toBe('customer: 100');
  });
});
