import { expect, it } from 'vitest';
import { cardBench } from './test-bench.ts';

it('a chip that resets in the middle has forgotten the application, and is read from the beginning', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('resetOnce', true);
  const { value } = await bench.read();
  expect(value.ok && value.value.name.reveal()).toBe('样本甲');
  expect(bench.sent.filter((apdu) => apdu.startsWith('00A404'))).toHaveLength(2);
});
