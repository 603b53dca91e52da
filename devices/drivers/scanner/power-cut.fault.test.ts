import { expect, it } from 'vitest';
import { kinds, scannerBench, words } from './test-bench.ts';

it.each(kinds.filter((kind) => kind !== 'bare' && kind !== 'triggered'))(
  'a scanner that loses power in the middle of a code (%s) reads it again when it is back',
  async (kind) => {
    const bench = await scannerBench(kind);
    bench.unit.set('powerCutInScan', true);
    const reading = bench.scanner.read({ timeoutMs: 10_000 });
    bench.unit.set('code', 'sixty-characters');
    const { value } = await bench.finish(reading);
    // Of a report that is cut in two nothing is left; a piece on a serial line is known for one.
    if (kind === 'hid-pos') expect(words(value)).toBe('8'.repeat(60));
    else {
      expect(words(value)).toBe('barcodeInvalid');
      const again = await bench.finish(bench.scanner.read({ timeoutMs: 10_000 }));
      expect(words(again.value)).toBe('8'.repeat(60));
    }
  },
);

it('a scanner that can be switched comes back switched off, and the next read switches it on', async () => {
  const bench = await scannerBench('triggered');
  bench.unit.set('powerCutInScan', true);
  expect(words((await bench.read('sixty-characters')).value)).toBe('barcodeInvalid');
  await bench.clock.advance(2_000);
  expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
});
