import { expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { cardBench } from './test-bench.ts';

it('a bank card is refused at once, and no PIN is sent to it', async () => {
  const bench = await cardBench({ card: 'bank-card' });
  const { value, ms } = await bench.read();
  expect(value).toMatchObject({ ok: false, error: { errorCode: 'invalidMedia', outcome: 'notDone' } });
  expect(ms).toBeLessThan(200);
  const pin = new Sensitive('888888', '******');
  const verified = await bench.finish(bench.reader.verifyPin(pin, { timeoutMs: 5_000 }));
  expect(verified.value).toMatchObject({ error: { errorCode: 'invalidMedia', outcome: 'notDone' } });
  expect(bench.sent.every((apdu) => apdu.startsWith('00A404'))).toBe(true);
});
