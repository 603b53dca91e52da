import { describe, expect, it } from 'vitest';
import { decodeLcdm } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** What each published vector means, in our words. */
const meanings: Record<string, object> = {
  'tx.purge': { code: '44', command: 'purge' },
  'tx.dispense_10': { code: '45', command: 'dispense', count: 10 },
  'tx.dispense_01': { code: '45', command: 'dispense', count: 1 },
  'tx.dispense_60': { code: '45', command: 'dispense', count: 60 },
  'tx.status': { code: '46', command: 'status' },
  'tx.rom': { code: '47', command: 'romVersion' },
  'tx.test': { code: '76', command: 'testDispense' },
  'rx.ack': { message: 'ack' },
  'rx.nck': { message: 'nck' },
  'rx.purge_jam': { command: 'purge', error: '4E purgeError' },
  'rx.dispense_10_ok': {
    command: 'dispense',
    check: 10,
    exit: 10,
    error: '30 good',
    nearEnd: false,
    rejects: 0,
  },
  'rx.dispense_10_short7': {
    command: 'dispense',
    check: 7,
    exit: 7,
    error: '38 billEnd',
    nearEnd: true,
    rejects: 1,
  },
  'rx.status_ok': { command: 'status', error: '30 good', sensors: [] },
};

describe('published LCDM-1000 vectors', () => {
  it('are all covered here', () => {
    expect(Object.keys(meanings).sort()).toEqual(vectors.map(({ name }) => name).sort());
  });

  it.each(vectors)('$name', ({ name, bytes_hex }) => {
    const direction = name.startsWith('tx.') ? 'host' : 'device';
    expect(decodeLcdm(direction, bytesOf(bytes_hex))).toEqual({ ok: true, value: meanings[name] });
  });

  it.each(vectors.filter(({ bytes_hex }) => bytes_hex.length > 2))(
    '$name is refused with a bit wrong',
    (one) => {
      const direction = one.name.startsWith('tx.') ? 'host' : 'device';
      const bytes = bytesOf(one.bytes_hex);
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Uint8Array.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(decodeLcdm(direction, flipped).ok, `bit ${bit}`).toBe(false);
      }
    },
  );
});

describe('decoding', () => {
  it.each([
    ['host', '', 'there is neither a frame nor an ACK or NCK'],
    ['host', '7f', 'there is neither a frame nor an ACK or NCK'],
    ['host', '04500244', 'the frame is not complete'],
    ['host', '045002440312', 'BCC is 12, computed 11'],
    ['host', '04500244031106', 'the message has 6 bytes, 7 were given: give one message at a time'],
    ['host', '0450024536310317', 'a dispense has two digits, 01 to 60'],
    ['device', '0150024503', 'the frame is not complete'],
    ['device', '0150029903c9', 'no command has the code 99'],
  ] as const)('refuses %s %j with the reason', (direction, hex, reason) => {
    expect(decodeLcdm(direction, bytesOf(hex))).toEqual({ ok: false, error: reason });
  });

  it('names sensors, errors, and the program with its checksum', () => {
    expect(decodeLcdm('device', bytesOf('015002463038e082037c'))).toEqual({
      ok: true,
      value: { command: 'status', error: '38 billEnd', sensors: ['exit', 'nearEnd', 'cassetteMissing'] },
    });
    expect(decodeLcdm('device', bytesOf('015002474f3136543a3d323c0302'))).toEqual({
      ok: true,
      value: { command: 'romVersion', version: 'O16T', checksum: 'AD2C' },
    });
  });
});
