import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { EventFeed } from './event-feed.ts';
import type { PollEvent } from './events.ts';
import { SspExchange } from './exchange.ts';
import { encodeFrame, FrameParser } from './frame.ts';
import { replayableRandom } from './replayable-random.ts';

/** A unit that answers from a script: hex by command code; without a word for it, it is silent. */
async function scripted(script: (code: number, asked: number) => string | null) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const parser = new FrameParser();
  const asked: number[] = [];
  line.unit.onData((bytes) => {
    for (const found of parser.push(bytes)) {
      if (found.kind !== 'frame') continue;
      const code = found.frame.data[0] ?? 0;
      asked.push(code);
      const answer = script(code, asked.length);
      if (answer === null) continue;
      const data = Uint8Array.from(Buffer.from(answer, 'hex'));
      line.unit.write(encodeFrame({ ...found.frame, data }));
    }
  });
  await line.host.open();
  const exchange = new SspExchange({
    transport: line.host,
    clock,
    address: 0,
    random: replayableRandom(),
    attempts: 2,
  });
  const feed = new EventFeed(exchange);
  const told: string[] = [];
  async function poll() {
    let done: unknown;
    void feed
      .poll(8, (event: PollEvent) => told.push(event.name))
      .then((result) => {
        done = result;
      });
    await clock.advanceUntil(() => done !== undefined);
    return done;
  }
  return { poll, told, asked, exchange, clock };
}

describe('events', () => {
  it('that matter are acknowledged after they were handed on', async () => {
    const { poll, told, asked } = await scripted((code) => (code === 0x56 ? 'F0CCEE01' : 'F0'));
    await poll();
    expect(told).toEqual(['stacking', 'credit']);
    expect(asked).toEqual([0x56, 0x57]);
  });

  it('that do not are not acknowledged', async () => {
    const { poll, asked } = await scripted(() => 'F0E8');
    await poll();
    expect(asked).toEqual([0x56]);
  });

  it('that are repeated because the acknowledgement was lost are handed on once, and acknowledged again', async () => {
    const { poll, told, asked } = await scripted((code, count) =>
      code === 0x56 ? 'F0CCEE01' : count < 5 ? null : 'F0',
    );
    expect(await poll()).toMatchObject({ ok: false });
    await poll();
    expect(told).toEqual(['stacking', 'credit', 'stacking']);
    expect(asked).toEqual([0x56, 0x57, 0x57, 0x56, 0x57]);
    // Acknowledged: the next equal one is another note.
    await poll();
    expect(told.filter((name) => name === 'credit')).toHaveLength(2);
  });

  it('behind one that nobody knows are not acknowledged away', async () => {
    const { poll, told, asked } = await scripted(() => 'F0EE01A7EE02');
    expect(await poll()).toMatchObject({ ok: true, value: { unread: 'no event A7' } });
    await poll();
    expect(told).toEqual(['credit']);
    expect(asked).toEqual([0x56, 0x56]);
  });

  it('come by the plain poll where the unit has no other', async () => {
    const { poll, told, asked } = await scripted((code) => (code === 0x56 ? 'F2' : 'F0EE01'));
    await poll();
    await poll();
    expect(told).toEqual(['credit', 'credit']);
    expect(asked).toEqual([0x56, 0x07, 0x07]);
  });
});

describe('an exchange', () => {
  it('repeats a command with the same bytes, then takes the other sequence bit', async () => {
    const { exchange, clock, asked } = await scripted((_, count) => (count === 1 ? null : 'F0'));
    const sent = exchange.ask('serialNumber');
    await clock.advance(1_100);
    expect(await sent).toMatchObject({ ok: true });
    expect([asked, exchange.gaps]).toEqual([[0x0c, 0x0c], 1]);
  });

  it('gives up after its attempts, and ends at once when the line is closed', async () => {
    const { exchange, clock } = await scripted(() => null);
    const sent = exchange.ask('serialNumber');
    const queued = exchange.ask('setupRequest');
    await clock.advance(500);
    exchange.abort();
    expect(await sent).toMatchObject({ ok: false, error: { kind: 'lineLost' } });
    expect(await queued).toMatchObject({ ok: false, error: { kind: 'notSent' } });
    const last = exchange.ask('hold');
    await clock.advance(2_100);
    expect(await last).toMatchObject({
      ok: false,
      error: { kind: 'noAnswer', description: 'sent 2 times: nothing in 1000 ms' },
    });
    expect(clock.pending).toBe(0);
  });
});
