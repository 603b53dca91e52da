import { expect, it } from 'vitest';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

it('garbage before every reply does not matter', async () => {
  const { read, unit, sent } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('garbageBefore', true);
  expectCard((await read()).value);
  expect(sent).toEqual(['2001', '2002', '3001']);
});

it('a unit that babbles is given up, and online again when it has stopped', async () => {
  const { read, unit, reader, clock } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('babble', true);
  const { value, ms } = await read();
  expect(expectError(value)).toMatchObject({ completionCode: 'deviceNotReady' });
  expect(ms).toBeLessThan(1_500);
  expect(reader.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
  unit.set('babble', false);
  await clock.advance(6_000);
  expect(reader.status.device).toBe('online');
  expectCard((await read()).value);
});
