import { expect, it } from 'vitest';
import { scannerBench, words } from './test-bench.ts';

it.each(['suffix', 'aim', 'bare', 'triggered'] as const)(
  'a code with noise in it (%s) is spoiled',
  async (kind) => {
    const bench = await scannerBench(kind);
    bench.unit.set('noise', 'once');
    expect(words((await bench.read('electronic-card')).value)).toBe('barcodeInvalid');
    expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
  },
);

it('reports of another kind between those of a HID POS scanner are none of its codes', async () => {
  const bench = await scannerBench('hid-pos');
  bench.unit.set('noise', 'always');
  expect(words((await bench.read('long')).value)).toMatch(/^https/);
  expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
});
