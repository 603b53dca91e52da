import { expect, it } from 'vitest';
import { eppBench, errorOf } from './test-bench.ts';

it('a pad that sends digits in clear is told to stop at the first one, and no digit is passed on', async () => {
  const { unit, readWith, progress, listening, sent } = await eppBench();
  unit.set('clearText', true);
  const error = errorOf(await readWith('7'));
  expect(error).toMatchObject({ completionCode: 'hardwareError', outcome: 'notDone' });
  expect(JSON.stringify([error, progress])).not.toContain('7');
  expect(progress).toEqual(['enterData 0']);
  expect(sent.at(-1)).toBe('keypad');
  expect(listening()).toBe(false);
});
