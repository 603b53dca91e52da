import { type Cell, cellsOf } from './cells.ts';
import type { EscPosCommand } from './commands.ts';
import { type Align, qrModules, type Strip } from './slip.ts';

/** Head height of one row of characters of normal size. */
const characterDots = 24;
const powerUpLineDots = 30;

export interface EngineStep {
  /** What the motor has to move for it. */
  readonly dots: number;
  readonly cut: boolean;
}

/**
 * The part of an emulated unit that executes print commands: modes, the line being filled, the QR store, and
 * the paper that has come out since the last cut.
 */
export class PrintEngine {
  readonly #columns: number;
  strips: Strip[] = [];
  /** The same for a reader: a line of text each, `(image)` for a drawn line, `(QR ...)` for a code. */
  lines: string[] = [];
  chinese = false;
  #align: Align = 'left';
  #scale = 1;
  #bold = false;
  #lineDots = powerUpLineDots;
  #cells: Cell[] = [];
  #qr: { data: Uint8Array; dots: number; level: 'L' | 'M' | 'Q' | 'H' } = noQr;

  constructor(columns: number) {
    this.#columns = columns;
  }

  execute(command: EscPosCommand): EngineStep {
    switch (command.name) {
      case 'initialise':
        this.reset();
        return still;
      case 'chineseOn':
      case 'chineseOff':
        this.chinese = command.name === 'chineseOn';
        return still;
      case 'align':
        this.#align = command.align;
        return still;
      case 'characterSize':
        this.#scale = Math.max(command.width, command.height);
        return still;
      case 'bold':
        this.#bold = command.on;
        return still;
      case 'lineSpacing':
        this.#lineDots = command.dots;
        return still;
      case 'text':
        return this.#type(command.text);
      case 'lineFeed':
        return this.#printLine();
      case 'feedLines':
        return this.#feed(command.lines * this.#lineDots);
      case 'raster': {
        const { widthBytes, height, data } = command;
        return this.#burn({ kind: 'raster', raster: { widthBytes, height, data }, height }, '(image)');
      }
      case 'qrModuleSize':
        this.#qr = { ...this.#qr, dots: command.dots };
        return still;
      case 'qrErrorCorrection':
        this.#qr = { ...this.#qr, level: command.level };
        return still;
      case 'qrStore':
        this.#qr = { ...this.#qr, data: command.data };
        return still;
      case 'qrPrint':
        return this.#printQr();
      case 'cut':
        return { dots: this.#feed(command.feedDots ?? 0).dots, cut: true };
      default:
        return still;
    }
  }

  /** ESC @, power-up and a cleared buffer: modes and the unprinted line go, what is on paper stays. */
  reset(): void {
    this.chinese = false;
    this.#align = 'left';
    this.#scale = 1;
    this.#bold = false;
    this.#lineDots = powerUpLineDots;
    this.#cells = [];
    this.#qr = noQr;
  }

  /** Hands over the paper below the knife. */
  takeSlip(): { readonly strips: readonly Strip[]; readonly lines: readonly string[] } {
    const slip = { strips: this.strips, lines: this.lines };
    this.strips = [];
    this.lines = [];
    return slip;
  }

  #type(text: string): EngineStep {
    // The ROM stops at GBK: of a four-byte character it prints the mark for a missing one.
    const cell = cellsOf(text)[0];
    const seen = cell === undefined || cell.bytes === null ? cellsOf('〓') : [cell];
    const used = [...this.#cells, ...seen].reduce((sum, { columns }) => sum + columns, 0);
    const step = used * this.#scale > this.#columns ? this.#printLine() : still;
    this.#cells.push(...seen);
    return step;
  }

  #printLine(): EngineStep {
    const height = Math.max(this.#lineDots, characterDots * this.#scale);
    const cells = this.#cells;
    this.#cells = [];
    const text = cells.map((cell) => cell.text).join('');
    return this.#burn(
      { kind: 'text', cells, align: this.#align, scale: this.#scale, bold: this.#bold, height },
      text,
    );
  }

  #printQr(): EngineStep {
    const { data, dots, level } = this.#qr;
    if (data.length === 0) return still;
    const height = qrModules(data, level) * dots;
    return this.#burn(
      { kind: 'qr', data, level, moduleDots: dots, align: this.#align, height },
      `(QR ${Buffer.from(data).toString('utf8')})`,
    );
  }

  #feed(height: number): EngineStep {
    const line = this.#cells.length > 0 ? this.#printLine().dots : 0;
    if (height === 0) return { dots: line, cut: false };
    this.strips.push({ kind: 'blank', height });
    return { dots: line + height, cut: false };
  }

  #burn(strip: Strip, line: string): EngineStep {
    this.strips.push(strip);
    this.lines.push(line);
    return { dots: strip.height, cut: false };
  }
}

const still: EngineStep = { dots: 0, cut: false };
const noQr = { data: new Uint8Array(0), dots: 3, level: 'L' } as const;
