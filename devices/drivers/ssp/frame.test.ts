import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryInUse } from '../../../src-shared/test-memory.ts';
import { crc16, encodeFrame, type Found, type Frame, FrameParser } from './frame.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const framesIn = (found: readonly Found[]) =>
  found.flatMap((one) => (one.kind === 'frame' ? [one.frame] : []));

const checks = vectors.filter(({ name }) => name.startsWith('crc16.'));
const frames = vectors.filter(({ name }) => !name.startsWith('crc16.'));

describe('the published bytes', () => {
  it('are all here', () => {
    expect([checks.length, frames.length]).toEqual([3, 67]);
  });

  it.each(checks)('$name', (vector) => {
    const crc = crc16(bytesOf(vector.bytes_hex));
    expect(hexOf(Uint8Array.of(crc & 0xff, crc >> 8))).toBe(vector.crc);
  });

  it.each(frames)('$name is one frame, and is written the same', ({ bytes_hex }) => {
    const parser = new FrameParser();
    const found = parser.push(bytesOf(bytes_hex));
    expect(found).toHaveLength(1);
    expect(parser.midFrame).toBe(false);
    const [frame] = framesIn(found);
    if (frame === undefined) throw new Error(JSON.stringify(found));
    expect(hexOf(encodeFrame(frame))).toBe(bytes_hex);
  });

  it('are refused with any single bit flipped', () => {
    for (const { name, bytes_hex } of frames) {
      const good = bytesOf(bytes_hex);
      for (let bit = 0; bit < good.length * 8; bit++) {
        const flipped = Uint8Array.from(good);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(framesIn(new FrameParser().push(flipped)), `${name}, bit ${bit}`).toEqual([]);
      }
    }
  });
});

const anyFrame: fc.Arbitrary<Frame> = fc.record({
  sequence: fc.constantFrom<0 | 1>(0, 1),
  address: fc.integer({ min: 0, max: 0x7d }),
  // Often 7F, which is stuffed.
  data: fc
    .array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constant(0x7f)), { minLength: 1, maxLength: 255 })
    .map((bytes) => Uint8Array.from(bytes)),
});

describe('the parser', () => {
  it('gives back what was written, in any portions', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 4 }), fc.array(fc.nat(2_000)), (all, cuts) => {
        const stream = Uint8Array.from(all.flatMap((frame) => [...encodeFrame(frame)]));
        const parser = new FrameParser();
        const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
        let from = 0;
        const found = places.flatMap((to) => {
          const part = parser.push(stream.subarray(from, to));
          from = to;
          return part;
        });
        expect(framesIn(found)).toEqual(all);
        expect(found).toHaveLength(all.length);
      }),
    );
  });

  it('finds a frame after any garbage that does not end inside a pair of 7F', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), anyFrame, (garbage, frame) => {
        const parser = new FrameParser();
        // One byte that is no 7F settles what the garbage meant.
        parser.push(Uint8Array.of(...garbage, 0x00));
        const found = framesIn(parser.push(Uint8Array.of(...encodeFrame(frame), ...encodeFrame(frame))));
        expect(found.at(-1)).toEqual(frame);
      }),
    );
  });

  it('loses one frame at most to a lost byte', () => {
    fc.assert(
      fc.property(anyFrame, anyFrame, fc.nat(), (first, second, at) => {
        const bytes = encodeFrame(first);
        const broken = bytes.filter((_, index) => index !== at % bytes.length);
        const parser = new FrameParser();
        parser.push(broken);
        const found = framesIn(parser.push(Uint8Array.of(...encodeFrame(second), ...encodeFrame(second))));
        expect(found.at(-1)).toEqual(second);
      }),
    );
  });

  it('says why it refuses', () => {
    const reasons = (hex: string) =>
      new FrameParser().push(bytesOf(hex)).map((one) => (one.kind === 'refused' ? one.reason : 'frame'));
    expect(reasons('7F8001F02381')).toEqual(['CRC is 8123, computed 8023']);
    expect(reasons('7F8000')).toEqual(['length 0']);
    expect(reasons('7F7E01')).toEqual(['address 7E']);
    expect(reasons('7F8001F07F8001F02380')).toEqual(['cut short after 3 bytes by a new frame', 'frame']);
  });

  it('never throws and holds no more than one frame, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (portions) => {
        const parser = new FrameParser();
        for (const portion of portions) parser.push(portion);
      }),
    );
    const parser = new FrameParser();
    const before = memoryInUse();
    for (let round = 0; round < 50; round++) parser.push(new Uint8Array(100_000).fill(0x7f));
    expect(memoryInUse() - before).toBeLessThan(500_000);
    parser.reset();
    expect(framesIn(parser.push(bytesOf('7F8001F02380')))).toHaveLength(1);
  });

  it('does not write what no frame holds', () => {
    const frame = { sequence: 0, address: 0, data: Uint8Array.of(1) } as const;
    expect(() => encodeFrame({ ...frame, address: 0x7e })).toThrow('7D');
    expect(() => encodeFrame({ ...frame, data: new Uint8Array() })).toThrow('1 to 255');
    expect(() => encodeFrame({ ...frame, data: new Uint8Array(256) })).toThrow('1 to 255');
  });
});
