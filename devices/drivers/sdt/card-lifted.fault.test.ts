import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('a card lifted during the read is mediaRemoved', async () => {
  const { read, unit, reader } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('liftDuringRead', true);
  const { value, ms } = await read();
  expect(expectError(value)).toMatchObject({ completionCode: 'commandErrorCode', errorCode: 'mediaRemoved' });
  expect(ms).toBeLessThan(1_000);
  expect(reader.status).toMatchObject({ device: 'online', media: 'notPresent' });
});

it('a card lifted between find and select is mediaRemoved', async () => {
  const { reader, unit, finish } = await sdtBench();
  unit.set('card', 'specimen-a');
  const reading = reader.readCard({
    timeoutMs: 30_000,
    onProgress: (stage) => stage === 'reading' && unit.set('card', 'none'),
  });
  expect(expectError((await finish(reading)).value).errorCode).toBe('mediaRemoved');
});

it('a card lifted after the reader has it is read all the same', async () => {
  const { reader, unit, clock, finish } = await sdtBench();
  unit.set('card', 'specimen-a');
  const reading = reader.readCard({ timeoutMs: 30_000 });
  // find + select + read are over after some 405 ms; then the reply is on the line for 112 ms.
  await clock.advance(460);
  unit.set('card', 'none');
  expectCard((await finish(reading)).value);
});

it('the card is read when it is laid again', async () => {
  const { read, unit } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('liftDuringRead', true);
  expectError((await read()).value);
  unit.set('card', 'specimen-a');
  expectCard((await read()).value);
});
