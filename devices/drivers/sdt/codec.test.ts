import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryInUse } from '../../../src-shared/test-memory.ts';
import {
  commands,
  encodeCardBlocks,
  encodeCommand,
  encodeReply,
  type Found,
  FrameParser,
  parseCardBlocks,
  parseCommand,
  parseModuleId,
  parseReply,
} from './codec.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const frames = (found: Found[]) => found.filter((one) => one.kind === 'frame');
const body = (found: Found[]) => frames(found)[0]?.body ?? new Uint8Array();

const requests = vectors.filter(({ name }) => name.startsWith('req.'));
const replies = vectors.filter(({ name }) => /^(res|frame)\./.test(name) && !name.endsWith('.header'));
const negatives = vectors.filter(({ name }) => name.startsWith('bad.'));

describe('the published frames', () => {
  it('are all here', () => {
    expect([requests.length, replies.length, negatives.length]).toEqual([12, 11, 5]);
  });

  it.each(requests)('$name is a known command, and is written the same', ({ hex }) => {
    const command = parseCommand(body(new FrameParser().push(bytesOf(hex))));
    if (!command.ok || command.value.name === null) throw new Error('not a known command');
    expect(
      Buffer.from(encodeCommand(command.value.name, command.value.data)).toString('hex').toUpperCase(),
    ).toBe(hex);
  });

  it.each(replies)('$name is a reply, and is written the same', ({ hex }) => {
    const found = new FrameParser().push(bytesOf(hex));
    expect(found).toHaveLength(1);
    const reply = parseReply(body(found));
    if (!reply.ok) throw new Error(reply.error);
    expect(Buffer.from(encodeReply(reply.value)).toString('hex').toUpperCase()).toBe(hex);
  });

  it.each(negatives)('$name is refused', ({ hex }) => {
    expect(frames(new FrameParser().push(bytesOf(hex)))).toEqual([]);
  });

  it('a good read is 1295 bytes, one with fingerprint 2321, by the published headers', () => {
    const read = encodeReply({
      statusWord: 0x90,
      data: encodeCardBlocks(
        { text: new Uint8Array(256), photo: new Uint8Array(1024), finger: new Uint8Array() },
        false,
      ),
    });
    const withFinger = encodeReply({
      statusWord: 0x90,
      data: encodeCardBlocks(
        { text: new Uint8Array(256), photo: new Uint8Array(1024), finger: new Uint8Array(1024) },
        true,
      ),
    });
    const header = (name: string) => vectors.find((vector) => vector.name === name)?.hex;
    const start = (bytes: Uint8Array, count: number) =>
      Buffer.from(bytes.subarray(0, count)).toString('hex').toUpperCase();
    expect([read.length, withFinger.length]).toEqual([1295, 2321]);
    expect(start(read, 14)).toBe(header('res.read_base.header'));
    expect(start(withFinger, 16)).toBe(header('res.read_base_finger.header'));
  });

  it('refusals say why', () => {
    const reasons = negatives.flatMap(({ hex }) => new FrameParser().push(bytesOf(hex)));
    expect(reasons).toEqual([
      { kind: 'refused', reason: 'check is 96, computed 97' },
      { kind: 'refused', reason: 'length 2 is not within 3..4096' },
      { kind: 'refused', reason: 'length 65535 is not within 3..4096' },
    ]);
  });
});

const anyReply = fc.record({
  statusWord: fc.integer({ min: 0, max: 0xffffff }),
  data: fc.uint8Array({ maxLength: 300 }),
});

/** Pushes in portions that end at the given places. */
function pushInPortions(parser: FrameParser, bytes: Uint8Array, cuts: readonly number[]): Found[] {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  return places.flatMap((to) => {
    const found = parser.push(bytes.subarray(from, to));
    from = to;
    return found;
  });
}

describe('the parser', () => {
  it('finds the same in any portions', () => {
    fc.assert(
      fc.property(
        fc.array(anyReply, { maxLength: 4 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.array(fc.nat()),
        (all, noise, cuts) => {
          const stream = Uint8Array.from(all.flatMap((reply) => [...noise, ...encodeReply(reply)]));
          expect(pushInPortions(new FrameParser(), stream, cuts)).toEqual(new FrameParser().push(stream));
        },
      ),
    );
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(anyReply, { minLength: 1, maxLength: 5 }), (all) => {
        const found = new FrameParser().push(
          Uint8Array.from(all.flatMap((reply) => [...encodeReply(reply)])),
        );
        expect(frames(found).map((one) => parseReply(one.body))).toEqual(
          all.map((value) => ({ ok: true, value })),
        );
      }),
    );
  });

  it('finds a frame after garbage that holds no preamble', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 0xa9 }), anyReply, (garbage, reply) => {
        const found = new FrameParser().push(Uint8Array.of(...garbage, ...encodeReply(reply)));
        expect(found.map((one) => (one.kind === 'frame' ? parseReply(one.body) : one))).toEqual([
          { ok: true, value: reply },
        ]);
      }),
    );
  });

  it('finds a frame after too many preamble bytes', () => {
    const found = new FrameParser().push(
      Uint8Array.of(0xaa, 0xaa, 0xaa, 0xaa, 0x96, ...encodeCommand('findCard')),
    );
    expect(frames(found)).toHaveLength(1);
  });

  it('finds the next frame after one that lost a byte', () => {
    const full = encodeReply({ statusWord: 0x90, data: new Uint8Array(40).fill(7) });
    fc.assert(
      // Byte 0..6 are preamble and length: a longer wrong length would wait for more than comes.
      fc.property(fc.integer({ min: 7, max: full.length - 1 }), (lost) => {
        const broken = Uint8Array.from(full).filter((_, index) => index !== lost);
        const found = new FrameParser().push(Uint8Array.of(...broken, ...encodeCommand('findCard')));
        expect(frames(found)).toEqual([{ kind: 'frame', body: Uint8Array.of(...commands.findCard) }]);
      }),
    );
  });

  it('refuses every single-bit flip of every published frame', () => {
    for (const { hex } of [...requests, ...replies]) {
      const frame = bytesOf(hex);
      const original = Buffer.from(body(new FrameParser().push(frame))).toString('hex');
      for (let bit = 0; bit < frame.length * 8; bit++) {
        const flipped = Uint8Array.from(frame);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const found = frames(new FrameParser().push(flipped)).map((one) =>
          Buffer.from(one.body).toString('hex'),
        );
        expect(found, `bit ${bit} of ${original}`).toEqual([]);
      }
    }
  });

  it('never throws and holds no more than one frame, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (portions) => {
        const parser = new FrameParser();
        for (const portion of portions) {
          for (const one of parser.push(portion)) if (one.kind === 'frame') parseReply(one.body);
        }
      }),
    );
    const parser = new FrameParser();
    const before = memoryInUse();
    for (let round = 0; round < 200; round++) parser.push(new Uint8Array(100_000).fill(0xaa));
    expect(memoryInUse() - before).toBeLessThan(500_000);
    expect(frames(parser.push(encodeCommand('findCard')))).toHaveLength(1);
  });

  it('knows whether it is inside a frame, and forgets it when told', () => {
    const parser = new FrameParser();
    const frame = encodeCommand('findCard');
    parser.push(frame.subarray(0, 8));
    expect(parser.midFrame).toBe(true);
    parser.reset();
    expect(parser.midFrame).toBe(false);
    expect(parser.push(frame.subarray(8))).toEqual([]);
  });
});

describe('bodies', () => {
  it('that are too short are refused', () => {
    expect(parseCommand(Uint8Array.of(0x20)).ok).toBe(false);
    expect(parseReply(Uint8Array.of(0, 0)).ok).toBe(false);
  });

  it('of an unknown command have no name', () => {
    expect(parseCommand(Uint8Array.of(0x77, 0x01))).toMatchObject({
      ok: true,
      value: { name: null, command: 0x77 },
    });
  });

  it('of a read must have exactly the lengths that they declare', () => {
    const blocks = {
      text: new Uint8Array(256).fill(1),
      photo: new Uint8Array(1024).fill(2),
      finger: new Uint8Array(512).fill(3),
    };
    const data = encodeCardBlocks(blocks, true);
    expect(parseCardBlocks(data, true)).toEqual({ ok: true, value: blocks });
    expect(parseCardBlocks(data.subarray(0, -1), true).ok).toBe(false);
    expect(parseCardBlocks(Uint8Array.of(...data, 0), true).ok).toBe(false);
    expect(parseCardBlocks(data, false).ok).toBe(false);
    expect(parseCardBlocks(Uint8Array.of(1, 0, 4), false).ok).toBe(false);
  });

  it('of a module id are five little-endian numbers', () => {
    const data = Uint8Array.of(5, 0, 3, 0, 0x4f, 0x35, 0x33, 1, 0x39, 0x30, 0, 0, 7, 0, 0, 0);
    expect(parseModuleId(data)).toEqual({ ok: true, value: '05.03-20133199-0000012345-0000000007' });
    expect(parseModuleId(data.subarray(1)).ok).toBe(false);
  });

  it('longer than a frame are a bug', () => {
    expect(() => encodeReply({ statusWord: 0x90, data: new Uint8Array(5000) })).toThrow('4096');
  });
});
