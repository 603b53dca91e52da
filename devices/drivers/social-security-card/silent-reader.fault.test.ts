import { expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { answerMs, cardBench } from './test-bench.ts';

it('a reader that falls silent is noticed without a command, and found again', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('silent', true);
  await bench.clock.advance(2_000);
  expect(bench.reader.status).toMatchObject({ device: 'offline', media: 'unknown' });
  expect((await bench.read()).value).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  bench.unit.set('silent', false);
  await bench.clock.advance(10_000);
  expect(bench.reader.status).toMatchObject({ device: 'online', reasons: [], media: 'present' });
  expect((await bench.read()).value.ok).toBe(true);
});

it("a card that does not answer in time ends the read; its late answer is nobody else's", async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('slow', 'late');
  const { value, ms } = await bench.read();
  expect(value).toMatchObject({ error: { completionCode: 'deviceNotReady', outcome: 'notDone' } });
  expect(ms).toBeGreaterThanOrEqual(answerMs);
  expect(bench.reader.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
  bench.unit.set('slow', 'off');
  bench.unit.set('chipCard', 'specimen-b');
  await bench.clock.advance(15_000);
  const next = await bench.read();
  expect(next.value.ok && next.value.value.name.reveal()).toBe('张样本');
});

it('silence after a PIN was sent leaves it open', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  const pin = new Sensitive('888888', '******');
  const verifying = bench.reader.verifyPin(pin, { timeoutMs: 20_000 });
  await bench.clock.advanceUntil(() => bench.sent.some((apdu) => apdu.startsWith('0020')));
  bench.unit.set('silent', true);
  expect((await bench.finish(verifying)).value).toMatchObject({
    error: { completionCode: 'deviceNotReady', outcome: 'indeterminate' },
  });
});
