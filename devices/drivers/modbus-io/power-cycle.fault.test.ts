import { expect, it } from 'vitest';
import { boardBench, done, errorOf, recycler } from './test-bench.ts';

it('canceled before the cut: not done; after it: done all the same', async () => {
  const { board, finish, unit, clock } = await boardBench();
  const before = board.powerCycle(recycler, { timeoutMs: 30_000, signal: AbortSignal.abort() });
  expect(errorOf((await finish(before)).value)).toMatchObject({
    completionCode: 'canceled',
    outcome: 'notDone',
  });
  expect(unit.cuts[recycler]).toBe(0);
  const cancel = new AbortController();
  const after = board.powerCycle(recycler, { timeoutMs: 30_000, signal: cancel.signal });
  await clock.advanceUntil(() => unit.supplied[recycler] === false);
  cancel.abort();
  expect((await finish(after)).value).toEqual(done);
  expect(unit.supplied[recycler]).toBe(true);
});

it('the line is lost while the supply is cut: nobody knows, and it is given back when the board answers', async () => {
  const { board, line, finish, unit, clock } = await boardBench();
  const cycling = board.powerCycle(recycler, { timeoutMs: 30_000 });
  await clock.advanceUntil(() => unit.supplied[recycler] === false);
  line.cut();
  expect(errorOf((await finish(cycling)).value)).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'indeterminate',
  });
  await clock.advance(20_000);
  expect(unit.supplied[recycler]).toBe(false);
  line.mend();
  await clock.advance(8_000);
  expect(unit.supplied[recycler]).toBe(true);
  expect(board.status).toMatchObject({ device: 'online', reasons: [] });
  expect(unit.cuts[recycler]).toBe(1);
});

it('a terminal that died in the middle: the next one gives the supply back when it opens the line', async () => {
  const { board, line, unit, clock, finish, makeBoard } = await boardBench();
  void board.powerCycle(recycler, { timeoutMs: 30_000 });
  await clock.advanceUntil(() => unit.supplied[recycler] === false);
  // Dead: it says nothing more.
  line.cut();
  await finish(board.close());
  line.mend();
  expect(unit.supplied[recycler]).toBe(false);
  const next = makeBoard();
  expect((await finish(next.open())).value).toEqual(done);
  await clock.advance(500);
  expect(unit.supplied[recycler]).toBe(true);
  await finish(next.close());
});

it('close while the supply is cut gives it back first', async () => {
  const { board, unit, clock, finish } = await boardBench();
  const cycling = board.powerCycle(recycler, { timeoutMs: 30_000 });
  await clock.advanceUntil(() => unit.supplied[recycler] === false);
  const { ms } = await finish(board.close());
  expect(ms).toBeLessThan(1_000);
  expect(unit.supplied[recycler]).toBe(true);
  expect((await finish(cycling)).value).toEqual(done);
});

it('a board that refuses has cut nothing; one that is silent may have', async () => {
  const refusing = await boardBench();
  refusing.unit.set('exception', 'failure');
  expect(errorOf(await refusing.powerCycle())).toMatchObject({
    completionCode: 'hardwareError',
    outcome: 'notDone',
  });
  expect(refusing.unit.cuts[recycler]).toBe(0);
  const silent = await boardBench();
  silent.unit.set('lostReply', 'always');
  expect(errorOf(await silent.powerCycle())).toMatchObject({ outcome: 'indeterminate' });
  expect(silent.unit.supplied[recycler]).toBe(false);
  silent.unit.set('lostReply', 'off');
  await silent.clock.advance(10_000);
  expect(silent.unit.supplied[recycler]).toBe(true);
});

it('a board that loses its own power lets its relays fall back', async () => {
  const { board, unit, clock, finish } = await boardBench();
  const cycling = board.powerCycle(recycler, { timeoutMs: 30_000 });
  await clock.advanceUntil(() => unit.supplied[recycler] === false);
  unit.set('powerCycle', true);
  expect(unit.supplied[recycler]).toBe(true);
  await finish(cycling);
  await clock.advance(5_000);
  expect(unit.supplied[recycler]).toBe(true);
  expect(board.status.device).toBe('online');
});

it('wherever the line is cut, not done means that nothing was cut, and the device has its power in the end', async () => {
  for (let at = 0; at < 5_600; at += at < 120 ? 9 : 700) {
    const { board, line, unit, clock, finish } = await boardBench();
    const began = clock.now();
    const cycling = board.powerCycle(recycler, { timeoutMs: 30_000 });
    clock.schedule(at, () => line.cut());
    const { value } = await finish(cycling);
    if (value.ok) expect(unit.cuts[recycler]).toBe(1);
    else if (value.error.outcome === 'notDone') expect(unit.cuts[recycler], `cut at ${at} ms`).toBe(0);
    await clock.advance(Math.max(0, began + at - clock.now()) + 200);
    line.mend();
    await clock.advance(8_000);
    expect(unit.supplied[recycler], `cut at ${at} ms`).toBe(true);
    expect(board.status.device).toBe('online');
    await finish(board.close());
  }
});
