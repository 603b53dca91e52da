import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { ReceiptElement } from '../../contract/receipt-printer.ts';
import { memoryLine } from '../../transport/memory.ts';
import { barRasteriser } from './bench.test-support.ts';
import { cellsOf, columnsOf } from './cells.ts';
import { EscPosEmulator } from './emulator.ts';
import { commands, encodeRaster, encodeReceipt } from './encoder.ts';
import { layOut } from './layout.ts';
import { paper80mm } from './profile.ts';

function encode(elements: readonly ReceiptElement[]): Uint8Array {
  const encoded = encodeReceipt({ elements }, paper80mm, barRasteriser);
  if (!encoded.ok) throw new Error(encoded.error);
  return Uint8Array.from(Buffer.concat(encoded.value));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Sends a job in the portions given to a unit without a driver, and reads what is on the paper. */
async function printed(job: Uint8Array, sizes: readonly number[] = []): Promise<readonly string[]> {
  const clock = new VirtualClock();
  const unit = new EscPosEmulator({ clock, bufferBytes: 1_000_000, dotsPerSecond: 1e9 });
  const line = memoryLine();
  unit.attach(line.unit);
  await line.host.open();
  for (let offset = 0, turn = 0; offset < job.length; turn++) {
    const size = sizes[turn % Math.max(1, sizes.length)] ?? job.length;
    await line.host.write(job.slice(offset, offset + size));
    offset += size;
  }
  await clock.advance(1000);
  return unit.lastReceipt?.lines ?? [];
}

const romText = fc
  .array(fc.constantFrom(...'零窗社保卡张三李四，。（）：12345 abcXYZ-*/ ￥①Ω'), { maxLength: 80 })
  .map((characters) => characters.join(''));
/** Anything that a person, a bug or an attacker can put into a string. */
const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const squeezed = (text: string) => text.replace(/\s/gu, '');

describe('a receipt as bytes', () => {
  it('is, byte for byte, what the manuals say', () => {
    expect(hex(encode([{ kind: 'text', text: '社保卡 A', align: 'centre', bold: true }]))).toBe(
      [
        '1b40',
        '1c26',
        '1b6101',
        '1d2100',
        '1b4501',
        '1b3324',
        'c9e7b1a3bfa82041',
        '0a',
        '1c2e',
        '1d564200',
      ].join(''),
    );
    expect(hex(encode([{ kind: 'qr', value: 'AB', moduleSize: 5 }]))).toBe(
      [
        '1b40',
        '1c26',
        '1b6101',
        '1d286b04003141' + '3200',
        '1d286b03003143' + '05',
        '1d286b03003145' + '31',
        '1d286b05003150' + '30' + '4142',
        '1d286b03003151' + '30',
        '1c2e',
        '1d564200',
      ].join(''),
    );
    expect(hex(encode([{ kind: 'feed', lines: 3 }]))).toContain('1b6403');
    expect(hex(encode([{ kind: 'text', text: 'x', size: 'double' }]))).toContain('1d21111b45001b3340');
  });

  it('comes out of the unit with the same text, in any portions', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(romText, fc.constantFrom('normal', 'double'), sizes, async (text, size, portions) => {
        const lines = await printed(encode([{ kind: 'text', text, size }]), portions);
        expect(squeezed(lines.join(''))).toBe(squeezed(text));
        const width = size === 'double' ? 24 : 48;
        for (const line of lines) expect(columnsOf(cellsOf(line))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps any text out of the commands: the unit reads only lines and images', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const lines = await printed(
          encode([
            { kind: 'text', text },
            { kind: 'text', text: 'END' },
          ]),
        );
        expect(lines.at(-1)).toBe('END');
        const expected = layOut({ elements: [{ kind: 'text', text }] }, 48).map((line) =>
          line.kind !== 'text' || line.cells.some(({ bytes }) => bytes === null)
            ? '(image)'
            : line.cells.map((cell) => cell.text).join(''),
        );
        expect(lines.slice(0, -1)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('draws the whole line of a character that the ROM lacks, and only that line', async () => {
    const lines = await printed(
      encode([
        { kind: 'pair', label: '办理人', value: '张*䶮' },
        { kind: 'pair', label: '办理人', value: '张*三' },
        { kind: 'text', text: '𠮷' },
        { kind: 'text', text: '12 €' },
      ]),
    );
    expect(lines[0]).toBe('(image)');
    expect(lines[1]).toMatch(/^办理人 +张\*三$/);
    expect(lines.slice(2)).toEqual(['(image)', '(image)']);
  });

  it('carries the value of a QR code unchanged', async () => {
    const value = 'https://localhost:8443/verify/8F3K-2Q7M?名=样本';
    expect(await printed(encode([{ kind: 'qr', value }]))).toEqual([`(QR ${value})`]);
  });

  it.each(['', 'x'.repeat(2332), 'a\u0000b', 'a\u0010\u0004\u0001'])('refuses a QR code of %j', (value) => {
    expect(encodeReceipt({ elements: [{ kind: 'qr', value }] }, paper80mm, barRasteriser).ok).toBe(false);
  });

  it('has no image whose dots read as a real-time command', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x01, 0x02, 0x08), { maxLength: 24 }),
        (dots) => {
          const data = Uint8Array.from(dots);
          const sent = hex(encodeRaster({ widthBytes: 1, height: dots.length, data })).match(/../g) ?? [];
          const text = sent.slice(8).join(' ');
          expect(text).not.toMatch(/10 0(4|5)|10 14|10$/);
          expect(sent).toHaveLength(8 + dots.length);
        },
      ),
    );
    expect(hex(encodeRaster({ widthBytes: 1, height: 2, data: Uint8Array.of(0x10, 0x04) }))).toBe(
      '1d763000010002001804',
    );
  });

  it('asks for no answer while it prints text, whatever the text', async () => {
    const answers: number[] = [];
    const line = memoryLine();
    const unit = new EscPosEmulator({ clock: new VirtualClock() });
    unit.attach(line.unit);
    line.host.onData((bytes) => answers.push(...bytes));
    await line.host.open();
    await line.host.write(encode([{ kind: 'text', text: `\u0010\u0004\u0001${'社保'.repeat(50)}` }]));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toEqual([]);
    await line.host.write(commands.realTimeStatus(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toEqual([0x12]);
  });
});
