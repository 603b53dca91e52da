import { expect, it } from 'vitest';
import { encodeReports } from '../hid-pos/codec.ts';
import { kinds, scannerBench, words } from './test-bench.ts';

it.each(kinds)('a scanner that is unplugged (%s) is told at once and found again', async (kind) => {
  const bench = await scannerBench(kind);
  const reading = bench.scanner.read({ timeoutMs: 60_000 });
  await bench.clock.advance(100);
  bench.line.cut();
  const { value, ms } = await bench.finish(reading);
  expect(value).toMatchObject({ error: { completionCode: 'deviceNotReady', outcome: 'notDone' } });
  expect(ms).toBe(0);
  expect(bench.scanner.status).toEqual({ device: 'offline', reasons: ['lineLost'], scanner: 'unknown' });
  expect(words(await bench.scanner.read({ timeoutMs: 1_000 }))).toBe('deviceNotReady');
  bench.line.mend();
  await bench.clock.advance(10_000);
  expect(bench.scanner.status.device).toBe('online');
  expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
});

it('the first report before the cable was pulled is not joined to those after it, however soon they come', async () => {
  const bench = await scannerBench('hid-pos');
  const reading = bench.scanner.read({ timeoutMs: 60_000 });
  const [first = new Uint8Array()] = encodeReports(']Q0', new Uint8Array(60).fill(0x38));
  bench.line.unit.write(first);
  await bench.clock.advance(1);
  bench.line.cut();
  await reading;
  bench.line.mend();
  await bench.clock.advance(300);
  expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
});

it('half a code before the cable was pulled is not joined to one after it', async () => {
  const bench = await scannerBench('bare');
  const reading = bench.scanner.read({ timeoutMs: 60_000 });
  bench.line.unit.write(Uint8Array.from(Buffer.from('HALF')));
  await bench.clock.advance(1);
  bench.line.cut();
  await reading;
  bench.line.mend();
  await bench.clock.advance(1_000);
  expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
});
