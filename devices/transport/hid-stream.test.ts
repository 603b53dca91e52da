import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { specimenCards } from '../drivers/sdt/cards.ts';
import { SdtIdentityCardReader } from '../drivers/sdt/driver.ts';
import { SdtEmulator } from '../drivers/sdt/emulator.ts';
import { memoryHid } from '../emulation/memory-hid.ts';
import { hidTransport } from './hid.ts';
import { type HidFraming, hidStream } from './hid-stream.ts';
import { memoryLine } from './memory.ts';
import type { Transport, UnitLine } from './transport.ts';

const framings: readonly HidFraming[] = [
  { reportId: 0, reportBytes: 64, counted: true },
  { reportId: 0, reportBytes: 64, counted: false },
  { reportId: 5, reportBytes: 63, counted: true },
  { reportId: 1, reportBytes: 32, counted: false },
];

/** The unit's end of the same reports: what it says goes out as input reports, which have no id where it is 0. */
function unitStream(line: UnitLine, framing: HidFraming): UnitLine {
  const { reportId, reportBytes, counted } = framing;
  const room = reportBytes - (counted ? 1 : 0);
  return {
    write(bytes) {
      for (let at = 0; at < bytes.length; at += room) {
        const part = bytes.subarray(at, at + room);
        const body = new Uint8Array(reportBytes);
        body.set([...(counted ? [part.length] : []), ...part]);
        line.write(reportId === 0 ? body : Uint8Array.of(reportId, ...body));
      }
    },
    onData: (listener) =>
      line.onData((report) => {
        expect(report).toHaveLength(1 + reportBytes);
        expect(report[0]).toBe(reportId);
        listener(counted ? report.subarray(2, 2 + (report[1] ?? 0)) : report.subarray(1));
      }),
  };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe.each(framings)('bytes in reports %j', (framing) => {
  it('come out as they went in, with zeros at the end where nothing counts them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (sent) => {
        const line = memoryLine();
        const host = hidStream(line.host, framing);
        const atUnit: number[] = [];
        const atHost: number[] = [];
        const unit = unitStream(line.unit, framing);
        unit.onData((bytes) => atUnit.push(...bytes));
        host.onData((bytes) => atHost.push(...bytes));
        await host.open();
        await host.write(sent);
        unit.write(sent);
        await settle();
        for (const heard of [atUnit, atHost]) {
          expect(heard.slice(0, sent.length)).toEqual([...sent]);
          expect(heard.slice(sent.length).every((byte) => byte === 0)).toBe(true);
          if (framing.counted) expect(heard).toHaveLength(sent.length);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('carry an identity card from a reader', async () => {
    const clock = new VirtualClock();
    const hid = memoryHid();
    const unit = new SdtEmulator({ clock, cards: specimenCards() });
    hid.plug(
      { path: '/dev/hidraw1', vendorId: 0x0400, productId: 0xc35a },
      { attach: (line) => unit.attach(unitStream(line, framing)) },
    );
    const transport: Transport = hidStream(hidTransport({ vendorId: 0x0400 }, hid.library), framing);
    const reader = new SdtIdentityCardReader({
      id: 'reader',
      transport,
      clock,
      baudRate: 115_200,
      pollIntervalMs: 200,
      healthIntervalMs: 10_000,
    });
    await clock.advance(1_000);
    const finish = async <T>(promise: Promise<T>): Promise<T> => {
      let done = false;
      void promise.then(() => {
        done = true;
      });
      await clock.advanceUntil(() => done);
      return promise;
    };
    expect(await finish(reader.open())).toMatchObject({ ok: true });
    unit.set('card', 'rare-character');
    const card = await finish(reader.readCard({ timeoutMs: 10_000 }));
    expect(card.ok && card.value.name.reveal()).toBe('李䶮样');
    await finish(reader.close());
  });
});

it('reports of another kind, or that count more than they hold, are dropped', async () => {
  const line = memoryLine();
  const host = hidStream(line.host, { reportId: 5, reportBytes: 4, counted: true });
  const heard: number[][] = [];
  host.onData((bytes) => heard.push([...bytes]));
  await host.open();
  for (const report of [[4, 1, 9, 0, 0], [5, 4, 1, 2, 3], [5, 200, 1, 2, 3], [5], [], [5, 0, 0, 0, 0]]) {
    line.unit.write(Uint8Array.from(report));
  }
  line.unit.write(Uint8Array.of(5, 2, 7, 8, 0));
  await settle();
  expect(heard).toEqual([[7, 8]]);
});
