import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('a reply that lost a byte is noticed by the silence after it and asked for again', async () => {
  const { read, unit, sent } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('lostByte', 'once');
  const { value, ms } = await read();
  expectCard(value);
  expect(sent).toEqual(['2001', '2002', '3001', '3001']);
  // Two reads of 462 ms and 200 ms of silence, and not the whole waiting time of a read.
  expect(ms).toBeLessThan(1_300);
});

it('after three of them it is readFailed', async () => {
  const { read, unit } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('lostByte', 'always');
  const error = expectError((await read()).value);
  expect(error.errorCode).toBe('readFailed');
  expect(error.description).toContain('the reply stopped after 1294 bytes');
});
