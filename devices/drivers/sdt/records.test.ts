import { describe, expect, it } from 'vitest';
import type { Reply } from './codec.ts';
import { requests } from './requests.ts';
import { statusWords } from './status-word.ts';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

describe('the additional address', () => {
  it('is read after the card, when it is asked for', async () => {
    const { unit, readWith, sent } = await sdtBench();
    unit.set('card', 'specimen-b');
    const card = expectCard((await readWith({ additionalAddress: true })).value);
    expect(card.address?.reveal()).toBe('样本省样本市样本区样本路2号');
    expect(card.additionalAddress?.reveal()).toBe('样本省样本市样本区样本新路22号');
    expect(sent).toEqual(['2001', '2002', '3001', '3003']);
    expect(JSON.stringify(card)).not.toContain('样本新路');
  });

  it('is null on a card that has none (status word 91)', async () => {
    const { unit, readWith, sent, reader } = await sdtBench();
    unit.set('card', 'specimen-a');
    expect(expectCard((await readWith({ additionalAddress: true })).value).additionalAddress).toBeNull();
    expect(sent.at(-1)).toBe('3003');
    expect(reader.status).toMatchObject({ device: 'online', media: 'unknown' });
  });

  it('is not asked for by itself', async () => {
    const { unit, read, sent } = await sdtBench();
    unit.set('card', 'specimen-b');
    expect(expectCard((await read()).value).additionalAddress).toBeNull();
    expect(sent).toEqual(['2001', '2002', '3001']);
  });

  it('lifted before it: readFailed after three questions, and nothing of the card is given', async () => {
    const { reader, unit, clock, finish, sent } = await sdtBench();
    unit.set('card', 'specimen-b');
    const reading = reader.readCard({ timeoutMs: 30_000, additionalAddress: true });
    await clock.advanceUntil(() => sent.includes('3003'));
    unit.set('card', 'none');
    const error = expectError((await finish(reading)).value);
    expect(error).toMatchObject({ errorCode: 'readFailed' });
    expect(error.description).toContain('SW 000041');
    expect(sent.filter((command) => command === '3003')).toHaveLength(3);
    unit.set('card', 'specimen-a');
    expect(expectCard((await finish(reader.readCard({ timeoutMs: 5_000 }))).value).name.reveal()).toBe(
      '样本甲',
    );
  });

  it('a module that does not know the command is a hardware error of that command', async () => {
    const { reader, unit, clock, finish, sent } = await sdtBench();
    unit.set('card', 'specimen-b');
    const reading = reader.readCard({ timeoutMs: 30_000, additionalAddress: true });
    await clock.advanceUntil(() => sent.includes('3003'));
    unit.set('statusWord', '24');
    expect(expectError((await finish(reading)).value).completionCode).toBe('hardwareError');
  });
});

describe('the fingerprint', () => {
  it.each([
    ['specimen-b', 1024],
    ['gaps-and-owed-months', 512],
  ])('of %s has %i bytes, when it is asked for', async (key, bytes) => {
    const { unit, readWith, sent } = await sdtBench();
    unit.set('card', key);
    const card = expectCard((await readWith({ fingerprint: true })).value);
    expect(card.fingerprint?.reveal()).toHaveLength(bytes);
    expect(card.photo.reveal()).toHaveLength(1024);
    expect(card.fingerprint?.reveal()).not.toEqual(card.photo.reveal().slice(0, bytes));
    expect(sent).toEqual(['2001', '2002', '3010']);
  });

  it('is null on a card that has none, and where it was not asked for', async () => {
    const { unit, readWith, read, sent } = await sdtBench();
    unit.set('card', 'specimen-a');
    expect(expectCard((await readWith({ fingerprint: true })).value).fingerprint).toBeNull();
    unit.set('card', 'none');
    unit.set('card', 'specimen-b');
    sent.length = 0;
    expect(expectCard((await read()).value).fingerprint).toBeNull();
    expect(sent).not.toContain('3010');
  });

  it('shows itself nowhere by accident', async () => {
    const { unit, readWith } = await sdtBench();
    unit.set('card', 'specimen-b');
    const card = expectCard((await readWith({ fingerprint: true })).value);
    expect(JSON.parse(JSON.stringify(card)).fingerprint).toBe('1024 bytes');
    expect(String(card.fingerprint)).toBe('1024 bytes');
  });

  it.each(['wrongCheck', 'lostByte'])('a spoiled reply (%s) is asked for again', async (fault) => {
    const { unit, readWith, sent } = await sdtBench();
    unit.set('card', 'specimen-b');
    unit.set(fault, 'once');
    expect(expectCard((await readWith({ fingerprint: true })).value).fingerprint).not.toBeNull();
    expect(sent.filter((command) => command === '3010')).toHaveLength(2);
  });
});

describe('a late reply is not taken for the answer to another command', () => {
  const all = requests(115_200);
  const bytes = (length: number) => new Uint8Array(length);
  const replies: Record<string, Reply> = {
    find: { statusWord: statusWords.cardFound, data: bytes(4) },
    noCard: { statusWord: statusWords.findFailed, data: bytes(0) },
    select: { statusWord: statusWords.ok, data: bytes(8) },
    read: { statusWord: statusWords.ok, data: bytes(1284) },
    additionalAddress: { statusWord: statusWords.ok, data: bytes(70) },
    noAdditionalAddress: { statusWord: statusWords.noAdditionalAddress, data: bytes(0) },
    moduleId: { statusWord: statusWords.ok, data: bytes(16) },
  };
  const accepted: Record<keyof typeof all, readonly string[]> = {
    status: [],
    moduleId: ['moduleId'],
    find: ['find', 'noCard'],
    // The id has the length of no select reply, and is within what variants of it may have.
    select: ['select', 'moduleId'],
    read: ['read'],
    readWithFinger: ['read'],
    additionalAddress: ['additionalAddress', 'noAdditionalAddress'],
  };

  it.each(Object.entries(accepted))('%s', (name, answers) => {
    const request = all[name as keyof typeof all];
    const taken = Object.keys(replies).filter((reply) => request.accepts(replies[reply] as Reply));
    expect(taken).toEqual(answers);
  });
});

describe('the module', () => {
  it('tells its status when it is asked', async () => {
    const { reader, unit, finish } = await sdtBench();
    expect((await finish(reader.queryStatus({ timeoutMs: 1_000 }))).value).toMatchObject({
      ok: true,
      value: { device: 'online', reasons: [] },
    });
    unit.set('statusWord', '66');
    expect((await finish(reader.queryStatus({ timeoutMs: 1_000 }))).value).toMatchObject({
      ok: true,
      value: { device: 'hardwareError', reasons: ['moduleNotAuthorised'] },
    });
    unit.set('silent', true);
    expect((await finish(reader.queryStatus({ timeoutMs: 1_000 }))).value).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady' },
    });
  });
});
