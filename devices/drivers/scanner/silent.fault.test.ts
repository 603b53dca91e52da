import { expect, it } from 'vitest';
import { kinds, scannerBench, words } from './test-bench.ts';

it.each(kinds)(
  'a scanner that sends nothing (%s) cannot be told from one that sees nothing',
  async (kind) => {
    const bench = await scannerBench(kind);
    bench.unit.set('silent', true);
    const { value, ms } = await bench.read('electronic-card', 4_000);
    expect(words(value)).toBe('timeOut');
    expect(ms).toBe(4_000 - 10);
    expect(bench.scanner.status.device).toBe('online');
    bench.unit.set('silent', false);
    expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
  },
);
