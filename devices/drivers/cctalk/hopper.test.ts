import { describe, expect, it } from 'vitest';
import { ampleMs, cctalkBench, errorOf, expectPaid } from './test-bench.ts';

describe('paying coins', () => {
  it.each(['checksum', 'crc'] as const)('with %s: they leave, and are told', async (mode) => {
    const { dispense, hopperUnit, payouts, expectCoinsKept } = await cctalkBench({ mode });
    expectPaid(await dispense(12), 12);
    expect(hopperUnit.coins).toMatchObject({ hopper: 138, tray: 12 });
    expect(payouts()).toEqual(['dispenseHopperCoins 00000000000000000c']);
    expectCoinsKept();
  });

  it('enables the hopper for it, and only for it', async () => {
    const { dispense, sent } = await cctalkBench();
    await dispense(1);
    expect(sent.filter((one) => one.startsWith('enable'))).toEqual(['enableHopper a5', 'enableHopper 00']);
  });

  it.each([
    [{ kind: 'fixed', bytes: [1, 2, 3, 4] } as const, [1, 2, 3, 4]],
    [{ kind: 'serialNumber' } as const, [0x4e, 0x61, 0xbc]],
    [{ kind: 'cipherKey' } as const, [9, 8, 7, 6, 5, 4, 3, 2]],
  ])('proves itself by %o', async (security, unitSecurity) => {
    const { dispense } = await cctalkBench({ security, unitSecurity });
    expectPaid(await dispense(3), 3);
  });

  it.each([
    ['hopper', 0, 'invalidData'],
    ['hopper', 2.5, 'invalidData'],
    ['cassette', 1, 'invalidData'],
    ['hopper', 256, 'tooManyItems'],
  ])('%s %d is refused before anything is sent', async (id, count, code) => {
    const { hopper, finish, payouts } = await cctalkBench();
    const error = errorOf((await finish(hopper.dispense(id, count, { timeoutMs: ampleMs }))).value);
    expect(error.errorCode ?? error.completionCode).toBe(code);
    expect(payouts()).toEqual([]);
  });

  it('goes one after the other, while the acceptor on the same wire takes coins', async () => {
    const { hopper, finish, enable, insert, events, hopperUnit } = await cctalkBench();
    await enable(100);
    const both = Promise.all([
      hopper.dispense('hopper', 5, { timeoutMs: ampleMs }),
      hopper.dispense('hopper', 6, { timeoutMs: ampleMs }),
    ]);
    await insert('insertCoin3', 'insertCoin3');
    const [first, second] = (await finish(both)).value;
    if (first === undefined || second === undefined) throw new Error('two were asked for');
    expectPaid(first, 5);
    expectPaid(second, 6);
    expect(events).toHaveLength(2);
    expect(hopperUnit.coins.tray).toBe(11);
  });

  it('is remembered by the hopper', async () => {
    const { dispense, last } = await cctalkBench();
    expect(await last()).toMatchObject({ ok: true, value: { presented: [], asked: 0, mark: 0 } });
    await dispense(4);
    expect(await last()).toEqual({
      ok: true,
      value: {
        presented: [expect.objectContaining({ count: 4 })],
        rejected: 0,
        exact: true,
        asked: 4,
        mark: 1,
      },
    });
    await dispense(2);
    expect(await last()).toMatchObject({ ok: true, value: { asked: 2, mark: 2 } });
  });
});

describe('status of a hopper', () => {
  it.each([
    [10, 'low', ['hopperLow']],
    [150, 'ok', []],
    [400, 'high', []],
  ])('with %d coins is %s', async (coins, stock, reasons) => {
    const { hopper } = await cctalkBench({ coins });
    expect(hopper.status).toEqual({
      device: 'online',
      reasons,
      transport: 'ok',
      units: [{ id: 'hopper', kind: 'hopper', status: 'ok', replenishmentStatus: stock, counts: null }],
    });
  });

  it('without level sensors is unknown', async () => {
    const { hopper, clock, sent } = await cctalkBench({ levelSensors: false });
    await clock.advance(11_000);
    expect(hopper.status.units[0]?.replenishmentStatus).toBe('unknown');
    expect(sent).not.toContain('requestPayoutHighLowStatus');
  });

  it('a reset comes back by itself, and clears the path', async () => {
    const { hopper, finish } = await cctalkBench();
    const { value, ms } = await finish(hopper.reset({ timeoutMs: ampleMs }));
    expect(value).toEqual({ ok: true, value: undefined });
    expect(ms).toBeGreaterThan(1_000);
    expect(hopper.status.device).toBe('online');
  });

  it('a reset is over when the hopper is up again, also on a line so quick that it still answers before', async () => {
    const { hopper, finish, dispense } = await cctalkBench({ paced: false });
    const { value, ms } = await finish(hopper.reset({ timeoutMs: ampleMs }));
    expect(value).toEqual({ ok: true, value: undefined });
    expect(ms).toBeGreaterThan(1_000);
    expectPaid(await dispense(2), 2);
  });
});
