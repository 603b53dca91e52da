import { expect, it } from 'vitest';
import { kinds, scannerBench, words } from './test-bench.ts';

it.each(kinds)(
  'a scanner that babbles (%s) reads no code, holds nothing up, and works afterwards',
  async (kind) => {
    const bench = await scannerBench(kind);
    bench.unit.set('babble', true);
    for (let turn = 0; turn < 3; turn++) {
      const { value, ms } = await bench.finish(bench.scanner.read({ timeoutMs: 8_000 }));
      expect(['barcodeInvalid', 'timeOut']).toContain(words(value));
      expect(ms).toBeLessThanOrEqual(8_000);
    }
    bench.unit.set('babble', false);
    await bench.clock.advance(1_000);
    expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
  },
);
