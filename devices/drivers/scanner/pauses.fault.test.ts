import { expect, it } from 'vitest';
import type { Clock } from '../../../src-shared/clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { kinds, scannerBench, scannerOf, words } from './test-bench.ts';

it.each(kinds)('a scanner that pauses a little within a code (%s) is heard out', async (kind) => {
  const bench = await scannerBench(kind);
  bench.unit.set('slow', 'sluggish');
  expect(words((await bench.read('long')).value)).toMatch(/SPECIMEN0$/);
});

it.each(['hid-pos', 'suffix', 'aim', 'triggered'] as const)(
  'a scanner that pauses too long (%s) sends no whole code, and none in pieces either',
  async (kind) => {
    const bench = await scannerBench(kind);
    bench.unit.set('slow', 'late');
    expect(words((await bench.read('sixty-characters')).value)).toBe('barcodeInvalid');
    // The rest of it comes while nobody waits, or somebody else does.
    bench.unit.set('slow', 'off');
    await bench.clock.advance(2_000);
    expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
  },
);

it('a computer that was busy waits once more before it believes in a pause', async () => {
  let now = 0;
  let timers: (() => void)[] = [];
  const clock: Clock = {
    now: () => now,
    schedule(_, callback) {
      timers.push(callback);
      return () => {
        timers = timers.filter((timer) => timer !== callback);
      };
    },
  };
  const line = memoryLine();
  const scanner = scannerOf('bare', line.host, clock);
  await scanner.open();
  const reading = scanner.read({ timeoutMs: 600_000 });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  await settle();
  const send = (text: string) => {
    line.unit.write(Uint8Array.from(Buffer.from(text)));
    return settle();
  };
  const gapTimer = () => timers.at(-1)?.();
  await send('FIRST ');
  // The timer is called long after its time, and before the bytes that came meanwhile.
  now += 1_000;
  gapTimer();
  await send('SECOND');
  now += 80;
  gapTimer();
  expect(words(await reading)).toBe('FIRST SECOND');
});
