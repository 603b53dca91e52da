import { expect, it } from 'vitest';
import { eppBench, errorOf, hexOf } from './test-bench.ts';

it.each(['silent', 'babble'])('a pad that is %s is offline, and back when it is well', async (fault) => {
  const { unit, read, finish, pad, clock, readWith } = await eppBench();
  unit.set(fault, true);
  expect(errorOf((await finish(read())).value)).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'notDone',
  });
  expect(pad.status).toMatchObject({
    device: 'offline',
    reasons: ['noAnswer'],
    encryptionState: 'undefined',
  });
  unit.set(fault, false);
  await clock.advance(12_000);
  expect(pad.status).toMatchObject({ device: 'online', encryptionState: 'ready' });
  expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
});

it('a silent pad is known without a command', async () => {
  const { unit, clock, pad } = await eppBench();
  unit.set('silent', true);
  await clock.advance(14_000);
  expect(pad.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
});

it('a sluggish pad is no fault; one that is always late is', async () => {
  const { unit, readWith, read, finish, clock, pad } = await eppBench();
  unit.set('slow', 'sluggish');
  expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
  unit.set('slow', 'late');
  expect(errorOf((await finish(read())).value).outcome).toBe('notDone');
  unit.set('slow', 'off');
  await clock.advance(12_000);
  expect(pad.status.device).toBe('online');
  expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
});

it('power lost while a PIN is typed: no block, and the keys are still there', async () => {
  const { unit, read, type, finish, clock, pad, readWith } = await eppBench();
  const reading = read({ timeoutMs: 10_000 });
  await type('12');
  unit.set('powerCycle', true);
  await clock.advance(2_000);
  unit.set('key_enter', true);
  expect(errorOf((await finish(reading)).value)).toMatchObject({
    completionCode: 'timeOut',
    outcome: 'notDone',
  });
  await clock.advance(15_000);
  expect(pad.status.encryptionState).toBe('ready');
  expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
});

it('without power it is offline, and answers some seconds after it has power again', async () => {
  const { unit, clock, pad } = await eppBench();
  unit.set('power', false);
  await clock.advance(15_000);
  expect(pad.status.device).toBe('offline');
  unit.set('power', true);
  await clock.advance(15_000);
  expect(pad.status.device).toBe('online');
});

it('wherever the line is cut, the answer is a whole block or an error, and the next PIN is read well', async () => {
  for (let at = 0; at < 2_400; at += 61) {
    const { line, read, clock, finish, unit, listening, pad, readWith } = await eppBench();
    const reading = read();
    const began = clock.now();
    clock.schedule(at, () => line.cut());
    for (const key of ['1', '2', '3', '4', 'enter']) {
      clock.schedule(600 + 200 * ['1', '2', '3', '4', 'enter'].indexOf(key), () =>
        unit.set(`key_${key}`, true),
      );
    }
    const { value } = await finish(reading);
    if (value.ok) expect(hexOf(value)).toBe('B4BF8522DFFB6FFB');
    else expect(errorOf(value).outcome).toBe('notDone');
    await clock.advance(Math.max(0, began + 2_500 - clock.now()));
    line.mend();
    await clock.advance(12_000);
    expect(pad.status.device, `cut at ${at} ms`).toBe('online');
    expect(listening()).toBe(false);
    expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
    await pad.close();
  }
});
