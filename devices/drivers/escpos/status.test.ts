import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStatusParser, type EscPosMessage, isRealTimeReply, realTimeFlags } from './status.ts';

/** Byte patterns of the five things that a unit sends. `x` bits are free. */
const free = (mask: number, fixed: number) => fc.nat(255).map((byte) => (byte & mask) | fixed);
const realTimeReply = free(0x6c, 0x12).map((byte) => [byte]);
const automaticStatus = fc
  .tuple(free(0x6c, 0x10), free(0x6f, 0), free(0x6f, 0), free(0x6f, 0))
  .map((bytes) => [...bytes]);
const message = fc.oneof(
  realTimeReply.map((bytes) => ({ kind: 'realTimeReply', bytes })),
  automaticStatus.map((bytes) => ({ kind: 'automaticStatus', bytes })),
  free(0x6f, 0).map((byte) => ({ kind: 'replyInTurn', bytes: [byte] })),
  fc.constant({ kind: 'xon', bytes: [0x11] }),
  fc.constant({ kind: 'xoff', bytes: [0x13] }),
  fc.constant({ kind: 'bufferCleared', bytes: [0x37, 0x25, 0x00] }),
);

describe('the parser of what a unit sends', () => {
  it('tells any sequence apart, in any portions', () => {
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.integer({ min: 1, max: 5 })), (messages, sizes) => {
        const parse = createStatusParser(false);
        const bytes = messages.flatMap((one) => one.bytes);
        const parsed: EscPosMessage[] = [];
        for (let offset = 0, turn = 0; offset < bytes.length; turn++) {
          const size = sizes[turn % Math.max(1, sizes.length)] ?? bytes.length;
          parsed.push(...parse(Uint8Array.from(bytes.slice(offset, offset + size))));
          offset += size;
        }
        expect(parsed.map(({ kind }) => kind)).toEqual(messages.map(({ kind }) => kind));
      }),
    );
  });

  it('takes a real-time answer, XON and XOFF out of the middle of an automatic status', () => {
    const parse = createStatusParser(false);
    const kinds = parse(Uint8Array.of(0x18, 0x00, 0x12, 0x13, 0x0f, 0x11, 0x00)).map(({ kind }) => kind);
    expect(kinds).toEqual(['realTimeReply', 'xoff', 'xon', 'automaticStatus']);
  });

  it('begins anew when an automatic status was torn off', () => {
    const parse = createStatusParser(false);
    const messages = parse(Uint8Array.of(0x18, 0x00, 0x10, 0x00, 0x00, 0x00));
    expect(messages).toEqual([{ kind: 'automaticStatus', bytes: Uint8Array.of(0x10, 0, 0, 0) }]);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), (bytes, ticketSensor) => {
        createStatusParser(ticketSensor)(bytes);
      }),
    );
  });

  it('knows bit 7 of a ticket only where the profile has the sensor', () => {
    expect(isRealTimeReply(0x92, false)).toBe(false);
    expect(isRealTimeReply(0x92, true)).toBe(true);
    expect(realTimeFlags(1, 0x92, true)).toMatchObject({ ticketPresent: true, offline: false });
    expect(realTimeFlags(1, 0x12, false)).not.toHaveProperty('ticketPresent');
    expect(createStatusParser(false)(Uint8Array.of(0x92))).toEqual([{ kind: 'noise', byte: 0x92 }]);
  });

  it.each([
    [1, 0x1a, 'offline'],
    [1, 0x32, 'waitingForRecovery'],
    [1, 0x52, 'feedKey'],
    [2, 0x16, 'coverOpen'],
    [2, 0x1a, 'feedingByKey'],
    [2, 0x32, 'stoppedByPaperEnd'],
    [2, 0x52, 'error'],
    [3, 0x16, 'mechanicalError'],
    [3, 0x1a, 'cutterError'],
    [3, 0x32, 'unrecoverableError'],
    [3, 0x52, 'headHot'],
    [4, 0x1e, 'paperNearEnd'],
    [4, 0x72, 'paperEnd'],
  ] as const)('DLE EOT %i: %i means %s and nothing else', (n, byte, flag) => {
    const set = Object.entries(realTimeFlags(n, byte, false)).filter(([, on]) => on);
    expect(set).toEqual([[flag, true]]);
  });
});
