import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('a reply with a wrong check is asked for again', async () => {
  const { read, unit, sent } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('wrongCheck', 'once');
  expectCard((await read()).value);
  expect(sent).toEqual(['2001', '2002', '3001', '3001']);
});

it('after three wrong checks it is readFailed, with what was seen, and the reader stays online', async () => {
  const { read, unit, sent, reader } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('wrongCheck', 'always');
  const error = expectError((await read()).value);
  expect(error).toMatchObject({ completionCode: 'commandErrorCode', errorCode: 'readFailed' });
  expect(error.description).toMatch(/sent 3 times: check is .., computed/);
  expect(sent.filter((command) => command === '3001')).toHaveLength(3);
  // The unit has read the card and does not find it again: that must not be told as a card that was lifted.
  expect(reader.status).toMatchObject({ device: 'online', media: 'unknown' });
});

it('a wrong check that the reader saw in our command makes the command go out again', async () => {
  const { read, unit, clock, reader, finish } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('statusWord', '10');
  const reading = reader.readCard({ timeoutMs: 30_000 });
  await clock.advance(20);
  unit.set('statusWord', 'off');
  expectCard((await finish(reading)).value);
  unit.set('statusWord', '10');
  expect(expectError((await read()).value)).toMatchObject({ completionCode: 'deviceNotReady' });
});
