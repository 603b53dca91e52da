import { describe, expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { cardBench } from './test-bench.ts';

const pin = (digits: string) => new Sensitive(digits, '******');
const options = { timeoutMs: 10_000 };

describe('reading a card', () => {
  it.each([
    ['specimen-a', '3.00', '样本甲', '44520219500101001X', 'male'],
    ['specimen-b', '2.00', '张样本', '445202196006060029', 'female'],
    ['gaps-and-owed-months', '1.00', '欧阳样本', '44520219881212003X', 'male'],
    ['rare-character', '3.00', '李䶮样', '445202199209090037', 'male'],
    ['long-name', '3.00', '样本古丽·样本拜尔·样本阿卜杜·样本热合曼', '445202194002020020', 'female'],
  ])('gives %s, generation %s', async (key, version, name, number, sex) => {
    for (const answers of ['direct', 'getResponse', 'wrongLe']) {
      const bench = await cardBench({ card: key });
      bench.unit.set('answers', answers);
      const { value: read } = await bench.read();
      if (!read.ok) throw new Error(`${answers}: ${read.error.description}`);
      expect(read.value).toMatchObject({ version, sex, regionCode: '445202' });
      expect(read.value.name.reveal()).toBe(name);
      expect(read.value.socialSecurityNumber.reveal()).toBe(number);
      expect(bench.reader.status).toMatchObject({ media: 'present', chipPower: 'online' });
      await bench.reader.close();
      expect(bench.clock.pending).toBe(0);
    }
  });

  it('asks for no record that the contract does not name', async () => {
    for (const [card, last] of [
      ['specimen-a', 4],
      ['gaps-and-owed-months', 3],
    ] as const) {
      const bench = await cardBench({ card });
      await bench.read();
      const records = bench.sent.filter((apdu) => apdu.startsWith('00B2'));
      expect(
        records.filter((apdu) => apdu.slice(6, 8) === '34').map((apdu) => Number(apdu.slice(4, 6))),
      ).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    }
  });

  it('repeats a read with the length that the card names, and fetches what waits', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    bench.unit.set('answers', 'wrongLe');
    await bench.read();
    expect(bench.sent.filter((apdu) => apdu.startsWith('00B20234')).length).toBe(2);
    bench.sent.length = 0;
    bench.unit.set('answers', 'getResponse');
    await bench.read();
    expect(bench.sent).toContain('00C0000012');
  });

  it('waits for a card and tells what the slot holds', async () => {
    const bench = await cardBench();
    expect(bench.reader.status).toMatchObject({ media: 'notPresent', chipPower: 'noCard' });
    const reading = bench.reader.readCard({ timeoutMs: 30_000 });
    await bench.clock.advance(3_000);
    bench.unit.set('chipCard', 'specimen-a');
    const { value } = await bench.finish(reading);
    expect(value.ok).toBe(true);
    bench.unit.set('chipCard', 'none');
    await bench.clock.advance(500);
    expect(bench.statuses).toEqual([
      'online present poweredOff',
      'online present busy',
      'online present online',
      'online notPresent noCard',
    ]);
  });

  it('tells of a card that was left in the slot before the terminal came up', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    expect(bench.reader.status).toEqual({
      device: 'online',
      reasons: [],
      media: 'present',
      chipPower: 'poweredOff',
    });
  });

  it('ends when nobody puts a card in', async () => {
    const bench = await cardBench();
    const { value, ms } = await bench.read(5_000);
    expect(value).toMatchObject({ ok: false, error: { errorCode: 'noMedia', outcome: 'notDone' } });
    expect(ms).toBe(5_000);
  });

  it('is canceled while it waits, and while it reads', async () => {
    for (const card of [undefined, 'specimen-a']) {
      const bench = await cardBench(card === undefined ? {} : { card });
      const stop = new AbortController();
      const reading = bench.reader.readCard({ timeoutMs: 30_000, signal: stop.signal });
      await bench.clock.advance(100);
      stop.abort();
      const { value, ms } = await bench.finish(reading);
      expect(value).toMatchObject({ ok: false, error: { completionCode: 'canceled', outcome: 'notDone' } });
      expect(ms).toBeLessThan(100);
      bench.unit.set('chipCard', 'specimen-b');
      await bench.clock.advance(500);
      expect((await bench.read()).value.ok).toBe(true);
    }
  });

  it('does one command at a time', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    const both = Promise.all([bench.reader.readCard(options), bench.reader.readCard(options)]);
    const { value } = await bench.finish(both);
    expect(value.map(({ ok }) => ok)).toEqual([true, true]);
    expect(bench.sent.filter((apdu) => apdu.startsWith('00A40400'))).toHaveLength(2);
    // The second began when the first had ended.
    const half = bench.sent.length / 2;
    expect(bench.sent.slice(half)).toEqual(bench.sent.slice(0, half));
  });

  it('runs out of time on a slow card', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    bench.unit.set('slow', 'sluggish');
    const { value } = await bench.read(3_000);
    expect(value).toMatchObject({ ok: false, error: { completionCode: 'timeOut', outcome: 'notDone' } });
    expect((await bench.read(30_000)).value.ok).toBe(true);
  });
});

describe('the PIN', () => {
  it('is verified, and a wrong one counts down', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    expect((await bench.finish(bench.reader.verifyPin(pin('888888'), options))).value).toEqual({ ok: true });
    const wrong = await bench.finish(bench.reader.verifyPin(pin('111111'), options));
    expect(wrong.value).toMatchObject({
      ok: false,
      error: { errorCode: 'pinWrong', triesLeft: 5, outcome: 'notDone' },
    });
    expect(bench.holds()).toContain('PIN tries left: 5');
    await bench.finish(bench.reader.verifyPin(pin('888888'), options));
    expect(bench.holds()).toContain('PIN tries left: 6');
  });

  it('is sent only when it has six digits: any other form would cost a try', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    for (const digits of ['', '12345', '1234567', '12345a']) {
      expect((await bench.finish(bench.reader.verifyPin(pin(digits), options))).value).toMatchObject({
        ok: false,
        error: { completionCode: 'invalidData', outcome: 'notDone' },
      });
    }
    expect(bench.sent).toEqual([]);
  });

  it('is changed when the old one is right', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    const change = (old: string, next: string) =>
      bench.finish(bench.reader.changePin({ old: pin(old), next: pin(next) }, options));
    expect((await change('888888', '135790')).value.ok).toBe(true);
    expect((await bench.finish(bench.reader.verifyPin(pin('135790'), options))).value.ok).toBe(true);
    expect((await change('888888', '222222')).value).toMatchObject({
      ok: false,
      error: { errorCode: 'pinWrong', triesLeft: 5 },
    });
    expect((await bench.finish(bench.reader.verifyPin(pin('135790'), options))).value.ok).toBe(true);
  });

  it('needs a card in the slot', async () => {
    const bench = await cardBench();
    expect((await bench.finish(bench.reader.verifyPin(pin('888888'), options))).value).toMatchObject({
      ok: false,
      error: { errorCode: 'noMedia', outcome: 'notDone' },
    });
  });

  it('is not sent after the caller has canceled', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    const stop = new AbortController();
    const verifying = bench.reader.verifyPin(pin('111111'), { ...options, signal: stop.signal });
    await bench.clock.advance(10);
    stop.abort();
    expect((await bench.finish(verifying)).value).toMatchObject({ error: { completionCode: 'canceled' } });
    expect(bench.holds()).toContain('PIN tries left: 6');
  });

  it('stands in no answer and no status', async () => {
    const bench = await cardBench({ card: 'specimen-a' });
    const wrong = await bench.finish(bench.reader.verifyPin(pin('246802'), options));
    expect(JSON.stringify([wrong.value, bench.statuses, bench.unit.describe()])).not.toContain('246802');
  });
});

describe('a reader that is not open', () => {
  it('says so', async () => {
    const bench = await cardBench({ open: false });
    expect(bench.reader.status.device).toBe('starting');
    expect((await bench.read()).value).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady' },
    });
    expect((await bench.finish(bench.reader.verifyPin(pin('888888'), options))).value).toMatchObject({
      error: { completionCode: 'deviceNotReady', outcome: 'notDone' },
    });
  });
});
