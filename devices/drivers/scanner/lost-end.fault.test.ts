import { expect, it } from 'vitest';
import { scannerBench, words } from './test-bench.ts';

it.each(['hid-pos', 'suffix', 'aim', 'triggered'] as const)(
  'a code whose end was lost (%s) is not taken for a whole one, and read when it is shown again',
  async (kind) => {
    const bench = await scannerBench(kind);
    bench.unit.set('loseLast', 'once');
    const { value, ms } = await bench.read('long');
    expect(value).toMatchObject({ error: { errorCode: 'barcodeInvalid', outcome: 'notDone' } });
    expect(ms).toBeLessThan(1_000);
    expect(words((await bench.read('long')).value)).toMatch(/^https/);
  },
);

it('without a suffix nobody can know: this is why a scanner should be set to one', async () => {
  const bench = await scannerBench('bare');
  bench.unit.set('loseLast', 'once');
  const { value } = await bench.read('sixty-characters');
  expect(words(value)).toBe('8'.repeat(32));
});
