import { describe, expect, it } from 'vitest';
import { cellsOf } from './cells.ts';
import { decodeEscPos } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const vector = (name: string) => {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return bytesOf(found.bytes_hex);
};

/** What each published vector means, in our words. No bit but the named ones may be set. */
const host: Record<string, object> = {
  init: { name: 'initialise' },
  dle_eot_2: { name: 'realTimeStatus', n: 2 },
  cut_full: { name: 'cut', cut: 'full', feedDots: null },
  cut_feed_partial: { name: 'cut', cut: 'partial', feedDots: 0 },
  kanji_on: { name: 'chineseOn' },
  kanji_off: { name: 'chineseOff' },
  'custom.full_status': { name: 'realTimeStatus', n: 0x14 },
  text_gb18030: { name: 'text', text: '社保卡' },
  text_gb18030_4byte: { name: 'text', text: '𠮷' },
};

const device: Record<string, { readonly in?: string; readonly bits: object }> = {
  'res.ok': { in: 'n1', bits: {} },
  'res.offline': { in: 'n1', bits: { offline: true } },
  'res.paper_stop': { in: 'n2', bits: { stoppedByPaperEnd: true } },
  'res.cover_open': { in: 'n2', bits: { coverOpen: true } },
  'res.paper_end': { in: 'n4', bits: { paperNearEnd: true, paperEnd: true } },
  'res.near_end': { in: 'n4', bits: { paperNearEnd: true } },
  'res.cutter': { in: 'n3', bits: { cutterError: true } },
  'asb.ok': { bits: {} },
  'asb.cover_open_offline': { bits: { offline: true, coverOpen: true } },
  'asb.near_end': { bits: { paperNearEnd: true } },
  'asb.paper_end_offline': { bits: { offline: true, paperNearEnd: true, paperEnd: true } },
  'custom.status_ok': { bits: { paper: [], user: [], recoverable: [], unrecoverable: [] } },
  'custom.status_ticket_in_output': {
    bits: { paper: ['ticketInOutput'], user: [], recoverable: [], unrecoverable: [] },
  },
  'custom.status_no_paper': {
    bits: { paper: ['noPaper', 'nearEnd'], user: [], recoverable: [], unrecoverable: [] },
  },
};

describe('published ESC/POS vectors', () => {
  it('are all covered here', () => {
    expect(Object.keys({ ...host, ...device }).sort()).toEqual(vectors.map(({ name }) => name).sort());
  });

  it.each(Object.entries(host))('host %s', (name, command) => {
    expect(decodeEscPos('host', vector(name))).toEqual({ ok: true, value: { commands: [command] } });
  });

  it.each(Object.entries(device))('device %s', (name, expected) => {
    const decoded = decodeEscPos('device', vector(name));
    if (!decoded.ok) throw new Error(decoded.error);
    const [message] = (decoded.value as { messages: Record<string, unknown>[] }).messages;
    const flags = (expected.in === undefined ? message : message?.[expected.in]) as Record<string, unknown>;
    const { name: _, bytes: __, ...bits } = flags;
    expect(Object.fromEntries(Object.entries(bits).filter(([, on]) => on !== false))).toEqual(expected.bits);
  });

  it('encodes text as the vector says, and leaves to the host what the ROM lacks', () => {
    const rom = cellsOf('社保卡').flatMap(({ bytes }) => [...(bytes ?? [])]);
    expect(Uint8Array.from(rom)).toEqual(vector('text_gb18030'));
    expect(cellsOf('𠮷')).toEqual([{ text: '𠮷', columns: 2, bytes: null }]);
  });

  it.each([
    ['host', '', 'there are no bytes'],
    ['host', '1b', 'the command at byte 0 is not complete'],
    ['host', '1b401d7630000a', 'the command at byte 2 is not complete'],
    ['host', '1b4007', 'byte 2: no command that is known begins with 07'],
    ['device', '', 'there are no bytes'],
    ['device', '100000', 'the last status is not complete: automatic status has four bytes'],
    ['device', '93', '93 has no form that a unit sends'],
  ] as const)('refuses %s %s with the reason', (direction, hex, reason) => {
    const decoded = decodeEscPos(direction, bytesOf(hex));
    expect(decoded).toEqual({ ok: false, error: reason });
  });
});
