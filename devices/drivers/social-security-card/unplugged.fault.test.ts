import { expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { cardBench } from './test-bench.ts';

it('a reader that is unplugged and plugged in is found again, with the card that stayed in it', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  await bench.read();
  bench.line.cut();
  expect(bench.reader.status).toMatchObject({ device: 'offline', reasons: ['lineLost'], media: 'unknown' });
  expect((await bench.read()).value).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  await bench.clock.advance(3_000);
  bench.line.mend();
  await bench.clock.advance(6_000);
  expect(bench.reader.status).toMatchObject({ device: 'online', media: 'present', chipPower: 'poweredOff' });
  expect((await bench.read()).value.ok).toBe(true);
});

it('unplugged at every moment of a read, it answers, and comes back', async () => {
  const whole = await cardBench({ card: 'specimen-a' });
  const { ms } = await whole.read();
  for (let at = 1; at < ms; at += 13) {
    const bench = await cardBench({ card: 'specimen-a' });
    const reading = bench.reader.readCard({ timeoutMs: 10_000 });
    await bench.clock.advance(at);
    bench.line.cut();
    const { value } = await bench.finish(reading);
    expect(value).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady', outcome: 'notDone' },
    });
    bench.line.mend();
    await bench.clock.advance(6_000);
    expect((await bench.read()).value.ok).toBe(true);
    await bench.reader.close();
    expect(bench.clock.pending).toBe(0);
  }
});

it('unplugged while it waits for a card, it says so at once', async () => {
  const bench = await cardBench();
  const reading = bench.reader.readCard({ timeoutMs: 30_000 });
  await bench.clock.advance(1_000);
  bench.line.cut();
  const { value, ms } = await bench.finish(reading);
  expect(value).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  expect(ms).toBe(0);
});

it('unplugged after a PIN was sent, it stays open whether it was taken', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  const pin = new Sensitive('888888', '******');
  const verifying = bench.reader.verifyPin(pin, { timeoutMs: 20_000 });
  await bench.clock.advanceUntil(() => bench.sent.some((apdu) => apdu.startsWith('0020')));
  bench.line.cut();
  expect((await bench.finish(verifying)).value).toMatchObject({ error: { outcome: 'indeterminate' } });
});
