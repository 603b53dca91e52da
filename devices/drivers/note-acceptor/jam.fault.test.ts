import { describe, expect, it } from 'vitest';
import { benches, options } from './test-benches.ts';
import { cashboxValue, expectError, expectOk, places, toldValue } from './test-watch.ts';

describe.each(benches)('$name', ({ open, restart }) => {
  it('a note that jams on its way in is told, and comes out after a reset', async () => {
    const bench = await open();
    bench.unit.set('jamIn', 'accept');
    await bench.insert('100');
    expect(bench.events).toEqual(['jam accessible']);
    expect(bench.acceptor.status).toMatchObject({
      device: 'hardwareError',
      reasons: ['acceptorJammed'],
      transport: 'inoperative',
      accepting: false,
    });
    expect(places(bench.unit.items)).toBe('transport: 100');
    expectOk((await bench.finish(bench.acceptor.reset(options))).value);
    expect(bench.acceptor.status).toMatchObject({ device: 'online', transport: 'ok' });
    expect(bench.events).toEqual(['jam accessible', 'returned null']);
    expect(places(bench.unit.items)).toBe('customer: 100');
  });

  it('a note that jams on its way to the cashbox is indeterminate, and credited when the reset brought it there', async () => {
    const bench = await open();
    await bench.insert('100');
    bench.unit.set('jamIn', 'stack');
    const error = expectError((await bench.finish(bench.acceptor.stack(options))).value);
    expect(error).toMatchObject({ errorCode: 'transportJammed', outcome: 'indeterminate' });
    expect(bench.events).toEqual(['escrow 10000', 'jam inside']);
    expect(toldValue(bench.events, bench.findings)).toBe(0);
    expect(expectOk((await bench.finish(bench.acceptor.units(options))).value)[0]?.status).toBe(
      'inoperative',
    );
    expectOk((await bench.finish(bench.acceptor.reset(options))).value);
    expect(bench.events).toEqual(['escrow 10000', 'jam inside', 'stacked 10000']);
    expect(toldValue(bench.events, bench.findings)).toBe(cashboxValue(bench.unit.items));
  });

  it('a note that jams on its way out is told, and comes out after a reset', async () => {
    const bench = await open();
    await bench.insert('5');
    bench.unit.set('jamIn', 'giveBack');
    const error = expectError((await bench.finish(bench.acceptor.returnEscrow(options))).value);
    expect(error).toMatchObject({ errorCode: 'transportJammed', outcome: 'indeterminate' });
    expectOk((await bench.finish(bench.acceptor.reset(options))).value);
    expect(bench.events.at(-1)).toBe('returned 500');
    expect(places(bench.unit.items)).toBe('customer: 5');
  });

  it('a jammed unit is not opened', async () => {
    const bench = await open();
    bench.unit.set('jamIn', 'accept');
    await bench.insert('100');
    const error = expectError((await bench.finish(bench.acceptor.enable([100], options))).value);
    expect(error).toMatchObject({ errorCode: 'transportJammed', outcome: 'notDone' });
  });

  it('a jam that was there before is found by a new process', async () => {
    const first = await open();
    first.unit.set('jamIn', 'accept');
    await first.insert('100');
    await first.acceptor.close();
    const second = await restart(first);
    expect(second.acceptor.powerUp).toEqual([{ kind: 'itemInPath', item: null, fate: 'unknown' }]);
    expect(second.acceptor.status.device).toBe('hardwareError');
  });
});
