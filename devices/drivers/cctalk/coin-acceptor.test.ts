import { describe, expect, it } from 'vitest';
import { ampleMs, cctalkBench, errorOf } from './test-bench.ts';

const accepted = (value: number, place: string) => ({
  type: 'accepted',
  item: { currency: 'CNY', value },
  place,
});

describe.each(['checksum', 'crc'] as const)('a coin acceptor with %s', (mode) => {
  it('takes the coins that it is told to, tells each once, and where it went', async () => {
    const { enable, insert, events, clock, acceptorUnit, expectCoinsKept } = await cctalkBench({ mode });
    expect(await enable(10, 50, 100)).toEqual({ ok: true, value: undefined });
    await insert('insertCoin3', 'insertCoin1', 'insertCoin2');
    await clock.advance(5_000);
    expect(events).toEqual([accepted(100, 'hopper'), accepted(10, 'cashbox'), accepted(50, 'cashbox')]);
    expect(acceptorUnit.coins).toMatchObject({ sorted: 2, cashbox: 1 });
    expectCoinsKept();
  });
});

describe('a coin acceptor', () => {
  it('takes nothing before it is enabled, and nothing after it is disabled', async () => {
    const { enable, disable, insert, events, clock, acceptor, acceptorUnit } = await cctalkBench();
    expect(acceptor.status).toEqual({ device: 'online', reasons: [], accepting: false });
    await insert('insertCoin3');
    await enable(100);
    expect(acceptor.status.accepting).toBe(true);
    await insert('insertCoin3');
    expect(await disable()).toMatchObject({ ok: true });
    expect(acceptor.status.accepting).toBe(false);
    await insert('insertCoin3');
    await clock.advance(1_000);
    expect(events.map(({ type }) => type)).toEqual(['refused', 'accepted', 'refused']);
    expect(acceptorUnit.coins).toMatchObject({ customer: 299, sorted: 1 });
  });

  it('lets coins of other values fall through', async () => {
    const { enable, insert, events, clock } = await cctalkBench();
    await enable(100);
    await insert('insertCoin2');
    await clock.advance(1_000);
    expect(events).toEqual([{ type: 'refused', description: 'coin of type 2 inhibited' }]);
  });

  it('is told by mask and master inhibit, and read back', async () => {
    const { enable, sent } = await cctalkBench();
    await enable(10, 100);
    expect(sent.filter((one) => !one.startsWith('readBuffered'))).toEqual([
      'modifyInhibitStatus 0500',
      'modifyMasterInhibitStatus 01',
      'requestInhibitStatus',
      'requestMasterInhibitStatus',
    ]);
  });

  it('tells a coin that was on its way when it was disabled', async () => {
    const { enable, disable, events, clock, acceptorUnit } = await cctalkBench();
    await enable(100);
    acceptorUnit.set('insertCoin3', true);
    await clock.advance(149);
    const closing = disable();
    await closing;
    await clock.advance(1_000);
    expect(events).toEqual([accepted(100, 'hopper')]);
  });

  it('refuses values that no coin has', async () => {
    const { enable, sent } = await cctalkBench();
    expect(errorOf(await enable(200))).toMatchObject({ completionCode: 'invalidData', outcome: 'notDone' });
    expect(sent.filter((one) => one.startsWith('modify'))).toEqual([]);
  });

  it('knows its coins, and closes its mouth when it is closed', async () => {
    const { acceptor, enable, close, acceptorUnit, clock } = await cctalkBench();
    expect(acceptor.itemTypes.map(({ value }) => value)).toEqual([10, 50, 100]);
    await enable(100);
    await close();
    expect(acceptor.status).toEqual({ device: 'offline', reasons: ['closed'], accepting: false });
    expect(acceptorUnit.describe().holds).toContain('not accepting');
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it('canceled before its turn sends nothing', async () => {
    const { acceptor, finish, sent } = await cctalkBench();
    const options = { timeoutMs: ampleMs, signal: AbortSignal.abort() };
    expect(errorOf((await finish(acceptor.enable([100], options))).value).completionCode).toBe('canceled');
    expect(sent.filter((one) => one.startsWith('modify'))).toEqual([]);
  });
});
