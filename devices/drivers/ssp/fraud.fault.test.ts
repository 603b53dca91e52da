import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { SspNoteRecycler } from './driver.ts';
import { SspEmulator } from './emulator.ts';
import { encodeFrame } from './frame.ts';
import { replayableRandom } from './replayable-random.ts';
import { expectError, fixedKey, okResult, sspBench } from './test-bench.ts';

const soon = { timeoutMs: 10_000 };

describe('a unit that is tampered with', () => {
  it('says so once', async () => {
    const { unit, clock, events } = await sspBench();
    unit.set('fraud', true);
    await clock.advance(5_000);
    expect(events).toEqual([{ type: 'fraudAttempt', description: 'the unit was tampered with' }]);
  });

  it('and exchanged while the line was cut is not trusted until staff resets it', async () => {
    const { unit, line, clock, events, recycler, online, finish, payOut } = await sspBench({
      unit: { filled: [10_000] },
    });
    line.cut();
    unit.set('swapUnit', true);
    await clock.advance(1_000);
    line.mend();
    await online();
    expect(recycler.status).toMatchObject({ device: 'potentialFraud', reasons: ['serialNumberChanged'] });
    expect(events).toMatchObject([{ type: 'fraudAttempt' }]);
    expect(expectError(await finish(recycler.enable([10_000], soon))).completionCode).toBe('deviceNotReady');
    expect(expectError(await payOut(10_000))).toMatchObject({
      completionCode: 'deviceNotReady',
      outcome: 'notDone',
    });
    expect(await finish(recycler.reset({ timeoutMs: 60_000 }))).toEqual(okResult);
    expect(recycler.status).toMatchObject({ device: 'online', reasons: [] });
    expect(await finish(recycler.enable([10_000], soon))).toEqual(okResult);
  });

  it('and exchanged in a gap that was not even noticed as a lost line', async () => {
    const { unit, clock, recycler } = await sspBench();
    unit.set('loseReply', 'once');
    unit.set('swapUnit', true);
    await clock.advance(5_000);
    expect(recycler.status).toMatchObject({ device: 'potentialFraud', reasons: ['serialNumberChanged'] });
  });
});

describe('somebody on the line', () => {
  it('who sends a credit without the key is not believed', async () => {
    const { clock, line, events, recycler } = await sspBench();
    line.unit.onData(() => {
      for (const sequence of [0, 1] as const) {
        line.unit.write(encodeFrame({ sequence, address: 0, data: Uint8Array.of(0xf0, 0xee, 0x06) }));
      }
    });
    await clock.advance(30_000);
    expect(events).toEqual([]);
    expect(recycler.itemTypes).toHaveLength(6);
  });

  it('who repeats an encrypted reply of before is not believed', async () => {
    const { clock, line, events, enable, insert, stack } = await sspBench();
    await enable();
    await insert('100 CNY');
    const heard: Uint8Array[] = [];
    const record = line.host.onData((bytes) => heard.push(Uint8Array.from(bytes)));
    await stack();
    record();
    // Everything that the unit said around the credit, once more and at every question.
    line.unit.onData(() => {
      for (const bytes of heard) line.unit.write(bytes);
    });
    await clock.advance(30_000);
    expect(events.filter(({ type }) => type === 'stacked')).toHaveLength(1);
  });

  it('with another fixed key gets no session: the unit goes out of service, as its document says', async () => {
    const clock = new VirtualClock();
    const line = memoryLine();
    const unit = new SspEmulator({ clock, random: replayableRandom(7), fixedKey: 0x1111111122222222n });
    unit.attach(line.unit);
    const options = {
      primeBits: 64,
      pollIntervalMs: 200,
      attempts: 3,
      currency: 'CNY',
      random: replayableRandom(),
    };
    const recycler = new SspNoteRecycler({ ...options, id: 'r', transport: line.host, clock, fixedKey });
    let opened: unknown;
    void recycler.open().then((result) => {
      opened = result;
    });
    await clock.advanceUntil(() => opened !== undefined);
    expect(opened).toMatchObject({ ok: false, error: { completionCode: 'deviceNotReady' } });
    expect(recycler.status.device).toBe('offline');
  });
});
