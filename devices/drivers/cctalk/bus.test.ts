import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { CctalkBus, type CctalkRequest } from './bus.ts';
import { encodeFrame } from './codec.ts';

const question: CctalkRequest = {
  address: 3,
  mode: 'checksum',
  command: 'requestHopperStatus',
  replyBytes: [4],
};
const asked = encodeFrame('checksum', { destination: 3, source: 1, header: 166, data: new Uint8Array() });
const answer = (...data: number[]) =>
  encodeFrame('checksum', { destination: 1, source: 3, header: 0, data: Uint8Array.from(data) });
const header = (code: number) =>
  encodeFrame('checksum', { destination: 1, source: 3, header: code, data: new Uint8Array() });

/** The wire in the hands of the test. */
async function bus() {
  const clock = new VirtualClock();
  const line = memoryLine();
  let commands = 0;
  line.unit.onData(() => commands++);
  const made = new CctalkBus(line.host, clock);
  const handle = made.handle();
  await handle.open();
  return {
    clock,
    line,
    made,
    handle,
    commands: () => commands,
    async say(...portions: Uint8Array[]) {
      for (const portion of portions) line.unit.write(portion);
      await clock.advance(1);
    },
    start(request: CctalkRequest = question) {
      return made.run(request);
    },
  };
}

describe('a question', () => {
  it('is answered by what comes after its echo, in any portions', async () => {
    const { start, say, clock } = await bus();
    const reply = start();
    await clock.advance(1);
    const all = [...asked, ...answer(1, 0, 5, 0)];
    for (const byte of all) await say(Uint8Array.of(byte));
    expect(await reply).toEqual({ ok: true, value: Uint8Array.of(1, 0, 5, 0) });
  });

  it('is not answered by a late reply to the one before, which comes before its echo', async () => {
    const { start, say, clock } = await bus();
    const first = start();
    await clock.advance(1);
    await say(asked, answer(1, 0, 1, 0));
    expect((await first).ok).toBe(true);
    const second = start();
    await clock.advance(1);
    await say(answer(2, 9, 9, 9));
    await say(asked, answer(3, 0, 3, 0));
    expect(await second).toEqual({ ok: true, value: Uint8Array.of(3, 0, 3, 0) });
  });

  it('whose own bytes look like the beginning of a reply is told from it', async () => {
    // Address 1 in the data of the echo must not be taken for a reply that begins there.
    const { start, say, clock } = await bus();
    const reply = start({ ...question, command: 'modifySorterPaths', data: [1, 4], replyBytes: [0] });
    await clock.advance(1);
    const echo = { destination: 3, source: 1, header: 210, data: Uint8Array.of(1, 4) };
    await say(encodeFrame('checksum', echo), answer());
    expect(await reply).toEqual({ ok: true, value: new Uint8Array() });
  });

  it.each([
    [
      'for another host',
      encodeFrame('checksum', { destination: 9, source: 3, header: 0, data: new Uint8Array(4) }),
    ],
    [
      'from another unit',
      encodeFrame('checksum', { destination: 1, source: 4, header: 0, data: new Uint8Array(4) }),
    ],
    ['of another length', answer(1, 2)],
    ['with bytes behind it', Uint8Array.of(...answer(1, 2, 3, 4), 0)],
    ['that is busy', header(6)],
  ])('is asked again after a reply %s, three times in all', async (_, wrong) => {
    const { start, say, clock, commands } = await bus();
    const reply = start();
    for (let attempt = 1; attempt <= 3; attempt++) {
      await clock.advanceUntil(() => commands() === attempt);
      await say(asked, wrong);
    }
    await clock.advance(1_000);
    expect(await reply).toMatchObject({ ok: false, error: { kind: 'garbled' } });
    expect(commands()).toBe(3);
  });

  it('that is answered with NAK is not asked again', async () => {
    const { start, say, clock, commands } = await bus();
    const reply = start();
    await clock.advance(1);
    await say(asked, header(5));
    expect(await reply).toMatchObject({ ok: false, error: { kind: 'refused' } });
    await clock.advance(5_000);
    expect(commands()).toBe(1);
  });

  it('that nobody answers fails after three times 300 ms', async () => {
    const { start, clock, commands } = await bus();
    const began = clock.now();
    const reply = start();
    await clock.advance(1_300);
    expect(await reply).toMatchObject({ ok: false, error: { kind: 'noAnswer' } });
    expect(commands()).toBe(3);
    expect(clock.now() - began).toBeLessThanOrEqual(1_300);
  });

  it('on a line that babbles ends', async () => {
    const { start, clock, say } = await bus();
    const reply = start({ ...question, once: true });
    await clock.advance(1);
    for (let burst = 0; burst < 20; burst++) await say(new Uint8Array(100).fill(0x77));
    await clock.advance(200);
    expect(await reply).toMatchObject({ ok: false, error: { kind: 'garbled' } });
  });
});

describe('the line of several drivers', () => {
  it('is open as long as one of them has it open', async () => {
    const { made, handle, line } = await bus();
    const other = made.handle();
    expect((await other.open()).ok).toBe(true);
    expect((await other.open()).ok).toBe(false);
    await handle.close();
    expect([handle.isOpen, other.isOpen, line.host.isOpen]).toEqual([false, true, true]);
    await other.close();
    await other.close();
    expect(line.host.isOpen).toBe(false);
  });

  it('is opened once where they open it together', async () => {
    const clock = new VirtualClock();
    const line = memoryLine();
    const made = new CctalkBus(line.host, clock);
    const [one, two] = [made.handle(), made.handle()];
    expect(await Promise.all([one.open(), two.open()])).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it('is lost for all of them, and for the command under way', async () => {
    const { made, handle, line, start, clock } = await bus();
    const lost: string[] = [];
    const other = made.handle();
    await other.open();
    handle.onLost(() => lost.push('one'));
    other.onLost(() => lost.push('two'));
    const reply = start();
    await clock.advance(1);
    line.cut();
    expect(await reply).toMatchObject({ ok: false, error: { kind: 'lineLost' } });
    expect(lost).toEqual(['one', 'two']);
    line.mend();
    expect((await handle.open()).ok).toBe(true);
  });

  it('that is closed ends the command under way', async () => {
    const { handle, start, clock } = await bus();
    const reply = start();
    await clock.advance(1);
    await handle.close();
    expect(await reply).toMatchObject({ ok: false, error: { kind: 'lineLost' } });
  });
});
