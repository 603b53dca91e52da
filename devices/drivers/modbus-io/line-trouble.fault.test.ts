import { expect, it } from 'vitest';
import { specimenMap } from './map.ts';
import { boardBench, done, errorOf } from './test-bench.ts';

it.each(['silent', 'babble'])('a board that is %s is offline, and back when it is well', async (fault) => {
  const { unit, clock, board, light } = await boardBench();
  unit.set(fault, true);
  await clock.advance(5_000);
  expect(board.status).toMatchObject({
    device: 'offline',
    reasons: ['noAnswer'],
    cabinetDoor: 'unknown',
    presence: 'unknown',
    temperature: null,
  });
  expect(errorOf(await light('cardReader', 'slow'))).toMatchObject({ completionCode: 'deviceNotReady' });
  unit.set(fault, false);
  await clock.advance(10_000);
  expect(board.status).toMatchObject({ device: 'online', reasons: [], cabinetDoor: 'closed' });
});

it.each(['wrongCheck', 'lostByte', 'lostReply'])(
  '%s once is asked again and nobody notices',
  async (fault) => {
    const { unit, light, statuses, clock } = await boardBench();
    unit.set(fault, 'once');
    expect(await light('cardReader', 'continuous')).toEqual(done);
    await clock.advance(3_000);
    expect(statuses).toEqual([]);
  },
);

it('garbage before every reply, and a sluggish board, do no harm', async () => {
  const { unit, light, clock, statuses } = await boardBench();
  unit.set('garbageBefore', true);
  unit.set('slow', 'sluggish');
  expect(await light('cardReader', 'continuous')).toEqual(done);
  await clock.advance(5_000);
  expect(statuses).toEqual([]);
});

it('a board that is busy is asked again', async () => {
  const { unit, light } = await boardBench();
  unit.set('busyOnce', true);
  expect(await light('cardReader', 'continuous')).toEqual(done);
  unit.set('exception', 'busy');
  expect(errorOf(await light('cardReader', 'off'))).toMatchObject({
    errorCode: 'lightError',
    description: expect.stringContaining('server device busy'),
  });
});

it('a board that refuses to tell is there, and what it does not tell is unknown', async () => {
  const { unit, board, clock } = await boardBench();
  unit.set('exception', 'failure');
  await clock.advance(2_000);
  expect(board.status).toMatchObject({
    device: 'online',
    reasons: ['sensorError'],
    safeDoor: 'unknown',
    temperature: null,
  });
  unit.set('exception', 'off');
  await clock.advance(2_000);
  expect(board.status.reasons).toEqual([]);
});

it('a map that names what the board does not have: only that is unknown', async () => {
  const map = { ...specimenMap, safeDoor: { input: 77, activeWhen: true } };
  const { board } = await boardBench({ map, unitMap: specimenMap });
  expect(board.status).toMatchObject({
    reasons: ['sensorError'],
    safeDoor: 'unknown',
    cabinetDoor: 'closed',
  });
});

it('a board with another address does not answer for ours', async () => {
  const { unit, board, clock } = await boardBench({ open: false });
  unit.set('power', false);
  void board.open();
  await clock.advance(5_000);
  expect(board.status.device).toBe('offline');
  unit.set('power', true);
  await clock.advance(10_000);
  expect(board.status.device).toBe('online');
});

it('a cancelled or late light command is answered so', async () => {
  const { board, finish, unit } = await boardBench();
  const canceled = board.setLight('cardReader', 'slow', { timeoutMs: 1_000, signal: AbortSignal.abort() });
  expect(errorOf((await finish(canceled)).value).completionCode).toBe('canceled');
  unit.set('lostReply', 'always');
  const first = board.setLight('cardReader', 'slow', { timeoutMs: 9_000 });
  const late = board.setLight('cardReader', 'off', { timeoutMs: 300 });
  expect(errorOf((await finish(late)).value).completionCode).toBe('timeOut');
  expect(errorOf((await finish(first)).value).completionCode).toBe('deviceNotReady');
});
