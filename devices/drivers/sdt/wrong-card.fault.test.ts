import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('a card that is found and cannot be selected is invalidMedia', async () => {
  const { read, unit, sent, reader } = await sdtBench();
  unit.set('card', 'not-an-identity-card');
  const { value, ms } = await read();
  expect(expectError(value)).toMatchObject({ completionCode: 'commandErrorCode', errorCode: 'invalidMedia' });
  // A card that is just being laid down may refuse once: it is tried three times, and the answer still comes soon.
  expect(sent.filter((command) => command === '2002')).toHaveLength(3);
  expect(ms).toBeLessThan(1_000);
  expect(reader.status.device).toBe('online');
});

it('status word 40 is invalidMedia', async () => {
  const { read, unit } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('statusWord', '40');
  expect(expectError((await read()).value).errorCode).toBe('invalidMedia');
});

it('the right card is read after the wrong one', async () => {
  const { read, unit } = await sdtBench();
  unit.set('card', 'not-an-identity-card');
  expectError((await read()).value);
  unit.set('card', 'specimen-a');
  expectCard((await read()).value);
});
