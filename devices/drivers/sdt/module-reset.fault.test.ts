import { expect, it } from 'vitest';
import { expectCard, sdtBench } from './test-bench.ts';

it('a module that loses power in the middle of its reply is asked again until it has the card', async () => {
  const { read, unit, sent, reader } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('resetDuringReply', true);
  expectCard((await read()).value);
  // After its restart the module has forgotten the selection: the read fails, and all begins with find.
  expect(sent).toEqual(['2001', '2002', '3001', '3001', '2001', '2002', '3001']);
  expect(reader.status.device).toBe('online');
});
