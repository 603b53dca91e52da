import { expect, it } from 'vitest';
import { scannerBench, words } from './test-bench.ts';

it('a code that stays before the window does not come to who reads next', async () => {
  const bench = await scannerBench('hid-pos');
  bench.unit.set('repeats', true);
  const reading = bench.scanner.read({ timeoutMs: 10_000 });
  bench.unit.set('code', 'electronic-card');
  expect(words((await bench.finish(reading)).value)).toBe('ECARD-TEST-0001');
  // Read again and again, while the screen is at something else.
  await bench.clock.advance(5_500);
  bench.unit.set('code', 'none');
  const { value } = await bench.finish(bench.scanner.read({ timeoutMs: 3_000 }));
  expect(words(value)).toBe('timeOut');
});
