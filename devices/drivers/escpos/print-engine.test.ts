import { describe, expect, it } from 'vitest';
import type { EscPosCommand } from './commands.ts';
import { PrintEngine } from './print-engine.ts';

function run(...commands: readonly EscPosCommand[]) {
  const engine = new PrintEngine(48);
  const dots = commands.reduce((sum, command) => sum + engine.execute(command).dots, 0);
  return { engine, dots, strips: engine.strips, lines: engine.lines };
}
const typed = (text: string): EscPosCommand[] => [...text].map((one) => ({ name: 'text', text: one }));
const feed: EscPosCommand = { name: 'lineFeed' };

describe('the print engine of the emulated unit', () => {
  it('keeps characters in its line until it is fed, and moves the paper by the line pitch', () => {
    expect(run(...typed('社保A'))).toMatchObject({ lines: [], dots: 0 });
    expect(run(...typed('社保A'), feed)).toMatchObject({ lines: ['社保A'], dots: 30 });
    expect(run({ name: 'lineSpacing', dots: 36 }, ...typed('A'), feed).dots).toBe(36);
  });

  it('does not let a narrow pitch cut off tall characters', () => {
    const tall: EscPosCommand = { name: 'characterSize', width: 2, height: 2 };
    expect(run(tall, ...typed('社'), feed)).toMatchObject({ dots: 48, strips: [{ scale: 2, height: 48 }] });
  });

  it('breaks a line by itself where the paper ends', () => {
    expect(run(...typed('x'.repeat(50)), feed).lines).toEqual(['x'.repeat(48), 'xx']);
    expect(run(...typed('社'.repeat(25)), feed).lines).toEqual(['社'.repeat(24), '社']);
    const wide: EscPosCommand = { name: 'characterSize', width: 2, height: 2 };
    expect(run(wide, ...typed('x'.repeat(25)), feed).lines).toEqual(['x'.repeat(24), 'x']);
  });

  it('prints with the modes that were set, until ESC @', () => {
    const { strips } = run(
      { name: 'align', align: 'right' },
      { name: 'bold', on: true },
      ...typed('A'),
      feed,
      { name: 'initialise' },
      ...typed('B'),
      feed,
    );
    expect(strips).toMatchObject([
      { align: 'right', bold: true },
      { align: 'left', bold: false },
    ]);
  });

  it('throws away an unprinted line at ESC @, and nothing that is on paper', () => {
    expect(run(...typed('A'), feed, ...typed('B'), { name: 'initialise' }, feed).lines).toEqual(['A', '']);
  });

  it('feeds blank lines, and prints what is in the line first', () => {
    expect(run(...typed('A'), { name: 'feedLines', lines: 3 })).toMatchObject({
      lines: ['A'],
      dots: 30 + 90,
      strips: [{ kind: 'text' }, { kind: 'blank', height: 90 }],
    });
  });

  it('draws a QR code from its store, as large as its data needs', () => {
    const { strips, lines } = run(
      { name: 'qrModuleSize', dots: 4 },
      { name: 'qrErrorCorrection', level: 'M' },
      { name: 'qrStore', data: Uint8Array.from(Buffer.from('AB')) },
      { name: 'qrPrint' },
    );
    // Version 1: 21 modules.
    expect(strips).toMatchObject([{ kind: 'qr', height: 84, moduleDots: 4, level: 'M' }]);
    expect(lines).toEqual(['(QR AB)']);
    expect(run({ name: 'qrPrint' }).strips).toEqual([]);
  });

  it('hands over the slip at the cut, and begins a new one', () => {
    const { engine } = run(...typed('A'), feed);
    expect(engine.execute({ name: 'cut', cut: 'partial', feedDots: 20 })).toEqual({ dots: 20, cut: true });
    expect(engine.takeSlip().lines).toEqual(['A']);
    expect(engine.takeSlip()).toEqual({ strips: [], lines: [] });
  });

  it('moves nothing for commands that only set or ask', () => {
    const quiet = [
      { name: 'chineseOn' },
      { name: 'automaticStatus', mask: 14 },
      { name: 'statusInTurn', n: 1 },
      { name: 'qrModel', model: 2 },
      { name: 'realTimeStatus', n: 1 },
    ] as const;
    expect(run(...quiet)).toMatchObject({ dots: 0, strips: [] });
  });
});
