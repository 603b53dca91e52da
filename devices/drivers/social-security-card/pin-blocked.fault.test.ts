import { expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { cardBench } from './test-bench.ts';

const pin = (digits: string) => new Sensitive(digits, '******');
const options = { timeoutMs: 10_000 };

it('the sixth wrong PIN blocks it, for the right one too, and over power', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  const verify = async (digits: string) => {
    const { value } = await bench.finish(bench.reader.verifyPin(pin(digits), options));
    return value.ok ? 'right' : `${value.error.errorCode} ${value.error.triesLeft}`;
  };
  const answers: string[] = [];
  for (let attempt = 0; attempt < 7; attempt++) answers.push(await verify('111111'));
  expect(answers).toEqual([
    'pinWrong 5',
    'pinWrong 4',
    'pinWrong 3',
    'pinWrong 2',
    'pinWrong 1',
    'pinBlocked 0',
    'pinBlocked 0',
  ]);
  expect(await verify('888888')).toBe('pinBlocked 0');
  const change = bench.reader.changePin({ old: pin('888888'), next: pin('111111') }, options);
  expect((await bench.finish(change)).value).toMatchObject({
    error: { errorCode: 'pinBlocked', triesLeft: 0 },
  });

  await bench.insert('none');
  await bench.insert('specimen-a');
  expect(await verify('888888')).toBe('pinBlocked 0');
  // It can still be read.
  expect((await bench.read()).value.ok).toBe(true);
  bench.unit.set('newCards', true);
  expect(await verify('888888')).toBe('right');
});
