import { expect, it } from 'vitest';
import { eppBench, errorOf } from './test-bench.ts';

it('a pad that was opened erases its keys: known by the next question, and no PIN is asked for', async () => {
  const { unit, clock, pad, read, finish, statuses, sent } = await eppBench();
  unit.set('tamper', true);
  await clock.advance(11_000);
  expect(statuses).toEqual(['fraudAttempt tampered notInitialized']);
  sent.length = 0;
  expect(errorOf((await finish(read())).value)).toMatchObject({
    errorCode: 'keyNoValue',
    outcome: 'notDone',
  });
  expect(sent).not.toContain('startPin');
  expect(errorOf((await finish(pad.keyCheckValue('pin', { timeoutMs: 5_000 }))).value).errorCode).toBe(
    'keyNoValue',
  );
});

it('stays so over a power cut and a lost line, until keys are loaded anew', async () => {
  const { unit, clock, pad, line } = await eppBench();
  unit.set('tamper', true);
  unit.set('powerCycle', true);
  line.cut();
  await clock.advance(3_000);
  line.mend();
  await clock.advance(20_000);
  expect(pad.status).toEqual({
    device: 'fraudAttempt',
    reasons: ['tampered'],
    encryptionState: 'notInitialized',
  });
  unit.set('injectKeys', true);
  await clock.advance(11_000);
  expect(pad.status.device).toBe('fraudAttempt');
  unit.set('tamper', false);
  unit.set('injectKeys', true);
  await clock.advance(11_000);
  expect(pad.status).toEqual({ device: 'online', reasons: [], encryptionState: 'ready' });
});

it('opened while a PIN is typed: no block comes out', async () => {
  const { unit, read, type, finish, clock } = await eppBench();
  const reading = read();
  await type('123');
  unit.set('tamper', true);
  unit.set('key_enter', true);
  await clock.advance(1_000);
  expect(errorOf((await finish(reading)).value).outcome).toBe('notDone');
});

it('a pad without keys that never had any here is not said to be tampered with', async () => {
  const { unit, pad, clock, finish } = await eppBench({ open: false });
  unit.set('tamper', true);
  unit.set('tamper', false);
  await clock.advance(2_000);
  await finish(pad.open());
  expect(pad.status).toEqual({
    device: 'online',
    reasons: ['masterKeyMissing'],
    encryptionState: 'notInitialized',
  });
});

it('a working key that is missing is named, and an import puts it right', async () => {
  const { unit, clock, pad } = await eppBench();
  unit.set('loseWorkKeys', true);
  await clock.advance(11_000);
  expect(pad.status).toEqual({
    device: 'online',
    reasons: ['workingKeyMissing'],
    encryptionState: 'initialized',
  });
});
