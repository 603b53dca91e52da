import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Found } from '../kermit-frames.ts';
import {
  type CommandName,
  commands,
  type DeviceMessage,
  encodeCommand,
  encodeReply,
  frameParser,
  parseDeviceFrame,
  parseHostFrame,
  states,
} from './codec.ts';
import {
  encodeCurrencyTable,
  encodeDisabled,
  faceValue,
  parseCurrencyTable,
  parseDisabled,
} from './currency-table.ts';
import { decodeId003 } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const frames = (found: readonly Found[]) => found.flatMap((one) => (one.kind === 'frame' ? [one.frame] : []));

const requests = vectors.filter(({ name }) => name.startsWith('tx.'));
const replies = vectors.filter(({ name }) => name.startsWith('rx.'));
const only = (hex: string) => frames(frameParser().push(bytesOf(hex)))[0] ?? new Uint8Array();

describe('the published frames', () => {
  it('are all here', () => {
    expect([requests.length, replies.length]).toEqual([10, 15]);
    expect(vectors).toHaveLength(25);
  });

  it.each([
    ['tx.status', 'statusRequest', ''],
    ['tx.ack', 'ack', ''],
    ['tx.reset', 'reset', ''],
    ['tx.enable_all', 'enableDenomination', '0000'],
    ['tx.uninhibit', 'inhibit', '00'],
    ['tx.stack1', 'stack1', ''],
    ['tx.stack2', 'stack2', ''],
    ['tx.return', 'return', ''],
    ['tx.security', 'security', '0000'],
    ['tx.version', 'versionRequest', ''],
  ] as const)('%s is %s, and is written the same', (name, command, data) => {
    const hex = requests.find((one) => one.name === name)?.bytes_hex ?? '';
    const message = parseHostFrame(only(hex));
    expect([message.name, hexOf(message.data)]).toEqual([command, data]);
    expect(hexOf(encodeCommand(command, bytesOf(data)))).toBe(hex);
  });

  it.each([
    ['rx.idling', { kind: 'state', name: 'idling', detail: null }],
    ['rx.accepting', { kind: 'state', name: 'accepting', detail: null }],
    ['rx.escrow_64', { kind: 'state', name: 'escrow', detail: 0x64 }],
    ['rx.escrow_67', { kind: 'state', name: 'escrow', detail: 0x67 }],
    ['rx.vend_valid', { kind: 'state', name: 'vendValid', detail: null }],
    ['rx.stacked', { kind: 'state', name: 'stacked', detail: null }],
    ['rx.rejecting_71', { kind: 'state', name: 'rejecting', detail: 0x71 }],
    ['rx.inhibit', { kind: 'state', name: 'inhibited', detail: null }],
    ['rx.initialize', { kind: 'state', name: 'initialize', detail: null }],
    ['rx.power_up_bill_acceptor', { kind: 'state', name: 'powerUpBillInAcceptor', detail: null }],
    ['rx.stacker_full', { kind: 'state', name: 'stackerFull', detail: null }],
    ['rx.pause', { kind: 'state', name: 'pause', detail: null }],
    ['rx.failure_a2', { kind: 'state', name: 'failure', detail: 0xa2 }],
    ['rx.ack', { kind: 'ack' }],
    ['rx.echo_inhibit', { kind: 'data', code: 0xc3, data: Uint8Array.of(0) }],
  ] as const)('%s is read, and is written the same', (name, message) => {
    const hex = replies.find((one) => one.name === name)?.bytes_hex ?? '';
    expect(parseDeviceFrame(only(hex))).toEqual({ ok: true, value: message });
    expect(hexOf(encodeReply(message))).toBe(hex);
  });

  it('who speaks decides what the same bytes mean', () => {
    const stack1 = only('FC0541A204');
    expect(parseHostFrame(stack1).name).toBe('stack1');
    expect(parseDeviceFrame(stack1)).toMatchObject({ value: { name: 'powerUpBillInAcceptor' } });
    const giveBack = only('FC0543B027');
    expect(parseHostFrame(giveBack).name).toBe('return');
    expect(parseDeviceFrame(giveBack)).toMatchObject({ value: { name: 'stackerFull' } });
  });

  it('every single-bit flip of every one is refused', () => {
    for (const { bytes_hex } of vectors) {
      const frame = bytesOf(bytes_hex);
      for (let bit = 0; bit < frame.length * 8; bit++) {
        const flipped = Uint8Array.from(frame);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const parser = frameParser();
        expect(frames([...parser.push(flipped), ...parser.flush()]), `bit ${bit} of ${bytes_hex}`).toEqual(
          [],
        );
      }
    }
  });
});

const anyCommand = fc.tuple(
  fc.constantFrom(...(Object.keys(commands) as CommandName[])),
  fc.uint8Array({ maxLength: 250 }),
);
const anyReply: fc.Arbitrary<DeviceMessage> = fc.oneof(
  fc.constantFrom<DeviceMessage>({ kind: 'ack' }, { kind: 'invalidCommand' }),
  fc
    .constantFrom(...(Object.keys(states) as (keyof typeof states)[]))
    .chain((name) =>
      fc.integer({ min: 0, max: 255 }).map((detail): DeviceMessage => ({ kind: 'state', name, detail })),
    ),
  fc
    .tuple(fc.integer({ min: 0x80, max: 0xff }), fc.uint8Array({ maxLength: 250 }))
    .map(([code, data]): DeviceMessage => ({ kind: 'data', code, data })),
);

describe('the parser', () => {
  it('gives back what was written, in any portions', () => {
    fc.assert(
      fc.property(fc.array(anyReply, { maxLength: 4 }), fc.array(fc.nat()), (all, cuts) => {
        const stream = Uint8Array.from(all.flatMap((message) => [...encodeReply(message)]));
        const parser = frameParser();
        const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
        let from = 0;
        const found = places.flatMap((to) => {
          const portion = parser.push(stream.subarray(from, to));
          from = to;
          return portion;
        });
        expect(frames(found).map(parseDeviceFrame)).toEqual(all.map((value) => ({ ok: true, value })));
      }),
    );
  });

  it('gives back every command', () => {
    fc.assert(
      fc.property(anyCommand, ([name, data]) => {
        expect(parseHostFrame(only(hexOf(encodeCommand(name, data))))).toEqual({
          name,
          code: commands[name],
          data,
        });
      }),
    );
  });

  it('finds a frame behind any noise, at the latest when the line pauses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), anyReply, (noise, reply) => {
        const parser = frameParser();
        const frame = encodeReply(reply);
        const found = [...parser.push(Uint8Array.of(...noise, ...frame)), ...parser.flush()];
        expect(frames(found).map(hexOf)).toContain(hexOf(frame));
      }),
    );
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (portions) => {
        const parser = frameParser();
        for (const portion of portions) {
          for (const frame of frames(parser.push(portion))) {
            parseHostFrame(frame);
            parseDeviceFrame(frame);
          }
        }
      }),
    );
  });

  it('refuses what means nothing', () => {
    expect(frameParser().push(bytesOf('FC04'))).toEqual([
      { kind: 'refused', reason: 'length 4 is less than 5' },
    ]);
    const refused = (code: number, ...data: number[]) =>
      parseDeviceFrame(Uint8Array.of(0xfc, data.length + 5, code, ...data, 0, 0));
    expect(refused(0x13)).toEqual({ ok: false, error: 'escrow without its detail' });
    expect(refused(0x77)).toEqual({ ok: false, error: 'no state 77' });
    expect(refused(0x11, 1, 2)).toEqual({ ok: false, error: 'idling with 2 bytes of data' });
    expect(() => encodeCommand('reset', new Uint8Array(260))).toThrow('255');
  });
});

describe('the currency table', () => {
  it('is written and read, without its empty rows', () => {
    const rows = [
      { type: 0x63, country: 0, digits: 5, exponent: 0 },
      { type: 0x67, country: 0, digits: 1, exponent: 2 },
    ];
    const data = Uint8Array.of(...encodeCurrencyTable(rows), 0x68, 0, 0, 0);
    expect(parseCurrencyTable(data)).toEqual({ ok: true, value: rows });
    expect(parseCurrencyTable(data.subarray(1))).toMatchObject({ ok: false });
    expect(rows.map(faceValue)).toEqual([500, 10_000]);
    expect(faceValue({ type: 0x61, country: 0, digits: 255, exponent: 200 })).toBeNull();
  });

  it('a denomination is open where its bit is 0', () => {
    expect(hexOf(encodeDisabled([0x61, 0x67]))).toBe('BE00');
    expect(parseDisabled(Uint8Array.of(0, 0))).toHaveLength(8);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0x61, max: 0x68 })), (types) => {
        expect(parseDisabled(encodeDisabled(types))).toEqual([...types].sort((a, b) => a - b));
      }),
    );
  });
});

describe('decoding for a person', () => {
  it.each([
    ['host', 'FC05112756', { command: 'statusRequest', code: '11' }],
    ['host', 'FC06C30004D6', { command: 'inhibit', inhibited: false }],
    [
      'host',
      'FC07C000002DB5',
      { command: 'enableDenomination', enabled: ['61', '62', '63', '64', '65', '66', '67', '68'] },
    ],
    ['device', 'FC061367869E', { state: 'escrow', denomination: '67' }],
    ['device', 'FC061771518C', { state: 'rejecting', reason: 'insertion' }],
    ['device', 'FC0649A2A021', { state: 'failure', failure: 'stack motor' }],
    ['device', 'FC0550AA05', { message: 'ack' }],
    ['device', 'FC06C30004D6', { answerTo: 'inhibit', inhibited: false }],
    ['device', 'FC0541A204', { state: 'powerUpBillInAcceptor' }],
    ['host', 'FC0541A204', { command: 'stack1' }],
  ] as const)('%s %s', (direction, hex, expected) => {
    expect(decodeId003(direction, bytesOf(hex))).toMatchObject({ ok: true, value: expected });
  });

  it('tells versions and tables', () => {
    const version = encodeReply({ kind: 'data', code: 0x88, data: Buffer.from('ABC 1') });
    expect(decodeId003('device', version)).toMatchObject({ value: { version: 'ABC 1' } });
    const table = encodeReply({ kind: 'data', code: 0x8a, data: Uint8Array.of(0x67, 0, 1, 2) });
    expect(decodeId003('device', table)).toMatchObject({
      value: { currencyTable: [{ type: 0x67, valueInHundredths: 10_000 }] },
    });
  });

  it.each([
    ['FC05112757', 'CRC is 2757, computed 2756'],
    ['FC0511', 'the frame is not complete'],
    ['00', 'there is no sync byte FC'],
    ['FC05112756FC05112756', 'the frame has 5 bytes, 10 were given: give one frame at a time'],
  ])('refuses %s', (hex, reason) => {
    expect(decodeId003('device', bytesOf(hex))).toEqual({ ok: false, error: reason });
  });

  it('never throws', () => {
    const direction = fc.constantFrom('host' as const, 'device' as const);
    fc.assert(fc.property(direction, fc.uint8Array(), (from, bytes) => void decodeId003(from, bytes)));
  });
});
