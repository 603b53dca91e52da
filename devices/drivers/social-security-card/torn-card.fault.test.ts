import { expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { cardBench } from './test-bench.ts';

const pin = (digits: string) => new Sensitive(digits, '******');
const options = { timeoutMs: 10_000 };

it.each(['select', 'read'])('a card torn out during %s was not read, and the next one is', async (tear) => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('tear', tear);
  const { value } = await bench.read();
  expect(value).toMatchObject({ ok: false, error: { errorCode: 'mediaRemoved', outcome: 'notDone' } });
  expect(bench.reader.status).toMatchObject({ device: 'online', media: 'notPresent', chipPower: 'noCard' });
  expect(bench.holds()).toContain('no card');
  await bench.insert('specimen-b');
  const next = await bench.read();
  expect(next.value.ok && next.value.value.name.reveal()).toBe('张样本');
});

it('a card torn out at every moment of a read gives the card or says that it is gone, never half of it', async () => {
  const whole = await cardBench({ card: 'specimen-a' });
  const { ms } = await whole.read();
  for (let at = 1; at < ms; at += 7) {
    const bench = await cardBench({ card: 'specimen-a' });
    const reading = bench.reader.readCard({ timeoutMs: 2_000 });
    await bench.clock.advance(at);
    bench.unit.set('chipCard', 'none');
    const { value } = await bench.finish(reading);
    if (value.ok) throw new Error(`read after it was gone, at ${at} ms`);
    expect(['mediaRemoved', 'noMedia']).toContain(value.error.errorCode);
    await bench.reader.close();
    expect(bench.clock.pending).toBe(0);
  }
});

it('a swap of the card during a read never mixes two people', async () => {
  for (let at = 5; at < 400; at += 40) {
    const bench = await cardBench({ card: 'specimen-a' });
    const reading = bench.reader.readCard({ timeoutMs: 10_000 });
    await bench.clock.advance(at);
    bench.unit.set('chipCard', 'specimen-b');
    const { value } = await bench.finish(reading);
    if (!value.ok) continue;
    const { name, socialSecurityNumber } = value.value;
    expect([name.reveal(), socialSecurityNumber.reveal()]).toEqual(['张样本', '445202196006060029']);
  }
});

it.each([
  ['verify', 6],
  ['verifyUnanswered', 5],
])('torn out during %s leaves it open whether a try was spent', async (tear, triesLeft) => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('tear', tear);
  const { value } = await bench.finish(bench.reader.verifyPin(pin('111111'), options));
  expect(value).toMatchObject({
    ok: false,
    error: { errorCode: 'mediaRemoved', outcome: 'indeterminate' },
  });
  await bench.insert('specimen-a');
  expect(bench.holds()).toContain(`PIN tries left: ${triesLeft}`);
  expect(bench.sent.filter((apdu) => apdu.startsWith('0020'))).toHaveLength(1);
});

it.each([
  ['change', '888888'],
  ['changeUnanswered', '135790'],
])('torn out during %s is settled by verifying the new PIN, and never written twice', async (tear, now) => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('tear', tear);
  const change = bench.reader.changePin({ old: pin('888888'), next: pin('135790') }, options);
  expect((await bench.finish(change)).value).toMatchObject({ error: { outcome: 'indeterminate' } });
  await bench.insert('specimen-a');
  const asked = await bench.finish(bench.reader.verifyPin(pin('135790'), options));
  expect(asked.value.ok).toBe(now === '135790');
  expect((await bench.finish(bench.reader.verifyPin(pin(now), options))).value.ok).toBe(true);
  expect(bench.sent.filter((apdu) => apdu.startsWith('805E'))).toHaveLength(1);
});
