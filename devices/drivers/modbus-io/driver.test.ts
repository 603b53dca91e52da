import { describe, expect, it } from 'vitest';
import { specimenMap } from './map.ts';
import { boardBench, done, errorOf, recycler } from './test-bench.ts';

describe('what the board sees', () => {
  it('is known when it has answered for the first time', async () => {
    const { board } = await boardBench();
    expect(board.status).toEqual({
      device: 'online',
      reasons: [],
      cabinetDoor: 'closed',
      safeDoor: 'closed',
      presence: 'notPresent',
      temperature: 26,
    });
    expect(board.lights).toContain('billAcceptor');
    expect(board.outlets).toEqual(['noteRecycler', 'receiptPrinter', 'identityCardReader']);
  });

  it.each([
    ['cabinetDoor', true, { cabinetDoor: 'open' }],
    ['safeDoor', true, { safeDoor: 'open' }],
    ['presence', true, { presence: 'present' }],
    ['temperature', 'hot', { temperature: 61 }],
    ['temperature', 'cold', { temperature: -11 }],
  ])('%s %s is told within a poll', async (switchId, value, becomes) => {
    const { unit, clock, board } = await boardBench();
    unit.set(switchId, value);
    await clock.advance(800);
    expect(board.status).toMatchObject({ device: 'online', reasons: [], ...becomes });
  });

  it('a sensor that was torn off is unknown, not very cold', async () => {
    const { unit, clock, board } = await boardBench();
    unit.set('temperature', 'torn');
    await clock.advance(800);
    expect(board.status).toMatchObject({ device: 'online', reasons: ['sensorError'], temperature: null });
  });
});

describe('lights', () => {
  it('are lit, flash where they can, and go out', async () => {
    const { unit, light } = await boardBench();
    expect(await light('cardReader', 'continuous')).toEqual(done);
    expect(await light('billAcceptor', 'quick')).toEqual(done);
    expect(await light('identityCardReader', 'slow')).toEqual(done);
    expect(unit.light('cardReader')).toBe('continuous');
    expect(unit.light('billAcceptor')).toBe('quick');
    // On a relay that only knows on and off.
    expect(unit.light('identityCardReader')).toBe('continuous');
    expect(await light('cardReader', 'off')).toEqual(done);
    expect(unit.light('cardReader')).toBe('off');
  });

  it('that the board does not have are refused', async () => {
    const { light, written } = await boardBench();
    expect(errorOf(await light('scanner', 'slow'))).toMatchObject({
      errorCode: 'invalidLight',
      outcome: 'notDone',
    });
    expect(written).toEqual([]);
  });

  it('that a board forgot when it restarted are lit again', async () => {
    const { unit, light, clock } = await boardBench();
    await light('cardReader', 'continuous');
    await light('notesDispenser', 'medium');
    unit.set('powerCycle', true);
    expect(unit.light('cardReader')).toBe('off');
    await clock.advance(8_000);
    expect(unit.light('cardReader')).toBe('continuous');
    expect(unit.light('notesDispenser')).toBe('medium');
  });

  it('that were asked for while the board was away are lit when it is back', async () => {
    const { unit, light, clock, line } = await boardBench();
    line.cut();
    expect(errorOf(await light('cardReader', 'continuous'))).toMatchObject({
      completionCode: 'deviceNotReady',
    });
    line.mend();
    await clock.advance(8_000);
    expect(unit.light('cardReader')).toBe('continuous');
  });
});

describe('a power cycle', () => {
  it('cuts the supply of one device for its time, and no other', async () => {
    const { powerCycle, supplies, unit, written } = await boardBench();
    expect(await powerCycle()).toEqual(done);
    expect(supplies).toHaveLength(2);
    const [off, on] = supplies.map((one) => Number(one.split(' ').at(-1)));
    expect(supplies[0]).toMatch(/^noteRecycler off/);
    expect((on ?? 0) - (off ?? 0)).toBeGreaterThanOrEqual(5_000);
    expect((on ?? 0) - (off ?? 0)).toBeLessThan(5_200);
    expect(unit.cuts).toEqual({ noteRecycler: 1, receiptPrinter: 0, identityCardReader: 0 });
    expect(written).toEqual(['coil 8 on', 'coil 8 off']);
  });

  it('works on normally open contacts too', async () => {
    const map = { ...specimenMap, outlets: { [recycler]: { coil: 8, cutsWhen: false, offMs: 1_000 } } };
    const { powerCycle, written, unit, clock } = await boardBench({ map });
    // Such a device has no power until the driver gives it.
    expect(unit.supplied).toEqual({ [recycler]: true });
    expect(await powerCycle()).toEqual(done);
    expect(written).toEqual(['coil 8 off', 'coil 8 on']);
    await clock.advance(1_000);
    expect(unit.supplied).toEqual({ [recycler]: true });
  });

  it('leaves the board free for others meanwhile', async () => {
    const { board, light, finish, unit, clock } = await boardBench();
    const cycling = board.powerCycle(recycler, { timeoutMs: 30_000 });
    await clock.advance(500);
    expect(await light('cardReader', 'continuous')).toEqual(done);
    unit.set('safeDoor', true);
    await clock.advance(800);
    expect(board.status.safeDoor).toBe('open');
    expect(unit.supplied[recycler]).toBe(false);
    expect((await finish(cycling)).value).toEqual(done);
  });

  it('of two devices may overlap, of one it may not', async () => {
    const { board, finish, clock, unit } = await boardBench();
    const first = board.powerCycle(recycler, { timeoutMs: 30_000 });
    await clock.advance(100);
    expect(
      errorOf((await finish(board.powerCycle(recycler, { timeoutMs: 30_000 }))).value).completionCode,
    ).toBe('sequenceError');
    const other = board.powerCycle('receiptPrinter', { timeoutMs: 30_000 });
    expect([(await finish(first)).value, (await finish(other)).value]).toEqual([done, done]);
    expect(unit.cuts).toMatchObject({ noteRecycler: 1, receiptPrinter: 1 });
  });

  it('of a device without an outlet, or in too short a time, cuts nothing', async () => {
    const { powerCycle, unit } = await boardBench();
    expect(errorOf(await powerCycle('nobody')).completionCode).toBe('invalidData');
    expect(errorOf(await powerCycle(recycler, 5_000))).toMatchObject({
      completionCode: 'timeOut',
      outcome: 'notDone',
    });
    expect(unit.cuts[recycler]).toBe(0);
  });
});

it('nothing is left behind after close', async () => {
  const { board, clock, finish } = await boardBench();
  await finish(board.close());
  expect(board.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
  await clock.advance(2_000);
  expect(clock.pending).toBe(0);
});
