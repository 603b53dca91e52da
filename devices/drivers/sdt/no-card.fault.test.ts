import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('no card until the time runs out is noMedia', async () => {
  const { read, reader } = await sdtBench();
  const { value, ms } = await read(5_000);
  expect(expectError(value)).toMatchObject({ completionCode: 'commandErrorCode', errorCode: 'noMedia' });
  expect(ms).toBeGreaterThanOrEqual(5_000);
  expect(ms).toBeLessThan(5_200);
  expect(reader.status).toMatchObject({ device: 'online', media: 'notPresent' });
});

it('a card that was read and not lifted is not found again, and the reader does not claim that it is gone', async () => {
  const { read, unit, reader } = await sdtBench();
  unit.set('card', 'specimen-a');
  expectCard((await read()).value);
  expect(expectError((await read(1_000)).value).errorCode).toBe('noMedia');
  expect(reader.status.media).toBe('unknown');
});

it('a card that was lifted and laid again is read again', async () => {
  const { read, unit } = await sdtBench();
  unit.set('card', 'specimen-a');
  expectCard((await read()).value);
  unit.set('card', 'none');
  unit.set('card', 'specimen-a');
  expectCard((await read()).value);
});
