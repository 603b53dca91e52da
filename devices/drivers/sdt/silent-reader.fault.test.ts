import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('a unit that falls silent while a card is waited for is not ready, soon', async () => {
  const { reader, unit, clock, finish } = await sdtBench();
  const reading = reader.readCard({ timeoutMs: 60_000 });
  await clock.advance(1_000);
  unit.set('silent', true);
  const { value, ms } = await finish(reading);
  const error = expectError(value);
  expect(error.completionCode).toBe('deviceNotReady');
  expect(error.description).toContain('sent 3 times: nothing in');
  expect(ms).toBeLessThan(1_500);
  expect(reader.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
});

it('an idle unit that falls silent is known within a health interval', async () => {
  const { unit, clock, reader } = await sdtBench();
  unit.set('silent', true);
  await clock.advance(12_000);
  expect(reader.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
});

it('is online again when it answers', async () => {
  const { unit, clock, reader, read } = await sdtBench();
  unit.set('silent', true);
  await clock.advance(60_000);
  unit.set('silent', false);
  await clock.advance(7_000);
  expect(reader.status.device).toBe('online');
  unit.set('card', 'specimen-a');
  expectCard((await read()).value);
});

it('a unit that is silent from the start is offline, and online when it is switched on', async () => {
  const { unit, clock, reader, finish } = await sdtBench({ open: false });
  unit.set('silent', true);
  const opened = await finish(reader.open());
  expect(opened.value).toMatchObject({ ok: false, error: { completionCode: 'deviceNotReady' } });
  expect(reader.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
  unit.set('silent', false);
  unit.set('powerCycle', true);
  await clock.advance(3_000);
  expect(reader.status.device).toBe('online');
});
