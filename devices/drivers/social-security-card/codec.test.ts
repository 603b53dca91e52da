import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bcd,
  commands,
  encodeCommand,
  encodeRecord,
  encodeResponse,
  hex,
  parseCommand,
  parseRecord,
  parseResponse,
} from './codec.ts';
import { describeStatusWord, moreData, rightLength, triesLeft } from './status-word.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const vector = (name: string) => {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.bytes_hex;
};

describe('the published APDUs', () => {
  it.each([
    ['capdu.select_ssse', commands.selectApplication()],
    ['capdu.select_ef05', commands.selectFile(5)],
    ['capdu.select_ef05_alt', commands.selectFile(5, 0x00)],
    ['capdu.select_ef06', commands.selectFile(6)],
    ['capdu.ef05.rec1', commands.readRecord(5, 1, 0x12)],
    ['capdu.ef05.rec3', commands.readRecord(5, 3, 0x06)],
    ['capdu.ef05.rec4', commands.readRecord(5, 4, 0x0e)],
    ['capdu.ef05.rec5', commands.readRecord(5, 5, 0x06)],
    ['capdu.ef05.rec6', commands.readRecord(5, 6, 0x06)],
    ['capdu.ef05.rec7', commands.readRecord(5, 7, 0x0b)],
    ['capdu.ef06.rec1', commands.readRecord(6, 1, 0x14)],
    ['capdu.ef06.rec2', commands.readRecord(6, 2, 0x20)],
    ['capdu.ef06.rec4', commands.readRecord(6, 4, 0x03)],
    ['capdu.verify_pin.888888', commands.verify('888888')],
  ])('%s is what we send', (name, command) => {
    expect(hex(encodeCommand(command))).toBe(vector(name));
  });

  it.each(vectors.map(({ name, bytes_hex }) => [name, bytes_hex]))('%s is read and written', (name, text) => {
    if (name.startsWith('capdu')) {
      const parsed = parseCommand(bytesOf(text));
      if (!parsed.ok) throw new Error(parsed.error);
      expect(hex(encodeCommand(parsed.value))).toBe(text);
    } else {
      const parsed = parseResponse(bytesOf(text));
      if (!parsed.ok) throw new Error(parsed.error);
      expect(hex(encodeResponse(parsed.value))).toBe(text);
    }
  });

  it.each([
    ['rapdu.ef05.rec1', 0x01, '330300D15600000599110145FFFFFFFF'],
    ['rapdu.ef05.rec3', 0x03, '332E3030'],
    ['rapdu.ef06.rec4.synthetic', 0x0a, '31'],
    ['rapdu.ef05.rec7.synthetic', 0x07, '413132333435363738'],
  ])('%s holds one record', (name, tag, value) => {
    const response = parseResponse(bytesOf(vector(name)));
    if (!response.ok) throw new Error(response.error);
    expect(response.value.statusWord).toBe(0x9000);
    const record = parseRecord(response.value.data);
    expect(record).toEqual({ ok: true, value: { tag, value: bytesOf(value) } });
    if (record.ok) expect(encodeRecord(record.value)).toEqual(response.value.data);
  });

  it('63C2 is a wrong PIN with two tries left', () => {
    const response = parseResponse(bytesOf(vector('rapdu.63c2')));
    expect(response.ok && triesLeft(response.value.statusWord)).toBe(2);
    expect(describeStatusWord(0x63c2)).toBe('SW 63C2, wrong PIN, 2 tries left');
  });
});

describe('status words', () => {
  it('say how much waits and which length is right; 00 means 256', () => {
    expect([moreData(0x6112), moreData(0x6100), moreData(0x9000)]).toEqual([0x12, 256, null]);
    expect([rightLength(0x6c20), rightLength(0x6c00), rightLength(0x6120)]).toEqual([0x20, 256, null]);
    expect([triesLeft(0x63c0), triesLeft(0x6300)]).toEqual([0, null]);
    expect(describeStatusWord(0x6a82)).toContain('not found');
    expect(describeStatusWord(0x6f42)).toContain('does not name');
  });
});

const command = fc.record({
  cla: fc.nat(255),
  ins: fc.nat(255),
  p1: fc.nat(255),
  p2: fc.nat(255),
  data: fc.uint8Array({ maxLength: 255 }),
  le: fc.option(fc.integer({ min: 1, max: 256 })),
});

describe('APDUs of any content', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(command, (one) => {
        expect(parseCommand(encodeCommand(one))).toEqual({ ok: true, value: one });
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 256 }), fc.constantFrom(0x9000, 0x6a82, 0x61ff), (data, sw) => {
        const response = { data, statusWord: sw };
        expect(parseResponse(encodeResponse(response))).toEqual({ ok: true, value: response });
      }),
    );
  });

  it('are refused or read, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const result of [parseCommand(bytes), parseResponse(bytes), parseRecord(bytes)]) {
          if (!result.ok) expect(result.error).not.toBe('');
        }
      }),
    );
  });

  it.each([
    ['shorter than a header', '00A404', 'at least 4'],
    ['with an extended length', '00B2012C00000012', 'extended'],
    ['with less data than Lc says', '0020000003', null],
    ['with less data than Lc says', '00200000038888', 'Lc says 3'],
    ['with more after the data than Le', '002000000388888800FF', 'Le is one'],
  ])('that are commands %s', (_, text, reason) => {
    const parsed = parseCommand(bytesOf(text));
    // Five bytes are a header with Le: case 2 cannot be told from a command that lost its data.
    if (reason === null) expect(parsed).toMatchObject({ ok: true, value: { le: 3 } });
    else expect(parsed).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
  });

  it.each(['', '90', '0000', '6000', '1234', `${'00'.repeat(257)}9000`])(
    'that are no response: %s',
    (text) => {
      expect(parseResponse(bytesOf(text)).ok).toBe(false);
    },
  );

  it('that are too long are a bug', () => {
    expect(() => encodeCommand({ ...commands.selectApplication(), data: new Uint8Array(256) })).toThrow(
      '255',
    );
    expect(() => encodeCommand(commands.getResponse(0))).toThrow('Le');
    expect(() => bcd('12345')).toThrow('pairs');
  });
});

describe('records', () => {
  it('may be filled up to the length of their file, with FF or 00 and nothing else', () => {
    const value = bytesOf('332E3030');
    for (const fill of ['', 'FF', 'FFFFFF', '0000']) {
      expect(parseRecord(bytesOf(`0304332E3030${fill}`))).toEqual({ ok: true, value: { tag: 3, value } });
    }
    expect(parseRecord(bytesOf('0304332E303041')).ok).toBe(false);
    expect(parseRecord(bytesOf('0305332E3030')).ok).toBe(false);
    expect(parseRecord(bytesOf('03')).ok).toBe(false);
  });
});
