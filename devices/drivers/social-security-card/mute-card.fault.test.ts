import { expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { cardBench } from './test-bench.ts';

it('a card that gives no ATR is tried three times and said to be mute; nothing is sent to it', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('mute', true);
  const { value } = await bench.read();
  expect(value).toMatchObject({ ok: false, error: { errorCode: 'atrNotObtained', outcome: 'notDone' } });
  expect(bench.reader.status).toMatchObject({
    device: 'online',
    media: 'present',
    chipPower: 'hardwareError',
  });
  expect(bench.statuses.filter((status) => status.endsWith('busy'))).toHaveLength(3);
  const pin = new Sensitive('888888', '******');
  const verified = await bench.finish(bench.reader.verifyPin(pin, { timeoutMs: 5_000 }));
  expect(verified.value).toMatchObject({ error: { errorCode: 'atrNotObtained', outcome: 'notDone' } });
  expect(bench.sent).toEqual([]);
});

it('wiped and put in again it is read', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('mute', true);
  await bench.read();
  bench.unit.set('chipCard', 'none');
  bench.unit.set('mute', false);
  await bench.insert('specimen-a');
  expect((await bench.read()).value.ok).toBe(true);
});
