import { expect, it } from 'vitest';
import { simulateTerminal } from './simulate.ts';

// 1029: a note on its way back to nobody when the process dies. 2040: notes are pushed in after everything was called off.
it.each([11, 12, 1029, 2040])(
  'whatever happens to terminal %i, no note is lost and none is counted twice',
  async (seed) => {
    const result = await simulateTerminal(seed, 12);
    expect(result.broken).toBeNull();
    expect(result.transactions).toBe(12);
    expect(result.deaths + result.faults).toBeGreaterThan(3);
  },
);

it('the same seed lives the same life', async () => {
  expect(await simulateTerminal(13, 2)).toEqual(await simulateTerminal(13, 2));
}, 60_000);
