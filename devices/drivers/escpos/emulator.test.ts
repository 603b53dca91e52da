import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { ReceiptDocument } from '../../contract/receipt-printer.ts';
import { memoryLine } from '../../transport/memory.ts';
import { EscPosEmulator, type PrintedReceipt } from './emulator.ts';
import { encodeReceipt } from './encoder.ts';
import { glyphRasteriser } from './glyph-raster.ts';
import { paper80mm } from './profile.ts';

async function unitOnALine(bufferBytes = 65_536) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unit = new EscPosEmulator({ clock, bufferBytes });
  unit.attach(line.unit);
  await line.host.open();
  const answers: number[] = [];
  line.host.onData((bytes) => answers.push(...bytes));
  const send = async (hex: string) => {
    answers.length = 0;
    await line.host.write(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')));
    await clock.advance(0);
    return Buffer.from(answers).toString('hex');
  };
  return { clock, line, unit, answers, send };
}

async function print(document: ReceiptDocument): Promise<PrintedReceipt> {
  const { clock, line, unit } = await unitOnALine();
  const encoded = encodeReceipt(document, paper80mm, glyphRasteriser);
  if (!encoded.ok) throw new Error(encoded.error);
  const job = Uint8Array.from(Buffer.concat(encoded.value));
  await line.host.write(job);
  await clock.advanceUntil(() => unit.lastReceipt !== null);
  if (unit.lastReceipt === null) throw new Error('nothing came out');
  expect(unit.lastReceipt.bin).toEqual(job);
  return unit.lastReceipt;
}

/** Black dots in a rectangle of the picture. */
function ink(png: PNG, top: number, bottom: number): number {
  let dots = 0;
  for (let y = top; y < bottom; y++)
    for (let x = 50; x < png.width - 50; x++) if ((png.data[(y * png.width + x) * 4] ?? 255) < 128) dots++;
  return dots;
}

describe('the emulated receipt printer', () => {
  it('is quiet at power-up, and answers DLE EOT', async () => {
    const { answers, send, clock } = await unitOnALine();
    await clock.advance(10_000);
    expect(answers).toEqual([]);
    expect(await send('100401 100402 100403 100404')).toBe('12121212');
  });

  it('answers in real time in the middle of a job, before what stands in the buffer', async () => {
    const { send, clock, answers } = await unitOnALine();
    expect(await send('41 0a 42 0a 1d7201 100404')).toBe('12');
    answers.length = 0;
    await clock.advance(1000);
    expect(answers).toEqual([0x00]);
  });

  it('tells changes by itself only when asked to', async () => {
    const { unit, send, clock, answers } = await unitOnALine();
    unit.set('coverOpen', true);
    unit.set('coverOpen', false);
    expect(answers).toEqual([]);
    expect(await send('1d610e')).toBe('10000000');
    answers.length = 0;
    unit.set('coverOpen', true);
    unit.set('paper', 'nearEnd');
    await clock.advance(0);
    expect(Buffer.from(answers).toString('hex')).toBe('3800000038000300');
  });

  it('shows every fault in its bit', async () => {
    const { unit, send } = await unitOnALine();
    unit.set('paper', 'nearEnd');
    expect(await send('100401 100402 100404')).toBe('12121e');
    unit.set('paper', 'out');
    expect(await send('100401 100402 100404')).toBe('1a327e');
    unit.set('paper', 'full');
    unit.set('coverOpen', true);
    expect(await send('100401 100402')).toBe('1a16');
    unit.set('coverOpen', false);
    unit.set('headHot', true);
    expect(await send('100401 100402 100403')).toBe('1a5252');
    unit.set('headHot', false);
    unit.set('knifeBlocked', true);
    expect(await send('1d5600 100401 100403')).toBe('1212');
    expect(await send('100401 100403')).toBe('3a1a');
    unit.set('knifeBlocked', false);
    expect(await send('100403')).toBe('1a');
    expect(await send('100502 100403')).toBe('12');
  });

  it('loses what does not fit into its buffer, having said XOFF before', async () => {
    const { unit, send, answers, clock } = await unitOnALine(16);
    unit.set('coverOpen', true);
    expect(await send('41 42 43 44 45 46 47 48 49 4a 4b 4c 4d')).toBe('13');
    await send('4e 4f 50 51 52 0a');
    answers.length = 0;
    unit.set('coverOpen', false);
    await clock.advance(100);
    expect(answers).toEqual([0x11]);
  });

  it('takes an image that is larger than its buffer, as it comes', async () => {
    const { unit, clock, send } = await unitOnALine(64);
    await send('1d763000 0a00 0a00');
    for (let row = 0; row < 10; row++) await send('ff00ff00ff00ff00ff00');
    await send('1d5600');
    await clock.advance(1000);
    expect(unit.lastReceipt?.lines).toEqual(['(image)']);
  });

  it('prints the mark for a missing character where its ROM ends', async () => {
    const { unit, clock, send } = await unitOnALine();
    await send('1c26 9534b235 0a 1d5600');
    await clock.advance(1000);
    expect(unit.lastReceipt?.lines).toEqual(['〓']);
  });

  it('steps over commands that it does not know, and says so', async () => {
    const { unit, clock, send } = await unitOnALine();
    await send('1b7b 41 0a 1d5600');
    await clock.advance(1000);
    expect(unit.lastReceipt?.lines).toEqual(['A']);
    expect(unit.describe().holds).toContain('commands not understood: 1');
  });

  it('refuses a switch that it does not have, and a value that it cannot take', async () => {
    const { unit } = await unitOnALine();
    expect(() => unit.set('turbo', true)).toThrow('no switch turbo');
    expect(() => unit.set('paper', 'pink')).toThrow('full, nearEnd, out');
    expect(() => unit.set('coverOpen', 'yes')).toThrow('on or off');
    for (const { id, kind, value } of unit.describe().switches)
      unit.set(id, kind === 'action' ? true : value);
    expect(() => unit.attach(memoryLine().unit)).toThrow('one line');
  });

  it('draws the slip: 640 dots of paper, text where text is, a QR code that can be read', async () => {
    const value = 'https://localhost:8443/verify/8F3K-2Q7M';
    const receipt = await print({
      elements: [
        { kind: 'text', text: '业务办理凭条', size: 'double', bold: true },
        { kind: 'feed', lines: 2 },
        { kind: 'text', text: '张*䶮 𠮷' },
        { kind: 'feed', lines: 2 },
        { kind: 'qr', value, moduleSize: 6 },
      ],
    });
    const png = PNG.sync.read(receipt.png);
    expect(png.width).toBe(640 + 28);
    const top = 14 + 32;
    expect(ink(png, top, top + 64)).toBeGreaterThan(2000);
    expect(ink(png, top + 64, top + 64 + 70)).toBe(0);
    expect(ink(png, top + 136, top + 172)).toBeGreaterThan(300);
    const seen = jsQR(new Uint8ClampedArray(png.data), png.width, png.height);
    expect(seen?.data).toBe(value);
  });

  it('shows a character that no font has as a crossed box, never as nothing', () => {
    const line = (text: string) =>
      glyphRasteriser.rasterise(
        {
          kind: 'text',
          cells: [{ text, columns: 2, bytes: null }],
          align: 'left',
          size: 'normal',
          bold: false,
        },
        paper80mm,
      );
    const dots = (text: string) =>
      line(text).data.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    expect(dots('\u{2fffe}')).toBeGreaterThan(100);
    expect(line('\u{2fffe}').data).toEqual(line('\u{3fffe}').data);
    expect(line('䶮').data).not.toEqual(line('\u{2fffe}').data);
    expect(dots('　')).toBe(0);
  });
});
