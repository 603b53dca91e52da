import { describe, expect, it } from 'vitest';
import { lcdm1000 } from './profile.ts';
import { ampleMs, errorOf, expectDispensed, lcdmBench } from './test-bench.ts';

describe('dispensing', () => {
  it.each([1, 10, 60])('%i notes leave, and are told', async (count) => {
    const { dispense, unit, sent, expectNotesKept } = await lcdmBench();
    expectDispensed(await dispense(count), count);
    expect(unit.notes).toMatchObject({ cassette: 200 - count, exit: count, reject: 0, path: 0 });
    expect(sent.slice(0, 4)).toEqual(['46', 'ack', `45${String(count).padStart(2, '0')}`, 'ack']);
    expectNotesKept();
  });

  it('takes little more than the notes need', async () => {
    const { dispenser, finish } = await lcdmBench();
    const { ms } = await finish(dispenser.dispense('cassette', 20, { timeoutMs: ampleMs }));
    expect(ms).toBeGreaterThan(20 * 286);
    expect(ms).toBeLessThan(800 + 20 * 286 + 100);
  });

  it.each([
    ['cassette', 0, 'invalidData'],
    ['cassette', 1.5, 'invalidData'],
    ['cassette', -3, 'invalidData'],
    ['lower', 5, 'invalidData'],
    ['cassette', 61, 'tooManyItems'],
  ])('%s %d is refused before anything is sent', async (id, count, code) => {
    const { dispenser, finish, sent } = await lcdmBench();
    const error = errorOf((await finish(dispenser.dispense(id, count, { timeoutMs: ampleMs }))).value);
    expect(error.errorCode ?? error.completionCode).toBe(code);
    expect(error).toMatchObject({ outcome: 'notDone', dispensed: null });
    expect(sent).toEqual([]);
  });

  it('goes one after the other', async () => {
    const { dispenser, finish, unit, motions } = await lcdmBench();
    const options = { timeoutMs: 2 * ampleMs };
    const both = Promise.all([
      dispenser.dispense('cassette', 3, options),
      dispenser.dispense('cassette', 4, options),
    ]);
    const [first, second] = (await finish(both)).value;
    if (first === undefined || second === undefined) throw new Error('two were asked for');
    expectDispensed(first, 3);
    expectDispensed(second, 4);
    expect(motions()).toEqual(['4503', '4504']);
    expect(unit.notes.exit).toBe(7);
  });

  it('is remembered, and nothing before it', async () => {
    const { dispense, last } = await lcdmBench();
    expect(await last()).toEqual({ ok: true, value: null });
    await dispense(2);
    expect(await last()).toEqual({
      ok: true,
      value: {
        presented: [expect.objectContaining({ count: 2 })],
        rejected: 0,
        exact: true,
        asked: 2,
        mark: null,
      },
    });
  });

  it('speaks the bytes of the profile', async () => {
    const profile = {
      ...lcdm1000,
      communicationId: 0x30,
      codes: { purge: 0x44, dispense: 0x52, status: 0x50, romVersion: 0x5f, testDispense: 0x53 },
    };
    const { dispense, sent } = await lcdmBench({ profile });
    expectDispensed(await dispense(5), 5);
    expect(sent.slice(0, 4)).toEqual(['50', 'ack', '5205', 'ack']);
  });
});

describe('status', () => {
  it('is online with a cassette and a reject tray, neither counted by the unit', async () => {
    const { dispenser } = await lcdmBench();
    expect(dispenser.itemTypes).toEqual([{ currency: 'CNY', value: 10_000 }]);
    expect(dispenser.status).toEqual({
      device: 'online',
      reasons: [],
      transport: 'ok',
      units: [
        { id: 'cassette', kind: 'cassette', status: 'ok', replenishmentStatus: 'ok', counts: null },
        { id: 'reject', kind: 'reject', status: 'ok', replenishmentStatus: 'unknown', counts: null },
      ],
    });
  });

  it('tells a cassette that runs low after the dispense that made it so', async () => {
    const { dispense, dispenser, clock, statuses } = await lcdmBench({ notesInCassette: 35 });
    await dispense(10);
    await clock.advance(1_000);
    expect(statuses).toEqual(['online cassetteLow']);
    expect(dispenser.status.units[0]).toMatchObject({ status: 'ok', replenishmentStatus: 'low' });
  });

  it('is asked for every health interval while idle, and not after close', async () => {
    const { clock, sent, dispenser } = await lcdmBench();
    await clock.advance(31_000);
    expect(sent).toEqual(['46', 'ack', '46', 'ack', '46', 'ack']);
    await dispenser.close();
    expect(dispenser.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
    await clock.advance(60_000);
    expect(sent).toHaveLength(6);
    expect(clock.pending).toBe(0);
  });
});

describe('a purge', () => {
  it('is done when the path is free', async () => {
    const { reset, sent } = await lcdmBench();
    expect(await reset()).toEqual({ ok: true, value: undefined });
    expect(sent.slice(0, 4)).toEqual(['44', 'ack', '46', 'ack']);
  });
});

describe('for a technician', () => {
  it('the program has a version', async () => {
    const { dispenser, finish } = await lcdmBench();
    expect((await finish(dispenser.romVersion({ timeoutMs: 10_000 }))).value).toEqual({
      ok: true,
      value: 'O16T AD2C',
    });
  });

  it('a test takes one note into the reject tray, and none out', async () => {
    const { dispenser, finish, unit, expectNotesKept } = await lcdmBench();
    const test = (await finish(dispenser.testDispense({ timeoutMs: ampleMs }))).value;
    expectDispensed(test, 0, 1);
    expect(unit.notes).toMatchObject({ cassette: 199, reject: 1, exit: 0 });
    expectNotesKept();
  });

  it('a test with an empty cassette fails', async () => {
    const { dispenser, finish } = await lcdmBench({ notesInCassette: 0 });
    const error = errorOf((await finish(dispenser.testDispense({ timeoutMs: ampleMs }))).value);
    expect(error).toMatchObject({ outcome: 'notDone', moved: [] });
  });
});
