import { expect, it } from 'vitest';
import { eppBench, errorOf, hexOf, wrapped } from './test-bench.ts';

it('the CANCEL key ends it', async () => {
  const { readWith, listening } = await eppBench();
  expect(errorOf(await readWith('12X'))).toMatchObject({ completionCode: 'canceled', outcome: 'notDone' });
  expect(listening()).toBe(false);
});

it('whenever the caller cancels, the pad stops listening and the next PIN is read well', async () => {
  for (const at of [0, 5, 40, 60, 100, 120, 150, 200, 400, 900]) {
    const { read, clock, finish, listening, readWith } = await eppBench();
    const cancel = new AbortController();
    const reading = read({ signal: cancel.signal });
    await clock.advance(at);
    cancel.abort();
    const { value, ms } = await finish(reading);
    expect(errorOf(value), `canceled at ${at} ms`).toMatchObject({
      completionCode: 'canceled',
      outcome: 'notDone',
    });
    expect(ms).toBeLessThan(200);
    expect(listening()).toBe(false);
    expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
  }
});

it('nobody types: the pad stops by itself, and so does the terminal', async () => {
  const { read, finish, listening, clock } = await eppBench();
  const { value, ms } = await finish(read({ timeoutMs: 20_000 }));
  expect(errorOf(value)).toMatchObject({ completionCode: 'timeOut', outcome: 'notDone' });
  expect(ms).toBe(20_000);
  await clock.advance(100);
  expect(listening()).toBe(false);
});

it('canceled before it began, or no time left', async () => {
  const { read, finish, sent, pad } = await eppBench();
  expect(errorOf((await finish(read({ signal: AbortSignal.abort() }))).value).completionCode).toBe(
    'canceled',
  );
  expect(sent).toEqual([]);
  expect(errorOf((await finish(read({ timeoutMs: 30 }))).value).completionCode).toBe('timeOut');
  expect(sent).not.toContain('startPin');
  const cancel = new AbortController();
  const value = pad.keyCheckValue('pin', { timeoutMs: 5_000, signal: cancel.signal });
  cancel.abort();
  expect(errorOf((await finish(value)).value).completionCode).toBe('canceled');
  const importing = pad.importKey({
    keyName: 'pin',
    ...wrapped('tripleDes', new Uint8Array(16)),
    timeoutMs: 5_000,
    signal: AbortSignal.abort(),
  });
  expect(errorOf((await finish(importing)).value)).toMatchObject({
    completionCode: 'canceled',
    outcome: 'notDone',
  });
  expect(sent).not.toContain('loadWorkKey');
});

it('close while a PIN is typed: the pad is told to stop, the caller gets an answer, no timer is left', async () => {
  const { read, type, pad, listening, clock, finish } = await eppBench();
  const reading = read();
  await type('12');
  const closing = pad.close();
  expect(errorOf((await finish(reading)).value)).toMatchObject({ completionCode: 'deviceNotReady' });
  await finish(closing);
  await clock.advance(100);
  expect(pad.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
  expect(listening()).toBe(false);
});
