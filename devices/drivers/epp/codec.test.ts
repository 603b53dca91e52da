import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Heard } from '../reply-exchange.ts';
import { type EppMessage, EppParser, encodeFrame } from './codec.ts';
import { answers, type EppRequest, encodeRequest, parseReply, parseRequest } from './requests.ts';
import { describeStatus } from './status-code.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const frames = (heard: Heard<EppMessage>[]) =>
  heard.flatMap((one) => (one.kind === 'message' && one.message.kind === 'frame' ? [one.message.body] : []));
const keys = (heard: Heard<EppMessage>[]) =>
  heard.flatMap((one) => (one.kind === 'message' && one.message.kind === 'key' ? [one.message.key] : []));

const published = vectors.filter(({ protocol }) => protocol === 'epp-generic');

describe('the published frames', () => {
  it.each(published)('$name: $meaning', ({ bytes_hex, name }) => {
    const [body, ...rest] = frames(new EppParser('device').push(bytesOf(bytes_hex)));
    if (body === undefined) throw new Error('no frame');
    expect(rest).toEqual([]);
    const { status, data } = parseReply(body);
    expect(data.length).toBe(0);
    const said = { 'rx.ok': '04 done', 'rx.bad_param': '15 wrong parameter', 'rx.timeout': '80 time-out' };
    expect(describeStatus(status)).toBe(said[name as keyof typeof said]);
    expect(encodeFrame(body)).toEqual(bytesOf(bytes_hex));
  });

  it('a unit that ends its frames with 03 is understood too', () => {
    expect(frames(new EppParser('device').push(bytesOf('020104050302018081')))).toHaveLength(2);
  });
});

const byte = fc.integer({ min: 0, max: 255 });
const key = fc.integer({ min: 0, max: 63 });
const keyBytes = fc
  .constantFrom(8, 16, 24)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
const digits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 19 })
  .map((all) => all.join(''));
const anyRequest: fc.Arbitrary<EppRequest> = fc.oneof(
  fc.record({ command: fc.constantFrom('version' as const, 'selfTest' as const, 'readPin' as const) }),
  fc.record({ command: fc.constant('loadWorkKey' as const), master: byte, work: key, key: keyBytes }),
  fc.record({ command: fc.constant('account' as const), digits }),
  fc.record({ command: fc.constant('startPin' as const), maximum: byte, mode: byte, seconds: byte }),
  fc.record({ command: fc.constant('encrypt' as const), data: keyBytes }),
  fc.record({ command: fc.constant('activateKey' as const), master: byte, work: key }),
  fc.record({ command: fc.constant('keypad' as const), open: fc.boolean() }),
  fc.record({
    command: fc.constant('setParameter' as const),
    parameter: fc.constantFrom('keyLoading' as const, 'work' as const, 'autoEnter' as const),
    value: byte,
  }),
);

describe('the parser', () => {
  it('gives back what was written, in any portions', () => {
    fc.assert(
      fc.property(fc.array(anyRequest, { maxLength: 5 }), fc.array(fc.nat()), (all, cuts) => {
        const stream = Uint8Array.from(all.flatMap((one) => [...encodeFrame(encodeRequest(one))]));
        const parser = new EppParser('host');
        const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
        let from = 0;
        const found = places.flatMap((to) => {
          const heard = parser.push(stream.subarray(from, to));
          from = to;
          return heard;
        });
        expect(frames(found).map(parseRequest)).toEqual(all.map((value) => ({ ok: true, value })));
        expect(parser.midFrame).toBe(false);
      }),
    );
  });

  it('finds a frame behind any garbage once the line has paused, and keeps no more than one frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (garbage) => {
        const parser = new EppParser('device');
        parser.push(garbage);
        parser.reset();
        expect(frames(parser.push(bytesOf('02010405')))).toEqual([Uint8Array.of(4)]);
      }),
    );
    const parser = new EppParser('device');
    for (let round = 0; round < 2_000; round++) parser.push(Uint8Array.of(2, 255, 2, 2));
    // A start that never ends: the frame behind it is found when the longest frame is over.
    const behind = Array.from({ length: 100 }, () => parser.push(bytesOf('02010405')));
    expect(frames(behind.flat()).length).toBeGreaterThan(0);
  });

  it('never takes a frame with one wrong bit for a whole one', () => {
    fc.assert(
      fc.property(anyRequest, fc.nat(), (request, at) => {
        const frame = encodeFrame(encodeRequest(request));
        const bit = at % (frame.length * 8);
        const wrong = frame.map((one, index) => (index === bit >> 3 ? one ^ (1 << (bit & 7)) : one));
        const parser = new EppParser('host');
        const heard = parser.push(wrong);
        // XOR cannot tell a frame that was made shorter by its length from a short one with bytes behind it.
        const whole = heard.length === 1 && heard[0]?.kind === 'message' && !parser.midFrame;
        expect(whole).toBe(false);
      }),
    );
  });

  it('tells that a digit was pressed, and has no word for which', () => {
    const heard = new EppParser('device').push(bytesOf('2A2A081B0D'));
    expect(keys(heard)).toEqual(['digit', 'digit', 'clear', 'cancel', 'enter']);
    for (let digit = 0x30; digit <= 0x39; digit++) {
      expect(new EppParser('device').push(Uint8Array.of(digit))).toEqual([
        { kind: 'message', message: { kind: 'key', key: 'clearText' } },
      ]);
    }
  });

  it('takes no byte of a broken frame for a key', () => {
    const block = encodeFrame(Uint8Array.of(0x04, 0x0d, 0x1b, 0x08, 0x2a, 0x31, 0x0d, 0x0d, 0x0d));
    for (let at = 2; at < block.length; at++) {
      const parser = new EppParser('device');
      const wrong = block.map((one, index) => (index === at ? one ^ 0x80 : one));
      expect(keys([...parser.push(wrong)])).toEqual([]);
      // Behind it keys are keys again.
      expect(keys(parser.push(bytesOf('0D')))).toEqual(['enter']);
    }
  });
});

describe('requests and replies', () => {
  it('wrong ones are refused without their data', () => {
    const wrong = ['3001', '3312', '34313233', '35060101', '3601', '43', '4502', '460920', '99'];
    for (const hex of wrong) {
      const parsed = parseRequest(bytesOf(hex));
      expect(parsed.ok, hex).toBe(false);
    }
    expect(parseRequest(bytesOf('34313233'))).toEqual({ ok: false, error: 'account with 3 bytes of data' });
  });

  it('a reply of another length does not belong to the command', () => {
    expect(answers({ command: 'readPin' }, 0)).toBe(false);
    expect(answers({ command: 'readPin' }, 8)).toBe(true);
    expect(answers({ command: 'keypad', open: false }, 8)).toBe(false);
    expect(answers({ command: 'version' }, 26)).toBe(true);
    expect(answers({ command: 'loadWorkKey', master: 0, work: 0, key: new Uint8Array(16) }, 4)).toBe(true);
  });

  it('a frame has a body of 1 to 255 bytes', () => {
    expect(() => encodeFrame(new Uint8Array())).toThrow('0 bytes');
    expect(() => encodeFrame(new Uint8Array(256))).toThrow('256 bytes');
  });
});
