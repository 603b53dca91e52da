import { describe, expect, it } from 'vitest';
import { cardFromRead } from './card.ts';
import { encodeCardText } from './card-text.ts';
import { specimenCards } from './cards.ts';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

describe('reading a card', () => {
  it.each(specimenCards())('$key', async ({ key, text }) => {
    const { unit, read } = await sdtBench();
    unit.set('card', key);
    const card = expectCard((await read()).value);
    expect(card).toMatchObject({
      kind: text.kind,
      sex: text.sex,
      nation: text.nation,
      nationality: text.nationality,
      validFrom: text.validFrom,
      validUntil: text.validUntil,
      numberValid: true,
    });
    expect(card.name.reveal()).toBe(text.name);
    expect(card.number.reveal()).toBe(text.number);
    expect(card.birthDate.reveal()).toBe(text.birthDate);
    expect(card.address?.reveal() ?? null).toBe(text.address);
    expect(card.photo.reveal()).toHaveLength(1024);
  });

  it('shows nothing personal by accident', async () => {
    const { unit, read } = await sdtBench();
    unit.set('card', 'specimen-a');
    const card = expectCard((await read()).value);
    const shown = JSON.stringify(card) + String(card.number);
    expect(shown).not.toMatch(/样本甲|44520219500101001X|样本路|19500101/);
    expect(shown).toContain('445***********001X');
  });

  it('finds, selects, reads, and tells when it begins to read', async () => {
    const { reader, unit, sent, statuses, clock, finish } = await sdtBench();
    const stages: string[] = [];
    const reading = reader.readCard({ timeoutMs: 30_000, onProgress: (stage) => stages.push(stage) });
    await clock.advance(1_000);
    expect(stages).toEqual(['waiting']);
    unit.set('card', 'specimen-b');
    expectCard((await finish(reading)).value);
    expect(stages).toEqual(['waiting', 'reading']);
    expect(sent.slice(-3)).toEqual(['2001', '2002', '3001']);
    expect(statuses).toEqual(['online notPresent', 'online present', 'online unknown']);
  });

  it('takes little more than the line and the unit need', async () => {
    const { unit, read } = await sdtBench();
    unit.set('card', 'specimen-a');
    const lineMs = ((3 * 10 + 15 + 19 + 1295) * 10_000) / 115_200;
    const unitMs = 25 + 25 + 350;
    expect((await read()).ms).toBeLessThan(lineMs + unitMs + 3);
  });

  it('looks for a card every 200 ms', async () => {
    const { read, sent } = await sdtBench();
    expectError((await read(2_000)).value);
    expect(sent.length).toBeGreaterThanOrEqual(8);
    expect(sent.length).toBeLessThanOrEqual(10);
    expect(new Set(sent)).toEqual(new Set(['2001']));
  });

  it('says that a number fails its check digit, and gives the card all the same', () => {
    const text = specimenCards()[0]?.text;
    if (text === undefined) throw new Error('no specimen');
    const blocks = {
      text: encodeCardText({ ...text, number: '445202195001010019' }),
      photo: new Uint8Array(1024),
      finger: new Uint8Array(),
    };
    expect(cardFromRead(blocks)).toMatchObject({
      ok: true,
      value: { numberValid: false },
    });
  });
});

describe('the reader', () => {
  it('tells its module id', async () => {
    const { reader, finish } = await sdtBench();
    expect((await finish(reader.readModuleId({ timeoutMs: 1_000 }))).value).toEqual({
      ok: true,
      value: '05.03-20261010-0000000001-0000000001',
    });
  });

  it('takes a command while a card is waited for, between two looks', async () => {
    const { reader, finish, unit } = await sdtBench();
    const reading = reader.readCard({ timeoutMs: 30_000 });
    expect((await finish(reader.readModuleId({ timeoutMs: 1_000 }))).value.ok).toBe(true);
    unit.set('card', 'specimen-a');
    expectCard((await finish(reading)).value);
  });

  it('reads one card at a time', async () => {
    const { reader, read, finish } = await sdtBench();
    const first = reader.readCard({ timeoutMs: 1_000 });
    expect(expectError((await read()).value).completionCode).toBe('sequenceError');
    expect(expectError((await finish(first)).value).errorCode).toBe('noMedia');
  });

  it('answers canceled at once, before, while waiting and while reading, and reads again afterwards', async () => {
    const { reader, read, unit, clock, finish } = await sdtBench();
    expect(expectError((await read(1_000, AbortSignal.abort())).value).completionCode).toBe('canceled');

    for (const advance of [1_050, 100]) {
      const abort = new AbortController();
      const reading = reader.readCard({ timeoutMs: 30_000, signal: abort.signal });
      await clock.advance(advance);
      abort.abort();
      const canceled = await finish(reading);
      expect(expectError(canceled.value).completionCode).toBe('canceled');
      expect(canceled.ms).toBe(0);
      // The second round is canceled in the middle of the read.
      unit.set('card', 'specimen-a');
    }
    unit.set('card', 'none');
    unit.set('card', 'specimen-b');
    expect(expectCard((await read()).value).name.reveal()).toBe('张样本');
  });

  it('asks an idle module every ten seconds, and leaves no timer when closed', async () => {
    const { reader, clock, sent } = await sdtBench();
    await clock.advance(35_000);
    expect(sent).toEqual(['11ff', '11ff', '11ff']);
    await reader.close();
    expect(clock.pending).toBe(0);
    expect(reader.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
  });

  it('is not ready before it is opened and after it is closed', async () => {
    const { reader, read, finish } = await sdtBench({ open: false });
    expect(reader.status.device).toBe('starting');
    expect(expectError((await read()).value).completionCode).toBe('deviceNotReady');
    await finish(reader.open());
    expect(reader.status.device).toBe('online');
    const reading = reader.readCard({ timeoutMs: 30_000 });
    await reader.close();
    expect(expectError((await finish(reading)).value).completionCode).toBe('deviceNotReady');
  });
});
