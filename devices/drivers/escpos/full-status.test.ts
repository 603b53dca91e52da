import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFullStatusParser, customFullStatus, fullStatusFlags } from './full-status.ts';
import { faultsOf, statusOf } from './printer-status.ts';
import type { EscPosMessage } from './status.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
/** Bits that the manuals name; 10 and the fixed bits are none of them. */
const status = fc
  .tuple(...[0xe5, 0x6f, 0x6b, 0x4d].map((mask) => fc.nat(255).map((byte) => byte & mask)))
  .map((four) => [0x10, 0x0f, ...four]);
const message = fc.oneof(
  status.map((bytes) => ({ kind: 'fullStatus', bytes })),
  fc.constantFrom(0x00, 0x03).map((byte) => ({ kind: 'replyInTurn', bytes: [byte] })),
  fc.constant({ kind: 'xon', bytes: [0x11] }),
  fc.constant({ kind: 'xoff', bytes: [0x13] }),
);
const kinds = (messages: readonly EscPosMessage[]) => messages.map(({ kind }) => kind);

describe('the full status of Custom units', () => {
  it.each([
    ['custom.status_ok', {}],
    ['custom.status_ticket_in_output', { ticket: 'present' }],
    ['custom.status_no_paper', { paper: 'out', device: 'userError', reasons: ['paperOut'] }],
  ])('%s', (name, expected) => {
    const vector = vectors.find((one) => one.name === name);
    const [found] = createFullStatusParser()(bytesOf(vector?.bytes_hex ?? ''));
    if (found?.kind !== 'fullStatus') throw new Error('no full status');
    expect(statusOf(fullStatusFlags(found.bytes), true)).toMatchObject({
      device: 'online',
      reasons: [],
      paper: 'full',
      cover: 'closed',
      ticket: 'notPresent',
      ...expected,
    });
  });

  it.each([
    ['100f04000000', ['nearEnd'], []],
    ['100f00010000', ['headUp'], ['coverOpen']],
    ['100f00020000', ['coverOpen'], ['coverOpen']],
    ['100f00000100', ['headTemperature'], ['headHot']],
    ['100f00000800', ['voltage'], ['voltageError']],
    ['100f00004000', ['paperJam'], ['mechanicalError']],
    ['100f00000001', ['cutterError'], ['cutterError']],
    ['100f00000004', ['ramError'], ['unrecoverableError']],
    ['100f00000008', ['eepromError'], ['unrecoverableError']],
    ['100f00000040', ['flashError'], ['unrecoverableError']],
    // Neither is wrong: a motor that runs, a command that was not known.
    ['100f00080000', ['motorOn'], []],
    ['100f00002000', ['commandRefused'], []],
  ])('%s', (hex, names, reasons) => {
    const bytes = bytesOf(hex);
    expect(Object.values(customFullStatus(bytes)).flat()).toEqual(names);
    expect(faultsOf(fullStatusFlags(bytes)).map(({ reason }) => reason)).toEqual(reasons);
  });
});

describe('the parser of what a Custom unit sends', () => {
  it('tells any sequence apart, in any portions', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), fc.nat(7), (messages, size) => {
        const parse = createFullStatusParser();
        const bytes = Uint8Array.from(messages.flatMap((one) => one.bytes));
        const parsed: EscPosMessage[] = [];
        for (let at = 0; at < bytes.length; at += size + 1)
          parsed.push(...parse(bytes.slice(at, at + size + 1)));
        expect(kinds(parsed)).toEqual(messages.map(({ kind }) => kind));
      }),
    );
  });

  it('never makes an answer to GS r of a status that lost a byte', () => {
    fc.assert(
      fc.property(status, fc.nat(5), status, (broken, lost, next) => {
        const bytes = Uint8Array.from([...broken.filter((_, index) => index !== lost), ...next]);
        expect(kinds(createFullStatusParser()(bytes))).not.toContain('replyInTurn');
      }),
    );
  });

  it('finds the next status after one that broke off', () => {
    fc.assert(
      fc.property(status, fc.integer({ min: 1, max: 5 }), status, (broken, held, next) => {
        const found = createFullStatusParser()(Uint8Array.from([...broken.slice(0, held), ...next]));
        expect(found.at(-1)).toEqual({ kind: 'fullStatus', bytes: Uint8Array.from(next) });
      }),
    );
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        createFullStatusParser()(bytes);
      }),
    );
  });
});
