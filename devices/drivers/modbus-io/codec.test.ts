import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AddressedReply,
  crc16,
  describeException,
  encodeReply,
  encodeRequest,
  isBits,
  type ModbusReply,
  type ModbusRequest,
  parseReply,
  parseRequest,
  replyParser,
  requestParser,
  type Table,
} from './codec.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const vector = (name: string) => bytesOf(vectors.find((one) => one.name === name)?.bytes_hex ?? '');

describe('the published frames', () => {
  it('are all here', () => {
    expect(vectors).toHaveLength(6);
  });

  it.each([
    ['read_holding', { kind: 'read', table: 'holdingRegisters', address: 6, count: 4 }],
    ['write_coil_on', { kind: 'writeCoil', address: 0, on: true }],
    ['write_coil_off', { kind: 'writeCoil', address: 0, on: false }],
    ['read_di8', { kind: 'read', table: 'discreteInputs', address: 0, count: 8 }],
  ] as const)('%s', (name, message) => {
    expect(parseRequest(vector(name))).toEqual({ ok: true, value: { unit: 1, message } });
    expect(encodeRequest(1, message)).toEqual(vector(name));
  });

  it.each([
    ['rsp_di', { kind: 'values', table: 'discreteInputs', values: [1, 1, 0, 0, 0, 0, 0, 0] }],
    ['exception', { kind: 'exception', function: 2, code: 2 }],
  ] as const)('%s', (name, message) => {
    expect(parseReply(vector(name))).toEqual({ ok: true, value: { unit: 1, message } });
    expect(encodeReply(1, message)).toEqual(vector(name));
  });

  it('a write is confirmed by saying it again', () => {
    const request = { kind: 'writeCoil', address: 0, on: true } as const;
    expect(encodeReply(1, { kind: 'written', request })).toEqual(vector('write_coil_on'));
  });

  it('the check of the document: 02 07 gives 41 12', () => {
    expect(crc16([0x02, 0x07])).toBe(0x1241);
  });
});

const word = fc.integer({ min: 0, max: 0xffff });
const anyTable: fc.Arbitrary<Table> = fc.constantFrom(
  'coils',
  'discreteInputs',
  'holdingRegisters',
  'inputRegisters',
);
const anyWrite: fc.Arbitrary<ModbusRequest> = fc.oneof(
  fc.record({ kind: fc.constant('writeCoil' as const), address: word, on: fc.boolean() }),
  fc.record({ kind: fc.constant('writeRegister' as const), address: word, value: word }),
);
const anyRequest: fc.Arbitrary<ModbusRequest> = fc.oneof(
  anyWrite,
  fc.record({
    kind: fc.constant('read' as const),
    table: anyTable,
    address: word,
    count: fc.integer({ min: 1, max: 125 }),
  }),
);
const anyReply: fc.Arbitrary<ModbusReply> = fc.oneof(
  anyTable.chain((table) =>
    fc.record({
      kind: fc.constant('values' as const),
      table: fc.constant(table),
      values: isBits(table)
        ? fc
            .array(fc.uint8Array({ minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 6 })
            .map((all) => all.flatMap((bits) => Array.from(bits, (bit) => bit & 1)))
        : fc.array(word, { minLength: 1, maxLength: 20 }),
    }),
  ),
  fc.record({ kind: fc.constant('written' as const), request: anyWrite }),
  fc.record({
    kind: fc.constant('exception' as const),
    function: fc.integer({ min: 1, max: 6 }),
    code: fc.integer({ min: 1, max: 6 }),
  }),
);
const unit = fc.integer({ min: 1, max: 247 });

describe('the parser', () => {
  it('gives back what was written, in any portions', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ unit, message: anyReply }), { maxLength: 5 }),
        fc.array(fc.nat()),
        (all, cuts) => {
          const stream = Uint8Array.from(all.flatMap((one) => [...encodeReply(one.unit, one.message)]));
          const parser = replyParser();
          const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort(
            (a, b) => a - b,
          );
          let from = 0;
          const found: AddressedReply[] = places.flatMap((to) => {
            const heard = parser.push(stream.subarray(from, to));
            from = to;
            return heard.map(({ message }) => message);
          });
          expect(found).toEqual(all);
          expect(parser.midFrame).toBe(false);
        },
      ),
    );
  });

  it('gives back every request', () => {
    fc.assert(
      fc.property(unit, anyRequest, (to, message) => {
        expect(requestParser().push(encodeRequest(to, message))).toEqual([
          { kind: 'message', message: { unit: to, message } },
        ]);
      }),
    );
  });

  it('finds a frame behind any garbage without a pause, and keeps no more than the longest frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), anyReply, (garbage, message) => {
        const parser = replyParser();
        parser.push(garbage);
        const heard = parser.push(encodeReply(1, message));
        expect(heard.at(-1)).toEqual({ kind: 'message', message: { unit: 1, message } });
      }),
      { numRuns: 50 },
    );
  });

  it('refuses every frame with one wrong bit', () => {
    fc.assert(
      fc.property(unit, anyReply, (from, message) => {
        const frame = encodeReply(from, message);
        for (let bit = 0; bit < frame.length * 8; bit++) {
          const wrong = frame.map((one, at) => (at === bit >> 3 ? one ^ (1 << (bit & 7)) : one));
          expect(replyParser().push(wrong)).toEqual([]);
          expect(parseReply(wrong).ok).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is refused', () => {
  const withCrc = (hex: string) => {
    const body = bytesOf(hex);
    const crc = crc16(body);
    return Uint8Array.of(...body, crc & 0xff, crc >> 8);
  };

  it.each([
    ['0103000600 04', 'a count', false],
    ['010100000000', 'a count of 0', true],
    ['01030000007E', 'a count of 126', true],
    ['010500001234', 'a coil value of 1234', true],
    ['011000000001', 'no function 10', true],
  ])('request %s: %s', (hex, reason, complete) => {
    if (!complete) return expect(parseRequest(bytesOf('0103')).ok).toBe(false);
    expect(parseRequest(withCrc(hex))).toEqual({ ok: false, error: expect.stringContaining(reason) });
  });

  it.each([
    ['010303000102', 'no function 03'],
    ['010300', 'no function 03'],
    ['019002', 'no function 90'],
    ['0105000012340000', '10 bytes'],
  ])('reply %s: %s', (hex, reason) => {
    expect(parseReply(withCrc(hex))).toEqual({ ok: false, error: expect.stringContaining(reason) });
  });

  it('says both checks', () => {
    expect(parseReply(bytesOf('01020103E188'))).toEqual({ ok: false, error: 'CRC is 88E1, computed 89E1' });
  });

  it('exceptions have names', () => {
    expect(describeException(2)).toBe('exception 02 illegal data address');
    expect(describeException(0x77)).toBe('exception 77 unknown');
  });
});
