import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('a sluggish unit is waited for', async () => {
  const { read, unit, sent } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('slow', 'sluggish');
  expectCard((await read()).value);
  expect(sent).toEqual(['2001', '2002', '3001']);
});

it('the card of the person before, answered too late, is never given for the next', async () => {
  const { reader, read, unit, clock, finish } = await sdtBench();
  unit.set('card', 'specimen-a');
  const abort = new AbortController();
  const first = reader.readCard({ timeoutMs: 30_000, signal: abort.signal });
  // Canceled while the reply to the read is on the line.
  await clock.advance(450);
  abort.abort();
  expect(expectError((await finish(first)).value).completionCode).toBe('canceled');
  unit.set('card', 'none');
  unit.set('card', 'specimen-b');
  expect(expectCard((await read()).value).name.reveal()).toBe('张样本');
});

it('late answers do not pass for answers to other commands', async () => {
  const { reader, read, unit, clock } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('slow', 'late');
  const { value } = await read();
  if (value.ok) expect(value.value.name.reveal()).toBe('样本甲');
  else expect(expectError(value).completionCode).toBe('deviceNotReady');
  unit.set('slow', 'off');
  await clock.advance(10_000);
  expect(reader.status.device).toBe('online');
  unit.set('card', 'none');
  unit.set('card', 'specimen-b');
  expect(expectCard((await read()).value).name.reveal()).toBe('张样本');
});
