import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, type Frame, type LcdmMessage, LcdmParser, type Sender } from './codec.ts';
import {
  encodeReply,
  encodeRequest,
  type LcdmReply,
  type LcdmRequest,
  parseReply,
  parseRequest,
  type SensorName,
} from './messages.ts';
import { type LcdmProfile, lcdm1000 } from './profile.ts';

const id = lcdm1000.communicationId;
const anySender = fc.constantFrom<Sender>('host', 'device');
const anyFrame: fc.Arbitrary<Frame> = fc.record({
  code: fc.integer({ min: 0, max: 255 }),
  data: fc.uint8Array({ maxLength: 32 }).map((data) => data.filter((byte) => byte !== 3)),
});
const count = fc.integer({ min: 0, max: 99 });
const error = fc.integer({ min: 0x30, max: 0x4f });
const sensorNames: readonly SensorName[] = [
  'check1',
  'check2',
  'divert1',
  'divert2',
  'eject',
  'exit',
  'nearEnd',
  'rejectTrayMissing',
  'cassetteMissing',
  'solenoid',
];
const anyReply: fc.Arbitrary<LcdmReply> = fc.oneof(
  fc.record({ command: fc.constant('purge' as const), error }),
  fc.record({
    command: fc.constantFrom('dispense' as const, 'testDispense' as const),
    check: count,
    exit: count,
    error,
    nearEnd: fc.boolean(),
    rejects: count,
  }),
  fc.record({
    command: fc.constant('status' as const),
    error,
    sensors: fc
      .tuple(...sensorNames.map(() => fc.boolean()))
      .map((bits) => Object.fromEntries(sensorNames.map((name, at) => [name, bits[at] ?? false]))),
  }) as fc.Arbitrary<LcdmReply>,
  fc.record({
    command: fc.constant('romVersion' as const),
    version: fc.constantFrom('O16T', 'O30T'),
    checksum: fc.constantFrom('AD2C', '8013'),
  }),
);
const anyRequest: fc.Arbitrary<LcdmRequest> = fc.oneof(
  fc.record({ command: fc.constant('dispense' as const), count: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ command: fc.constantFrom('purge', 'status', 'romVersion', 'testDispense' as const) }),
) as fc.Arbitrary<LcdmRequest>;

function framesOf(found: readonly LcdmMessage[]): Frame[] {
  return found.flatMap((one) => (one.kind === 'frame' ? [{ code: one.code, data: one.data }] : []));
}

describe('the parser', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(anySender, fc.array(anyFrame, { minLength: 1, maxLength: 5 }), (sender, all) => {
        const stream = Uint8Array.from(all.flatMap((frame) => [...encodeFrame(sender, id, frame)]));
        expect(framesOf(new LcdmParser(sender, id).push(stream))).toEqual(all);
      }),
    );
  });

  it('finds the same in any portions', () => {
    fc.assert(
      fc.property(
        anySender,
        fc.array(anyFrame, { maxLength: 4 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.array(fc.nat()),
        (sender, all, noise, cuts) => {
          const stream = Uint8Array.from(
            all.flatMap((frame) => [...noise, ...encodeFrame(sender, id, frame)]),
          );
          const parser = new LcdmParser(sender, id);
          const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort(
            (a, b) => a - b,
          );
          let from = 0;
          const found = places.flatMap((to) => {
            const portion = parser.push(stream.subarray(from, to));
            from = to;
            return portion;
          });
          expect(found).toEqual(new LcdmParser(sender, id).push(stream));
        },
      ),
    );
  });

  it('finds a frame after garbage that holds no start, and does not believe ACK or NCK in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, min: 0x20 }), anyFrame, (garbage, frame) => {
        const stream = Uint8Array.of(...garbage, 0x15, 0x06, ...encodeFrame('device', id, frame), 0x06);
        const found = new LcdmParser('device', id).push(stream);
        expect(found).toEqual([{ kind: 'frame', ...frame }, { kind: 'ack' }]);
      }),
    );
  });

  it('finds frames behind the notices that a unit with two cassettes gives in a dispense', () => {
    const reply = encodeFrame('device', id, { code: 0x45, data: Buffer.from('10100000') });
    const found = new LcdmParser('device', id).push(
      Uint8Array.of(0x06, 0x01, 0x8d, 0x31, 0x01, 0x9c, 0x38, ...reply),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['ack', 'frame']);
  });

  it('finds the next frame after one that lost a byte', () => {
    const full = encodeFrame('device', id, { code: 0x45, data: Buffer.from('07078101') });
    const next = encodeFrame('device', id, { code: 0x44, data: Buffer.from('0') });
    for (let lost = 0; lost < full.length; lost++) {
      const broken = full.filter((_, index) => index !== lost);
      const found = new LcdmParser('device', id).push(Uint8Array.of(...broken, ...next));
      expect(framesOf(found).at(-1)?.code, `byte ${lost} lost`).toBe(0x44);
      expect(framesOf(found), `byte ${lost} lost`).toHaveLength(1);
    }
  });

  it('makes no frame and no NCK of any reply or request with one wrong bit', () => {
    const flips = (sender: Sender, frame: Uint8Array) => {
      for (let bit = 0; bit < frame.length * 8; bit++) {
        const flipped = Uint8Array.from(frame);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const found = new LcdmParser(sender, id).push(flipped);
        // One wrong bit makes EOT an ACK: nothing that a unit would act on.
        const harmless = sender === 'host' ? ['refused', 'ack'] : ['refused'];
        expect(
          found.filter(({ kind }) => !harmless.includes(kind)),
          `bit ${bit}`,
        ).toEqual([]);
      }
    };
    fc.assert(
      fc.property(anyReply, (reply) =>
        flips('device', encodeFrame('device', id, encodeReply(lcdm1000, reply))),
      ),
    );
    fc.assert(
      fc.property(anyRequest, (request) =>
        flips('host', encodeFrame('host', id, encodeRequest(lcdm1000, request))),
      ),
    );
  });

  it('never throws, whatever comes, and holds no more than one frame', () => {
    fc.assert(
      fc.property(anySender, fc.array(fc.uint8Array({ maxLength: 200 })), (sender, portions) => {
        const parser = new LcdmParser(sender, id);
        for (const one of portions.flatMap((portion) => parser.push(portion))) {
          if (one.kind !== 'frame') continue;
          parseReply(lcdm1000, one);
          parseRequest(lcdm1000, one);
        }
      }),
    );
    const parser = new LcdmParser('device', id);
    const endless = parser.push(Uint8Array.of(0x01, id, 0x02, 0x45, ...new Uint8Array(100).fill(0x30)));
    expect(endless).toEqual([{ kind: 'refused', reason: 'no ETX within 32 bytes of data' }]);
    expect(parser.midFrame).toBe(false);
  });

  it('knows whether it is inside a frame, and forgets it when told', () => {
    const parser = new LcdmParser('device', id);
    parser.push(Uint8Array.of(0x7f, 0x01, id));
    expect(parser.midFrame).toBe(true);
    parser.reset();
    expect(parser.midFrame).toBe(false);
    expect(parser.push(Uint8Array.of(0x06))).toEqual([{ kind: 'ack' }]);
  });

  it('hears only its own unit, and only the other side', () => {
    const frame = encodeFrame('device', 0x51, { code: 0x44, data: Buffer.from('0') });
    expect(framesOf(new LcdmParser('device', id).push(frame))).toEqual([]);
    expect(framesOf(new LcdmParser('host', 0x51).push(frame))).toEqual([]);
    expect(framesOf(new LcdmParser('device', 0x51).push(frame))).toHaveLength(1);
  });

  it('a frame that could not be read back is a bug', () => {
    expect(() => encodeFrame('host', id, { code: 0x45, data: Uint8Array.of(3) })).toThrow('03');
    expect(() => encodeFrame('host', id, { code: 0x45, data: new Uint8Array(33) })).toThrow('32');
  });
});

describe('messages', () => {
  it('of any kind come back as they were, in any profile', () => {
    const other: LcdmProfile = {
      ...lcdm1000,
      communicationId: 0x30,
      codes: { purge: 0x44, dispense: 0x52, status: 0x50, romVersion: 0x5f, testDispense: 0x53 },
    };
    fc.assert(
      fc.property(anyReply, anyRequest, fc.constantFrom(lcdm1000, other), (reply, request, profile) => {
        expect(parseReply(profile, encodeReply(profile, reply))).toEqual({ ok: true, value: reply });
        expect(parseRequest(profile, encodeRequest(profile, request))).toEqual({ ok: true, value: request });
      }),
    );
  });

  it.each([
    [0x45, '1010008', 'a reply to dispense has 8 bytes of data, not 7'],
    [0x45, '1:100000', 'a count is not two digits'],
    [0x45, '10100200', 'the cassette is 30 or 31, not 32'],
    [0x44, '', 'a reply to purge has 1 bytes of data, not 0'],
    [0x46, '0', 'a reply to status has 4 bytes of data, not 1'],
    [0x47, 'O16T', 'a reply to romVersion has 8 bytes of data, not 4'],
    [0x99, '', 'no command has the code 99'],
  ])('reply %s %j is refused', (code, data, reason) => {
    expect(parseReply(lcdm1000, { code, data: Buffer.from(data) })).toEqual({ ok: false, error: reason });
  });

  it.each([
    [0x45, '00'],
    [0x45, '61'],
    [0x45, '5'],
    [0x45, 'AB'],
    [0x46, '1'],
    [0x99, ''],
  ])('request %s %j is refused', (code, data) => {
    expect(parseRequest(lcdm1000, { code, data: Buffer.from(data) }).ok).toBe(false);
  });

  it.each([0, 61, 1.5])('a dispense of %s notes is a bug', (wrong) => {
    expect(() => encodeRequest(lcdm1000, { command: 'dispense', count: wrong })).toThrow('1 to 60');
  });
});
