import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, FrameParser, type LockMessage, parse } from './codec.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (name: string) =>
  Uint8Array.from(Buffer.from(vectors.find((one) => one.name === name)?.hex ?? '', 'hex'));

describe('the published frames', () => {
  it.each([
    ['status.board0', { kind: 'status', board: 0, lock: 0 }],
    ['unlock.0', { kind: 'unlock', board: 0, lock: 0 }],
    ['unlock.15', { kind: 'unlock', board: 0, lock: 15 }],
    ['unlock.board1.2', { kind: 'unlock', board: 1, lock: 2 }],
    ['state.closed', { kind: 'state', board: 0, hooks: 0xffff, infrared: 0x0040 }],
    ['state.open7', { kind: 'state', board: 0, hooks: 0xffbf, infrared: 0 }],
  ] as const)('%s', (name, message) => {
    expect(encode(message)).toEqual(bytesOf(name));
    expect(new FrameParser().push(bytesOf(name))).toEqual([{ kind: 'message', message }]);
  });

  it.each(vectors.filter(({ name }) => name.startsWith('bad.')))('$name: $meaning', ({ hex }) => {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    expect(parse(bytes).ok).toBe(false);
    expect(new FrameParser().push(bytes).some(({ kind }) => kind === 'message')).toBe(false);
  });

  it('a frame that is cut, or goes on, is refused with its lengths', () => {
    expect(parse(bytesOf('state.closed').subarray(0, 8))).toEqual({
      ok: false,
      error: '8 bytes; the command has 9',
    });
    expect(parse(bytesOf('state.closed').subarray(1))).toMatchObject({ error: 'no STX at the beginning' });
  });
});

const nibble = fc.integer({ min: 0, max: 15 });
const word = fc.integer({ min: 0, max: 0xffff });
const anyMessage: fc.Arbitrary<LockMessage> = fc.oneof(
  fc.record({ kind: fc.constantFrom('status' as const, 'unlock' as const), board: nibble, lock: nibble }),
  fc.record({ kind: fc.constant('state' as const), board: nibble, hooks: word, infrared: word }),
);
const anyState = anyMessage.filter(({ kind }) => kind === 'state');

describe('the parser', () => {
  it('gives back what was written, in any portions', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 4 }), fc.array(fc.nat()), (all, cuts) => {
        const stream = Uint8Array.from(all.flatMap((one) => [...encode(one)]));
        const parser = new FrameParser();
        const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
        let from = 0;
        const found = places.flatMap((to) => {
          const heard = parser.push(stream.subarray(from, to));
          from = to;
          return heard;
        });
        expect(found).toEqual(all.map((message) => ({ kind: 'message', message })));
        expect(parser.midFrame).toBe(false);
      }),
    );
  });

  it('finds a state behind garbage, and keeps less than a frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), anyState, (garbage, message) => {
        const parser = new FrameParser();
        parser.push(garbage);
        // What the garbage ends with may by chance be the beginning of one more good frame.
        const heard = parser.push(encode(message));
        const messages = heard.flatMap((one) => (one.kind === 'message' ? [one.message] : []));
        expect(messages.length).toBeGreaterThan(0);
        expect(messages.at(-1)?.kind).toBe('state');
      }),
    );
  });

  it('no single wrong bit makes another frame of a state', () => {
    fc.assert(
      fc.property(anyState, fc.integer({ min: 0, max: 71 }), (message, bit) => {
        const frame = encode(message);
        frame[bit >> 3] = (frame[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(parse(frame).ok).toBe(false);
      }),
    );
  });
});
