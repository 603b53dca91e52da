import { expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { cardBench } from './test-bench.ts';

it('a spoiled answer makes the card be powered anew and read again', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('garbled', 'once');
  const { value } = await bench.read();
  expect(value.ok && value.value.name.reveal()).toBe('样本甲');
  expect(bench.statuses.filter((status) => status.endsWith('busy'))).toHaveLength(2);
});

it('a card whose answers are always spoiled is invalid after three rounds', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  bench.unit.set('garbled', 'always');
  expect((await bench.read()).value).toMatchObject({
    error: { errorCode: 'invalidMedia', outcome: 'notDone' },
  });
  expect(bench.sent.filter((apdu) => apdu.startsWith('00A404'))).toHaveLength(3);
  bench.unit.set('garbled', 'off');
  expect((await bench.read()).value.ok).toBe(true);
});

it('a spoiled answer to a PIN leaves it open, and the PIN is not sent again', async () => {
  const bench = await cardBench({ card: 'specimen-a' });
  const pin = new Sensitive('111111', '******');
  const verifying = bench.reader.verifyPin(pin, { timeoutMs: 5_000 });
  await bench.clock.advanceUntil(() => bench.sent.some((apdu) => apdu.startsWith('0020')));
  bench.unit.set('garbled', 'once');
  expect((await bench.finish(verifying)).value).toMatchObject({
    ok: false,
    error: { outcome: 'indeterminate' },
  });
  expect(bench.sent.filter((apdu) => apdu.startsWith('0020'))).toHaveLength(1);
  expect(bench.holds()).toContain('PIN tries left: 5');
});
