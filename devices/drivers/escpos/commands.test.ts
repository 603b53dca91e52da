import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EscPosCommand, readCommand } from './commands.ts';
import { decodeEscPos } from './decode.ts';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** Every command that a unit of ours reads, with its bytes as the manuals print them. */
const table: readonly (readonly [string, EscPosCommand])[] = [
  ['0a', { name: 'lineFeed' }],
  ['1b 40', { name: 'initialise' }],
  ['1b 61 00', { name: 'align', align: 'left' }],
  ['1b 61 01', { name: 'align', align: 'centre' }],
  ['1b 61 32', { name: 'align', align: 'right' }],
  ['1b 45 01', { name: 'bold', on: true }],
  ['1b 45 00', { name: 'bold', on: false }],
  ['1b 33 24', { name: 'lineSpacing', dots: 36 }],
  ['1b 64 05', { name: 'feedLines', lines: 5 }],
  ['1c 26', { name: 'chineseOn' }],
  ['1c 2e', { name: 'chineseOff' }],
  ['1d 21 00', { name: 'characterSize', width: 1, height: 1 }],
  ['1d 21 11', { name: 'characterSize', width: 2, height: 2 }],
  ['1d 21 70', { name: 'characterSize', width: 8, height: 1 }],
  ['1d 56 00', { name: 'cut', cut: 'full', feedDots: null }],
  ['1d 56 31', { name: 'cut', cut: 'partial', feedDots: null }],
  ['1d 56 41 10', { name: 'cut', cut: 'full', feedDots: 16 }],
  ['1d 56 42 00', { name: 'cut', cut: 'partial', feedDots: 0 }],
  ['1d 61 0e', { name: 'automaticStatus', mask: 14 }],
  ['1d 72 01', { name: 'statusInTurn', n: 1 }],
  ['1d 76 30 00 01 00 02 00 ff 81', { name: 'raster', widthBytes: 1, height: 2, data: bytesOf('ff81') }],
  ['1d 28 6b 04 00 31 41 32 00', { name: 'qrModel', model: 2 }],
  ['1d 28 6b 03 00 31 43 06', { name: 'qrModuleSize', dots: 6 }],
  ['1d 28 6b 03 00 31 45 31', { name: 'qrErrorCorrection', level: 'M' }],
  ['1d 28 6b 05 00 31 50 30 41 42', { name: 'qrStore', data: bytesOf('4142') }],
  ['1d 28 6b 03 00 31 51 30', { name: 'qrPrint' }],
  ['10 04 01', { name: 'realTimeStatus', n: 1 }],
  ['10 04 14', { name: 'realTimeStatus', n: 20 }],
  ['10 05 02', { name: 'realTimeRequest', n: 2 }],
  ['10 14 08 01 03 14 01 06 02 08', { name: 'clearBuffer' }],
  ['1b 69', { name: 'cut', cut: 'full', feedDots: null }],
  ['1b 6d', { name: 'cut', cut: 'partial', feedDots: null }],
  ['1c c0 18 10 14 1a', { name: 'hardwareReset' }],
  ['1d 65 02', { name: 'ejector', action: 'retract' }],
  ['1d 65 03 0c', { name: 'ejector', action: 'present', steps: 12 }],
  ['1d 65 05', { name: 'ejector', action: 'eject' }],
  ['1d 65 06', { name: 'ejector', action: 'status' }],
  ['1d 65 12', { name: 'ejector', action: 'holdWhilePrinting' }],
  ['1d 65 14', { name: 'ejector', action: 'pushOut' }],
  ['1d e0 0f', { name: 'automaticFullStatus', mask: 15 }],
  ['41', { name: 'text', text: 'A' }],
  ['c9 e7', { name: 'text', text: '社' }],
  ['95 34 b2 35', { name: 'text', text: '𠮷' }],
];

describe('what a unit reads out of its buffer', () => {
  it.each(table)('%s', (hex, command) => {
    const bytes = bytesOf(hex);
    expect(readCommand(bytes, true)).toEqual({ kind: 'command', command, length: bytes.length });
    // Whatever follows is left alone, and a command that is cut off anywhere is waited for.
    const followed = Uint8Array.from([...bytes, 0x1b, 0x40]);
    expect(readCommand(followed, true)).toMatchObject({ command, length: bytes.length });
    for (let cut = 1; cut < bytes.length; cut++)
      expect(readCommand(bytes.slice(0, cut), true)).toEqual({ kind: 'incomplete' });
  });

  it.each([
    ['07', 1],
    ['1b 7b', 2],
    ['1b 61 07', 3],
    ['1d 65 07', 3],
    ['1c 57', 2],
    ['1d 99 00', 2],
    ['1d 56 02', 3],
    ['1d 76 31 00 01 00 01 00', 3],
    ['1d 28 41 02 00', 3],
    ['1d 28 6b 03 00 31 45 39', 8],
    ['1d 28 6b 03 00 30 45 31', 8],
    ['10 04 09', 1],
    ['10 14 08 01 03 14 01 06 02 09', 1],
  ])('%s is not known, and %i bytes are stepped over', (hex, length) => {
    const padded = Uint8Array.from([...bytesOf(hex), 0, 0, 0]);
    expect(readCommand(padded, true)).toMatchObject({ kind: 'unknown', length });
  });

  it('outside Chinese mode every byte is a character of its own', () => {
    expect(readCommand(bytesOf('c9e7'), false)).toEqual({
      kind: 'command',
      command: { name: 'text', text: '?' },
      length: 1,
    });
  });

  it('always gets on: any bytes are read to their end, or wait for more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.boolean(), (bytes, chinese) => {
        for (let offset = 0; offset < bytes.length; ) {
          const reading = readCommand(bytes.slice(offset), chinese);
          if (reading.kind === 'incomplete') break;
          expect(reading.length).toBeGreaterThan(0);
          expect(offset + reading.length).toBeLessThanOrEqual(bytes.length + 8);
          offset += reading.length;
        }
      }),
    );
  });
});

describe('explained for a person', () => {
  it('any sequence of commands comes back in order, with text joined', () => {
    const rows = fc.array(fc.constantFrom(...table.filter(([, { name }]) => name !== 'chineseOff')), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, (chosen) => {
        const decoded = decodeEscPos('host', bytesOf(chosen.map(([hex]) => hex).join('')));
        if (!decoded.ok) throw new Error(decoded.error);
        const { commands } = decoded.value as { commands: { name: string; text?: string }[] };
        const names = chosen.map(([, { name }]) => name);
        expect(commands.map(({ name }) => name)).toEqual(
          names.filter((name, index) => name !== 'text' || names[index - 1] !== 'text'),
        );
        const text = chosen.map(([, one]) => (one.name === 'text' ? one.text : '')).join('');
        expect(commands.map((one) => one.text ?? '').join('')).toBe(text);
      }),
    );
  });

  it('any bytes in either direction give an object or a reason', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('host' as const, 'device' as const),
        fc.uint8Array({ maxLength: 60 }),
        (direction, bytes) => {
          const decoded = decodeEscPos(direction, bytes);
          if (!decoded.ok) expect(decoded.error.length).toBeGreaterThan(5);
        },
      ),
    );
  });

  it('names automatic status, an answer in turn, a cleared buffer and flow control', () => {
    const names = (hex: string) => {
      const decoded = decodeEscPos('device', bytesOf(hex));
      if (!decoded.ok) throw new Error(decoded.error);
      return (decoded.value as { messages: { name: string }[] }).messages.map(({ name }) => name);
    };
    expect(names('13 12 18 00 0f 00 03 37 25 00 11')).toEqual([
      'xoff',
      'realTimeReply',
      'automaticStatus',
      'replyInTurn',
      'bufferCleared',
      'xon',
    ]);
  });

  it('shows a QR value and an image in a readable form', () => {
    expect(decodeEscPos('host', bytesOf('1d286b05003150304142 1d763000010001 0081'))).toEqual({
      ok: true,
      value: {
        commands: [
          { name: 'qrStore', data: 'AB' },
          { name: 'raster', widthBytes: 1, height: 1, data: '81' },
        ],
      },
    });
  });
});
