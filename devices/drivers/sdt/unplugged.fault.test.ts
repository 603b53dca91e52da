import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('a line lost while a card is waited for answers deviceNotReady within a look', async () => {
  const { reader, line, clock, finish } = await sdtBench();
  const reading = reader.readCard({ timeoutMs: 60_000 });
  await clock.advance(1_000);
  line.cut();
  expect(reader.status).toMatchObject({ device: 'offline', reasons: ['lineLost'], media: 'unknown' });
  const { value, ms } = await finish(reading);
  expect(expectError(value)).toMatchObject({ completionCode: 'deviceNotReady' });
  expect(ms).toBeLessThanOrEqual(200);
});

it('a line lost in the middle of a read answers deviceNotReady at once', async () => {
  const { reader, line, unit, clock, finish } = await sdtBench();
  unit.set('card', 'specimen-a');
  const reading = reader.readCard({ timeoutMs: 60_000 });
  await clock.advance(460);
  line.cut();
  const { value, ms } = await finish(reading);
  expect(expectError(value)).toMatchObject({ completionCode: 'deviceNotReady' });
  expect(ms).toBe(0);
});

it('is online again after it was plugged in and the module has answered', async () => {
  const { reader, line, unit, clock, read, statuses } = await sdtBench();
  line.cut();
  await clock.advance(3_000);
  line.mend();
  unit.set('powerCycle', true);
  await clock.advance(5_000);
  expect(statuses).toEqual(['offline lineLost unknown', 'online unknown']);
  unit.set('card', 'specimen-a');
  expectCard((await read()).value);
  expect(reader.status.device).toBe('online');
});

it('is tried after 0.25, 0.5, 1, 2, 4 seconds, then every 5', async () => {
  const { line, clock, sent } = await sdtBench();
  line.cut();
  await clock.advance(7_700);
  line.mend();
  await clock.advance(40);
  expect(sent).toEqual([]);
  await clock.advance(60);
  expect(sent).toEqual(['11ff']);
});

it('a port that is not there at the start is taken up when it comes', async () => {
  const { reader, line, clock, finish } = await sdtBench({ open: false });
  line.cut();
  const opened = await finish(reader.open());
  expect(opened.value).toMatchObject({ ok: false, error: { completionCode: 'deviceNotReady' } });
  expect(reader.status.reasons).toEqual(['lineNotFound']);
  line.mend();
  await clock.advance(1_000);
  expect(reader.status.device).toBe('online');
});

it('is not opened again after close', async () => {
  const { reader, line, clock } = await sdtBench();
  line.cut();
  await reader.close();
  line.mend();
  await clock.advance(60_000);
  expect(line.host.isOpen).toBe(false);
  expect(clock.pending).toBe(0);
});
