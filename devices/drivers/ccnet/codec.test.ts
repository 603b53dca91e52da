import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryInUse } from '../../../src-shared/test-memory.ts';
import { crcKermit, type Found, withCrc } from '../kermit-frames.ts';
import {
  addresses,
  type CommandName,
  commands,
  type DeviceMessage,
  type Direction,
  encodeCommand,
  encodeConfirmation,
  encodeReply,
  frameParser,
  type HostMessage,
  parseDeviceFrame,
  parseHostFrame,
} from './codec.ts';
import { encodePollState, parsePollState, pollStates } from './poll-state.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const frames = (found: readonly Found[]) => found.flatMap((one) => (one.kind === 'frame' ? [one.frame] : []));

const negatives = vectors.filter(({ name }) => name.startsWith('BAD.'));
const confirmations = vectors.filter(({ name }) => name === 'ack' || name === 'nak');
const requests = vectors.filter(({ name }) => name.startsWith('tx.'));
const replies = vectors.filter(({ name }) => name.startsWith('rx.'));

function host(hex: string): HostMessage {
  const [frame] = frames(frameParser('host').push(bytesOf(hex)));
  const parsed = parseHostFrame(frame ?? new Uint8Array());
  if (!parsed.ok) throw new Error(parsed.error);
  expect(parsed.value.address).toBe(addresses.billValidator);
  return parsed.value.message;
}

function device(hex: string): DeviceMessage {
  const [frame] = frames(frameParser('device').push(bytesOf(hex)));
  const parsed = parseDeviceFrame(frame ?? new Uint8Array());
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value.message;
}

function writtenAgain(hex: string, direction: Direction): string {
  const address = bytesOf(hex)[1] ?? 0;
  if (direction === 'device') return hexOf(encodeReply(address, device(hex)));
  const message = host(hex);
  if (message.kind !== 'command') return hexOf(encodeConfirmation(address, message.kind));
  if (message.name === null) throw new Error('unknown command');
  return hexOf(encodeCommand(address, message.name, message.data));
}

describe('the published frames', () => {
  it('are all here', () => {
    expect([confirmations.length, requests.length, replies.length, negatives.length]).toEqual([2, 9, 16, 2]);
    expect(vectors).toHaveLength(29);
  });

  it.each([...confirmations, ...requests])('$name is read from a controller, and written the same', (row) => {
    expect(writtenAgain(row.bytes_hex, 'host')).toBe(row.bytes_hex);
  });

  it.each([...confirmations, ...replies])('$name is read from a unit, and written the same', (row) => {
    expect(writtenAgain(row.bytes_hex, 'device')).toBe(row.bytes_hex);
  });

  it.each(negatives)('$name is refused', ({ bytes_hex, meaning }) => {
    const found = frameParser('device').push(bytesOf(bytes_hex));
    expect(frames(found)).toEqual([]);
    expect(found[0]).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/^CRC is/) });
    // What it should have been, by the vectors themselves.
    const right = bytesOf(bytes_hex).slice(0, -2);
    expect(vectors.map((row) => row.bytes_hex)).toContain(hexOf(withCrc(right)));
    expect(meaning).toContain('NEGATIVE');
  });

  it.each([
    ['tx.reset', 'reset'],
    ['tx.enable_all_no_escrow', 'enableBillTypes'],
    ['tx.disable', 'enableBillTypes'],
    ['tx.stack', 'stack'],
    ['tx.return', 'return'],
    ['tx.cassette_status', 'recyclingCassetteStatus'],
    ['tx.dispense_form', 'dispense'],
    ['tx.bill_table', 'getBillTable'],
    ['tx.download', 'download'],
  ])('%s is %s', (name, command) => {
    const row = requests.find((one) => one.name === name);
    expect(host(row?.bytes_hex ?? '')).toMatchObject({ kind: 'command', name: command });
  });

  it.each([
    ['rx.idling', 'idling', null],
    ['rx.stacking', 'stacking', null],
    ['rx.stacked_7', 'billStacked', 7],
    ['rx.initialize', 'initialize', null],
    ['rx.returning', 'returning', null],
    ['rx.holding', 'holding', null],
    ['rx.busy', 'deviceBusy', 10],
    ['rx.rejecting_68', 'rejecting', 0x68],
    ['rx.escrow_3', 'escrowPosition', 3],
    ['rx.stacked_3', 'billStacked', 3],
    ['rx.cassette_full', 'dropCassetteFull', null],
    ['rx.cassette_removed', 'dropCassetteOutOfPosition', null],
    ['rx.jam_validator', 'validatorJammed', null],
    ['rx.cheated', 'cheated', null],
  ] as const)('%s is the state %s', (name, state, detail) => {
    const message = device(replies.find((one) => one.name === name)?.bytes_hex ?? '');
    if (message.kind !== 'data') throw new Error(message.kind);
    expect(parsePollState(message.data)).toEqual({ ok: true, value: { name: state, detail } });
  });
});

describe('who speaks decides what the same bytes mean', () => {
  it.each([
    ['020306414FD1', { kind: 'command', name: 'getBillTable' }, { kind: 'data', data: Uint8Array.of(0x41) }],
    ['0203063041B3', { kind: 'command', name: 'reset' }, { kind: 'illegalCommand' }],
    ['02030600C282', { kind: 'ack' }, { kind: 'ack' }],
  ])('%s', (hex, fromHost, fromDevice) => {
    expect(host(hex)).toMatchObject(fromHost);
    expect(device(hex)).toEqual(fromDevice);
  });
});

const anyAddress = fc.constantFrom(...Object.values(addresses));
const anyName = fc.constantFrom(...(Object.keys(commands) as CommandName[]));
/** Also around the limit where frames become wide. */
const anyData = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.uint8Array({ minLength: 235, maxLength: 300 }),
  fc.uint8Array({ maxLength: 2000 }),
);
const anyReply: fc.Arbitrary<DeviceMessage> = fc.oneof(
  fc.constantFrom({ kind: 'ack' as const }, { kind: 'nak' as const }, { kind: 'illegalCommand' as const }),
  anyData
    .filter((data) => data.length > 0 && !(data.length === 1 && [0, 0xff, 0x30].includes(data[0] ?? 0)))
    .map((data) => ({ kind: 'data' as const, data })),
);

function pushInPortions(direction: Direction, bytes: Uint8Array, cuts: readonly number[]): Found[] {
  const parser = frameParser(direction);
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  return places.flatMap((to) => {
    const found = parser.push(bytes.subarray(from, to));
    from = to;
    return found;
  });
}

describe('the parser', () => {
  it('gives back every command, narrow and wide, to every address', () => {
    fc.assert(
      fc.property(anyAddress, anyName, anyData, (address, name, data) => {
        const found = frameParser('host').push(encodeCommand(address, name, data));
        expect(frames(found).map(parseHostFrame)).toEqual([
          { ok: true, value: { address, message: { kind: 'command', name, code: commands[name], data } } },
        ]);
      }),
    );
  });

  it('gives back every reply, narrow and wide', () => {
    fc.assert(
      fc.property(anyAddress, fc.array(anyReply, { maxLength: 4 }), (address, all) => {
        const stream = Uint8Array.from(all.flatMap((message) => [...encodeReply(address, message)]));
        expect(frames(frameParser('device').push(stream)).map(parseDeviceFrame)).toEqual(
          all.map((message) => ({ ok: true, value: { address, message } })),
        );
      }),
    );
  });

  it('finds the same in any portions, with noise in between', () => {
    fc.assert(
      fc.property(
        fc.array(anyReply, { maxLength: 4 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.array(fc.nat()),
        (all, noise, cuts) => {
          const stream = Uint8Array.from(all.flatMap((reply) => [...noise, ...encodeReply(3, reply)]));
          expect(pushInPortions('device', stream, cuts)).toEqual(frameParser('device').push(stream));
        },
      ),
    );
  });

  it('finds a frame behind any noise, at the latest when the line pauses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), anyReply, (noise, reply) => {
        const parser = frameParser('device');
        const frame = encodeReply(3, reply);
        const found = [...parser.push(Uint8Array.of(...noise, ...frame)), ...parser.flush()];
        expect(frames(found).map(hexOf)).toContain(hexOf(frame));
        expect(parser.midFrame).toBe(false);
      }),
    );
  });

  it('finds the next frame after one that lost a byte', () => {
    const escrow = encodeReply(3, { kind: 'data', data: Uint8Array.of(0x80, 3) });
    const idling = encodeReply(3, { kind: 'data', data: Uint8Array.of(0x14) });
    for (let lost = 0; lost < escrow.length; lost++) {
      const parser = frameParser('device');
      const broken = escrow.filter((_, index) => index !== lost);
      const found = [...parser.push(Uint8Array.of(...broken, ...idling)), ...parser.flush()];
      expect(frames(found).map(hexOf), `byte ${lost}`).toEqual([hexOf(idling)]);
    }
  });

  it.each(['host', 'device'] as const)(
    'refuses every single-bit flip of every frame, from a %s',
    (direction) => {
      for (const { bytes_hex } of [...confirmations, ...(direction === 'host' ? requests : replies)]) {
        const frame = bytesOf(bytes_hex);
        for (let bit = 0; bit < frame.length * 8; bit++) {
          const flipped = Uint8Array.from(frame);
          flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          const parser = frameParser(direction);
          expect(frames([...parser.push(flipped), ...parser.flush()]), `bit ${bit} of ${bytes_hex}`).toEqual(
            [],
          );
        }
      }
    },
  );

  it('refuses lengths that cannot be', () => {
    const refusal = (hex: string) => frameParser('device').push(bytesOf(hex))[0];
    expect(refusal('020305')).toEqual({ kind: 'refused', reason: 'length 5 is less than 6' });
    expect(refusal('0203000006')).toEqual({ kind: 'refused', reason: 'wide length 6 is not within 7..2048' });
    expect(refusal('020300FFFF')).toEqual({
      kind: 'refused',
      reason: 'wide length 65535 is not within 7..2048',
    });
  });

  it('never throws and holds no more than one frame, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('host' as const, 'device' as const),
        fc.array(fc.uint8Array({ maxLength: 200 })),
        (direction, portions) => {
          const parser = frameParser(direction);
          for (const portion of portions) {
            for (const frame of frames(parser.push(portion))) {
              parseHostFrame(frame);
              parseDeviceFrame(frame);
            }
          }
        },
      ),
    );
    const parser = frameParser('device');
    const before = memoryInUse();
    for (let round = 0; round < 50; round++) parser.push(new Uint8Array(20_000).fill(0x02));
    expect(memoryInUse() - before).toBeLessThan(500_000);
    parser.flush();
    expect(frames(parser.push(encodeReply(3, { kind: 'ack' })))).toHaveLength(1);
  });
});

describe('wide frames', () => {
  const long = new Uint8Array(300).fill(7);

  it('have their length behind the command, behind the subcommand where there is one, and first in a reply', () => {
    const head = (bytes: Uint8Array) => hexOf(bytes.subarray(0, 8));
    expect(head(encodeCommand(3, 'setSecurity', long))).toBe('0203003201340707');
    expect(head(encodeCommand(3, 'download', long))).toBe('0203005007013407');
    expect(head(encodeReply(3, { kind: 'data', data: long }))).toBe('0203000133070707');
  });

  it('longer than ours are a bug', () => {
    expect(() => encodeReply(3, { kind: 'data', data: new Uint8Array(3000) })).toThrow('2048');
  });
});

describe('poll states', () => {
  it('are written and read', () => {
    for (const name of Object.keys(pollStates) as (keyof typeof pollStates)[]) {
      for (const detail of [3, null]) {
        const parsed = parsePollState(encodePollState({ name, detail }));
        const needsDetail = name === 'escrowPosition' || name === 'billStacked' || name === 'billReturned';
        if (detail === null && needsDetail) expect(parsed).toMatchObject({ ok: false });
        else expect(parsed).toEqual({ ok: true, value: { name, detail } });
      }
    }
  });

  it.each([
    [[], 'no state (none)'],
    [[0x99], 'no state 99'],
    [[0x81], 'billStacked without a bill type'],
    [[0x14, 1, 2, 3], 'state 14 with 4 bytes'],
  ])('%j is refused', (bytes, reason) => {
    expect(parsePollState(Uint8Array.from(bytes))).toEqual({ ok: false, error: reason });
  });
});

it('the CRC is that of the catalogue of CRCs: 123456789 gives 2189', () => {
  expect(crcKermit(Buffer.from('123456789'))).toBe(0x2189);
});
