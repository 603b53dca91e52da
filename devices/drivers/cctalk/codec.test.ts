import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CctalkFrame,
  type CheckMode,
  decodeFrame,
  encodeFrame,
  FrameFinder,
  type Heard,
} from './codec.ts';
import { decodeCctalk } from './decode.ts';
import { encodeEventBuffer, eventsSince, newEvents, nextCounter, parseEventBuffer } from './events.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const byte = fc.integer({ min: 0, max: 255 });
const anyMode = fc.constantFrom<CheckMode>('checksum', 'crc');
const anyFrame: fc.Arbitrary<CctalkFrame> = fc.record({
  destination: byte,
  source: byte,
  header: byte,
  data: fc.uint8Array({ maxLength: 40 }),
});
const framesOf = (heard: readonly Heard[]) =>
  heard.flatMap((one) => (one.kind === 'frame' ? [one.frame] : []));
/** A frame with CRC does not say where it came from. */
const asHeard = (mode: CheckMode, frame: CctalkFrame) =>
  mode === 'crc' ? { ...frame, source: null } : frame;

/** What each published frame means, in our words. */
const meanings: Record<string, object> = {
  'tx.simple_poll_coin': { check: 'checksum', destination: 2, source: 1, command: 'simplePoll' },
  'tx.enable_all_coins': {
    check: 'checksum',
    destination: 2,
    source: 1,
    command: 'modifyInhibitStatus',
    data: 'FFFF',
  },
  'rx.ack': { check: 'checksum', destination: 1, source: 2, reply: 'ok' },
  'tx.simple_poll_crc': { check: 'crc', destination: 40, command: 'simplePoll' },
  'rx.ack_crc': { check: 'crc', destination: 1, reply: 'ok' },
  'tx.bill.simple_poll': { check: 'checksum', destination: 40, source: 1, command: 'simplePoll' },
  'tx.bill.master_on': {
    check: 'checksum',
    destination: 40,
    source: 1,
    command: 'modifyMasterInhibitStatus',
    data: '01',
  },
  'tx.bill.master_off': {
    check: 'checksum',
    destination: 40,
    source: 1,
    command: 'modifyMasterInhibitStatus',
    data: '00',
  },
  'tx.bill.route_stack': { check: 'checksum', destination: 40, source: 1, command: 'routeBill', data: '01' },
  'rx.bill.events_powerup': { destination: 1, source: 40, reply: 'ok', asEvents: { counter: 0 } },
  'rx.bill.events_stacked_type1': {
    destination: 1,
    source: 40,
    reply: 'ok',
    asEvents: {
      counter: 2,
      results: [
        { a: 1, b: 0 },
        { a: 1, b: 1 },
        { a: 0, b: 0 },
        { a: 0, b: 0 },
        { a: 0, b: 0 },
      ],
    },
  },
};
const isCounter = (name: string) => name.startsWith('event_counter.');

describe('published ccTalk vectors', () => {
  it('are all covered here', () => {
    const frames = vectors.map(({ name }) => name).filter((name) => !isCounter(name));
    expect(Object.keys(meanings).sort()).toEqual(frames.sort());
  });

  it.each(vectors.filter(({ name }) => !isCounter(name)))('$name', ({ name, bytes_hex }) => {
    const decoded = decodeCctalk(name.startsWith('tx.') ? 'host' : 'device', bytesOf(bytes_hex));
    expect(decoded).toMatchObject({ ok: true, value: meanings[name] });
  });

  it.each(vectors.filter(({ name }) => !isCounter(name)))('$name is refused with a bit wrong', (vector) => {
    const bytes = bytesOf(vector.bytes_hex);
    const mode = vector.name.endsWith('_crc') ? 'crc' : 'checksum';
    expect(decodeFrame(mode, bytes).ok).toBe(true);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeFrame(mode, flipped).ok, `bit ${bit}`).toBe(false);
    }
  });

  it.each([
    ['event_counter.1_after_255', 1, 255, 1],
    ['event_counter.54_after_48', 54, 48, 6],
  ])('%s', (name, counter, last, count) => {
    expect(vectors.find((vector) => vector.name === name)?.bytes_hex).toBe(
      Buffer.from([counter, last]).toString('hex').toUpperCase(),
    );
    expect(eventsSince(counter, last)).toBe(count);
  });
});

describe('frames', () => {
  it('come back as they were, with checksum and with CRC', () => {
    fc.assert(
      fc.property(anyMode, anyFrame, (mode, frame) => {
        expect(decodeFrame(mode, encodeFrame(mode, frame))).toEqual({
          ok: true,
          value: asHeard(mode, frame),
        });
      }),
    );
  });

  it('with one wrong bit are refused', () => {
    fc.assert(
      fc.property(anyMode, anyFrame, fc.nat(), (mode, frame, at) => {
        const bytes = encodeFrame(mode, frame);
        const bit = at % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(decodeFrame(mode, bytes).ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are found in any portions', () => {
    fc.assert(
      fc.property(
        anyMode,
        fc.array(anyFrame, { maxLength: 4 }),
        fc.uint8Array({ maxLength: 20 }),
        fc.array(fc.nat()),
        (mode, all, noise, cuts) => {
          const stream = Uint8Array.from([
            ...all.flatMap((frame) => [...encodeFrame(mode, frame)]),
            ...noise,
          ]);
          const finder = new FrameFinder(mode);
          const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort(
            (a, b) => a - b,
          );
          let from = 0;
          const found = places.flatMap((to) => {
            const portion = finder.push(stream.subarray(from, to));
            from = to;
            return portion;
          });
          expect(found).toEqual(new FrameFinder(mode).push(stream));
          expect(framesOf(found).slice(0, all.length)).toEqual(all.map((frame) => asHeard(mode, frame)));
        },
      ),
    );
  });

  it('are found after garbage and a silence', () => {
    fc.assert(
      fc.property(anyMode, fc.uint8Array({ maxLength: 60 }), anyFrame, (mode, garbage, frame) => {
        const finder = new FrameFinder(mode);
        finder.push(garbage);
        finder.reset();
        expect(framesOf(finder.push(encodeFrame(mode, frame)))).toEqual([asHeard(mode, frame)]);
      }),
    );
  });

  it('are looked for without throwing, whatever comes', () => {
    fc.assert(
      fc.property(anyMode, fc.uint8Array({ maxLength: 2_000 }), (mode, bytes) => {
        for (const frame of framesOf(new FrameFinder(mode).push(bytes))) parseEventBuffer(frame.data);
        decodeCctalk('device', bytes);
      }),
    );
  });

  it('with more than 255 bytes of data are a bug', () => {
    const data = new Uint8Array(256);
    expect(() => encodeFrame('crc', { destination: 2, source: 1, header: 0, data })).toThrow('255');
  });

  it.each([
    [
      'host',
      '0200',
      'as checksum: a frame has at least 5 bytes, not 2; as crc: a frame has at least 5 bytes, not 2',
    ],
    ['host', '020001FEFE', 'as checksum: the sum of all bytes is FF, not 00; as crc: the CRC is FE01'],
    ['host', '020101FEFF', 'as checksum: the frame declares 6 bytes in all, there are 5'],
    ['device', '01000207F6', 'no reply has header 07'],
  ] as const)('%s %s are refused with the reason', (direction, hex, reason) => {
    const decoded = decodeCctalk(direction, bytesOf(hex));
    expect(decoded.ok ? '' : decoded.error).toContain(reason);
  });
});

describe('the event counter', () => {
  it.each([
    [23, 23, 0, 0],
    [104, 102, 2, 0],
    [1, 255, 1, 0],
    [3, 253, 5, 0],
    [54, 48, 5, 1],
    [0, 67, 0, 0],
    [7, 0, 5, 2],
  ])('%d after %d: %d in the buffer, %d lost', (counter, last, kept, lost) => {
    const results = [5, 4, 3, 2, 1].map((a) => ({ a, b: 0 }));
    const found = newEvents({ counter, results }, last);
    expect(found.lost).toBe(lost);
    // The oldest first.
    expect(found.events.map(({ a }) => a)).toEqual([1, 2, 3, 4, 5].slice(5 - kept));
  });

  it('counts as many steps as were made, from anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 254 }), (start, steps) => {
        let counter = start;
        for (let step = 0; step < steps; step++) counter = nextCounter(counter);
        expect(counter).not.toBe(0);
        expect(eventsSince(counter, start)).toBe(steps);
      }),
    );
  });

  it('and its buffer come back as they were', () => {
    const results = [1, 2, 3, 4, 5].map((a) => ({ a, b: a + 1 }));
    expect(parseEventBuffer(encodeEventBuffer({ counter: 9, results }))).toEqual({
      ok: true,
      value: { counter: 9, results },
    });
    expect(parseEventBuffer(new Uint8Array(10)).ok).toBe(false);
  });
});
