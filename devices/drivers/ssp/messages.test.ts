import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCommand, parseCommand } from './commands.ts';
import { decodeSsp } from './decode.ts';
import { encodeEvent, needsAck, type PollEvent, parseEvents } from './events.ts';
import { decodeFields, encodeFields, sizeOf } from './fields.ts';
import { FrameParser } from './frame.ts';
import { refuseReason } from './reject-codes.ts';
import { encodeLevels, encodeSetup, parseCashboxPayoutData, parseLevels, parseSetup } from './replies.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const vector = (name: string) => {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found;
};
function dataOf(name: string): Uint8Array {
  const [found] = new FrameParser().push(bytesOf(vector(name).bytes_hex));
  if (found?.kind !== 'frame') throw new Error('no frame');
  return found.frame.data;
}
const eventsOf = (name: string, version = 8) => parseEvents(dataOf(name).subarray(1), version);

describe('commands', () => {
  it.each([
    ['tx.reset', 'reset', {}],
    ['tx.sync', 'sync', {}],
    ['tx.host_protocol_7', 'hostProtocolVersion', { version: 7 }],
    ['tx.host_protocol_8', 'hostProtocolVersion', { version: 8 }],
    ['tx.serial', 'serialNumber', {}],
    ['tx.setup', 'setupRequest', {}],
    ['tx.disable', 'disable', {}],
    ['tx.reject', 'reject', {}],
    ['tx.hold', 'hold', {}],
    ['tx.last_reject', 'lastRejectCode', {}],
    ['tx.poll_ack', 'pollWithAck', {}],
    ['tx.event_ack', 'eventAck', {}],
    ['tx.poll_hopper', 'poll', {}],
    ['tx.inhibits_1_to_3', 'setInhibits', { channels: Uint8Array.of(7, 0) }],
    ['tx.set_generator', 'setGenerator', { key: 982_451_653n }],
    ['tx.set_modulus', 'setModulus', { key: 1_287_821n }],
    ['tx.key_exchange', 'requestKeyExchange', { key: 7_554_354_432_121n }],
    ['tx.reset_fixed_key', 'resetFixedKey', {}],
  ] as const)('%s is %s, and is written the same', (name, command, values) => {
    const data = dataOf(name);
    expect(parseCommand(data)).toMatchObject({ ok: true, value: { name: command, values } });
    expect((encodeCommand as (...args: unknown[]) => Uint8Array)(command, values)).toEqual(data);
  });

  it('of a float have four bytes for the least payout', () => {
    const fields = { minimum: 500, value: 10_000, currency: 'CNY', option: 0x58 };
    expect(encodeCommand('floatAmount', fields)).toHaveLength(13);
  });

  it('that are not known, or have a wrong number of parameters, are told apart', () => {
    expect(parseCommand(bytesOf('EE'))).toMatchObject({ ok: false, error: { kind: 'unknown' } });
    expect(parseCommand(new Uint8Array())).toMatchObject({ ok: false, error: { kind: 'unknown' } });
    expect(parseCommand(bytesOf('0A01'))).toMatchObject({ ok: false, error: { kind: 'parameters' } });
    expect(parseCommand(bytesOf('33E803'))).toMatchObject({ ok: false, error: { kind: 'parameters' } });
  });

  it('hold no values that do not fit', () => {
    const payout = { value: 100, currency: 'CNY', option: 0x58 };
    expect(() => encodeCommand('payoutAmount', { ...payout, value: 2 ** 32 })).toThrow('value');
    expect(() => encodeCommand('payoutAmount', { ...payout, value: 1.5 })).toThrow('value');
    expect(() => encodeCommand('payoutAmount', { ...payout, currency: 'YUAN' })).toThrow('currency');
  });

  it('fields come out as they went in', () => {
    const layout = [
      ['a', 'u8'],
      ['b', 'u16'],
      ['c', 'u32'],
      ['d', 'u64'],
      ['e', 'u32be'],
      ['f', 'text3'],
      ['g', 'rest'],
    ] as const;
    const values = fc.record({
      a: fc.integer({ min: 0, max: 0xff }),
      b: fc.integer({ min: 0, max: 0xffff }),
      c: fc.integer({ min: 0, max: 0xffff_ffff }),
      d: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      e: fc.integer({ min: 0, max: 0xffff_ffff }),
      f: fc.constantFrom('CNY', 'EUR'),
      g: fc.uint8Array({ maxLength: 9 }),
    });
    fc.assert(
      fc.property(values, (one) => {
        const bytes = encodeFields(layout, one);
        expect(bytes).toHaveLength(sizeOf(layout) + one.g.length);
        expect(decodeFields(layout, bytes)).toEqual({ ok: true, value: one });
      }),
    );
  });
});

describe('events', () => {
  it.each([
    ['rx.poll.reset', [{ name: 'slaveReset' }]],
    ['rx.poll.credit4', [{ name: 'credit', channel: 4 }]],
    ['rx.poll.stacking', [{ name: 'stacking' }]],
    ['rx.poll.stacked', [{ name: 'stacked' }]],
    ['rx.poll.disabled', [{ name: 'disabled' }]],
    ['rx.poll.path_open', [{ name: 'notePathOpen' }]],
    ['rx.poll.initialising', [{ name: 'initialising' }]],
    ['rx.poll.stored', [{ name: 'storedInPayout' }]],
    ['rx.poll.stacker_full', [{ name: 'stackerFull' }]],
    ['rx.poll.unsafe_jam', [{ name: 'unsafeJam' }]],
    ['rx.poll.rejected', [{ name: 'rejected' }]],
    ['rx.poll.rejecting', [{ name: 'rejecting' }]],
    ['rx.poll.cleared_from_front', [{ name: 'noteClearedFromFront', channel: 0 }]],
    ['rx.poll.cleared_to_cashbox_2', [{ name: 'noteClearedToCashbox', channel: 2 }]],
    ['rx.poll.fraud_channel_2', [{ name: 'fraudAttempt', channel: 2, amounts: [] }]],
    [
      'rx.poll_hopper',
      [{ name: 'fraudAttempt', channel: null, amounts: [{ value: 1530, currency: 'EUR' }] }],
    ],
    ['rx.poll.read_0', [{ name: 'read', channel: 0 }]],
    ['rx.poll.read_3', [{ name: 'read', channel: 3 }]],
    ['rx.poll.credit1_stacked', [{ name: 'credit', channel: 1 }, { name: 'stacked' }]],
    ['rx.poll.stacking_credit1', [{ name: 'stacking' }, { name: 'credit', channel: 1 }]],
    ['rx.poll.cashbox_removed', [{ name: 'cashboxRemoved' }]],
    ['rx.poll.cashbox_replaced', [{ name: 'cashboxReplaced' }]],
    ['rx.poll.emptying', [{ name: 'emptying' }]],
    ['rx.poll.emptied', [{ name: 'emptied' }]],
    ['rx.poll.payout_out_of_service', [{ name: 'payoutOutOfService' }]],
    ['rx.poll.jam_recovery', [{ name: 'jamRecovery' }]],
    ['rx.poll.channel_disable', [{ name: 'channelDisable' }]],
    [
      'rx.poll.transferred_to_stacker',
      [{ name: 'noteTransferredToStacker', note: { value: 500, currency: 'EUR' } }],
    ],
    [
      'rx.poll.dispensed_at_power_up',
      [{ name: 'noteDispensedAtPowerUp', note: { value: 1000, currency: 'EUR' } }],
    ],
    [
      'rx.poll.into_stacker_at_power_up',
      [{ name: 'noteIntoStackerAtPowerUp', note: { value: 500, currency: 'EUR' } }],
    ],
    [
      'rx.poll.into_store_at_power_up',
      [{ name: 'noteIntoStoreAtPowerUp', note: { value: 2000, currency: 'GBP' } }],
    ],
    ['rx.poll.held_in_bezel', [{ name: 'noteHeldInBezel', note: { value: 1000, currency: 'EUR' } }]],
    ['rx.poll.smart_emptying', [{ name: 'smartEmptying', amounts: [{ value: 2260, currency: 'EUR' }] }]],
    ['rx.poll.halted', [{ name: 'halted', amounts: [{ value: 1530, currency: 'EUR' }] }]],
    ['rx.poll.floated', [{ name: 'floated', amounts: [{ value: 2050, currency: 'EUR' }] }]],
    ['rx.poll.dispensing', [{ name: 'dispensing', amounts: [{ value: 5000, currency: 'CNY' }] }]],
    [
      'rx.poll.incomplete_payout',
      [{ name: 'incompletePayout', incomplete: [{ actual: 5000, requested: 10_000, currency: 'CNY' }] }],
    ],
  ])('%s', (name, events) => {
    expect(eventsOf(name)).toEqual({ events, unread: null });
    const written = events.flatMap((event) => [...encodeEvent(event as PollEvent, 8)]);
    expect(Uint8Array.from(written)).toEqual(dataOf(name).slice(1));
  });

  it('cover every poll reply that was published', () => {
    for (const { name } of vectors.filter((one) => one.name.startsWith('rx.poll'))) {
      expect(eventsOf(name).unread, name).toBeNull();
    }
  });

  it('carry less at lower protocol versions', () => {
    const stacked: PollEvent = { name: 'noteIntoStackerAtPowerUp', note: { value: 500, currency: 'CNY' } };
    expect(encodeEvent(stacked, 7)).toHaveLength(1);
    expect(parseEvents(encodeEvent(stacked, 7), 7).events).toEqual([{ ...stacked, note: null }]);
    const error: PollEvent = {
      name: 'errorDuringPayout',
      amounts: [{ value: 500, currency: 'CNY' }],
      cause: 1,
    };
    expect(parseEvents(encodeEvent(error, 6), 6).events).toEqual([{ ...error, amounts: [] }]);
    expect(parseEvents(encodeEvent(error, 7), 7).events).toEqual([error]);
  });

  it('behind one that nobody knows, or that is cut short, are not read', () => {
    expect(parseEvents(bytesOf('EE04A5EE05'), 8)).toEqual({
      events: [{ name: 'credit', channel: 4 }],
      unread: 'no event A5',
    });
    expect(parseEvents(bytesOf('EBDA01881300'), 8)).toEqual({
      events: [{ name: 'stacked' }],
      unread: 'dispensing ends 4 bytes early',
    });
  });

  it('that move money are acknowledged', () => {
    const told = (name: string) => eventsOf(name).events.map(needsAck);
    expect(told('rx.poll.stacking_credit1')).toEqual([false, true]);
    expect(told('rx.poll.incomplete_payout')).toEqual([true]);
    expect(told('rx.poll.cleared_to_cashbox_2')).toEqual([true]);
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 260 }), fc.integer({ min: 6, max: 8 }), (bytes, version) => {
        expect(parseEvents(bytes, version).events.length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe('replies', () => {
  it('the published setup is read', () => {
    const setup = parseSetup(dataOf('rx.setup').subarray(1));
    expect(setup).toMatchObject({
      ok: true,
      value: { unitType: 0, firmware: '0100', currency: 'GBP', protocolVersion: 5 },
    });
    expect(setup.ok && setup.value.channels.map(({ value }) => value / 0x400000)).toEqual([5, 10, 20]);
  });

  it('a setup of version 6 and later has a currency and a value for every channel', () => {
    const channels = [1, 5, 100].map((face, index) => ({
      number: index + 1,
      currency: 'CNY',
      value: face * 100,
    }));
    const setup = { unitType: 6, firmware: '0427', currency: 'CNY', protocolVersion: 8, channels };
    const bytes = encodeSetup(setup, 100);
    expect(parseSetup(bytes)).toEqual({ ok: true, value: setup });
    expect(parseSetup(bytes.subarray(0, -1)).ok).toBe(false);
    expect(parseSetup(Uint8Array.of(...bytes, 0)).ok).toBe(false);
  });

  it('levels, with and without things that were not recognised', () => {
    const levels = [
      { count: 3, value: 10_000, currency: 'CNY' },
      { count: 0, value: 100, currency: 'CNY' },
    ];
    const bytes = encodeLevels(levels);
    expect(parseLevels(bytes)).toEqual({ ok: true, value: levels });
    expect(parseLevels(bytes.subarray(1)).ok).toBe(false);
    expect(parseCashboxPayoutData(bytes)).toEqual({ ok: true, value: { moved: levels, unknown: 0 } });
    const more = Uint8Array.of(...bytes, 2, 0, 0, 0);
    expect(parseCashboxPayoutData(more)).toEqual({ ok: true, value: { moved: levels, unknown: 2 } });
    expect(parseCashboxPayoutData(more.subarray(0, -1)).ok).toBe(false);
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 260 }), (bytes) => {
        parseSetup(bytes);
        parseLevels(bytes);
        parseCashboxPayoutData(bytes);
        parseCommand(bytes);
      }),
    );
  });

  it('reject codes have reasons', () => {
    expect([0x08, 0x13, 0x1c, 0xee].map(refuseReason)).toEqual([null, null, 'invalidBunch', 'invalidBill']);
  });
});

describe('a frame explained', () => {
  const explain = (direction: 'host' | 'device', name: string, key?: string) =>
    decodeSsp(direction, bytesOf(vector(name).bytes_hex), key === undefined ? {} : { key: bytesOf(key) });

  it('names a command and its fields', () => {
    expect(explain('host', 'tx.set_generator')).toEqual({
      ok: true,
      value: { address: '00', sequence: 1, command: 'setGenerator', code: '4A', key: '982451653' },
    });
  });

  it('names a reply, its events, a setup, a key', () => {
    expect(explain('device', 'rx.key_not_set')).toMatchObject({ value: { reply: 'keyNotSet' } });
    expect(explain('device', 'rx.poll.credit4')).toMatchObject({
      value: { events: [{ name: 'credit', channel: 4 }] },
    });
    expect(explain('device', 'rx.setup')).toMatchObject({ value: { setup: { currency: 'GBP' } } });
    expect(explain('device', 'rx.key_exchange')).toMatchObject({
      value: { number: String(0xdb273ce5fa1b6823n) },
    });
  });

  it('decrypts with the key of the session, and says when it is another', () => {
    const { key = '' } = vector('rx.encrypted');
    expect(explain('device', 'rx.encrypted')).toMatchObject({ ok: true, value: { encrypted: true } });
    expect(explain('device', 'rx.encrypted', key)).toMatchObject({ value: { count: 1, reply: 'ok' } });
    expect(explain('device', 'rx.encrypted', `00${key.slice(2)}`)).toMatchObject({ ok: false });
    expect(explain('device', 'rx.encrypted', '00')).toMatchObject({ ok: false });
  });

  it('fails with the reason on what is not exactly one good frame', () => {
    const reason = (hex: string, direction: 'host' | 'device' = 'device') => {
      const decoded = decodeSsp(direction, bytesOf(hex));
      return decoded.ok ? 'was explained' : decoded.error;
    };
    expect(reason('F0')).toBe('there is no 7F');
    expect(reason('7F8001F0')).toBe('the frame is not complete');
    expect(reason('7F8001F02381')).toBe('CRC is 8123, computed 8023');
    expect(reason('7F8001F023807F8001F02380')).toContain('more than one frame');
    expect(reason('7F80020A01F08F', 'host')).toMatch(/CRC|enable/);
  });
});
