import type { PaperForecast } from '../../contract/receipt-printer.ts';
import type { ReceiptLine } from './layout.ts';
import type { EscPosProfile, RollProfile } from './profile.ts';
import type { EscPosFlags } from './status.ts';

/** 203 dots to the inch. */
const dotsPerMm = 8;
/** What is fed past the knife, and lies between head and knife, with every cut. */
const cutMm = 18;
/** A code of version 6, which holds some hundred characters. */
const usualQrModules = 41;
/** Until receipts were printed. */
const usualReceiptMm = 180;
/** How much the last receipt counts in the mean. */
const weight = 0.2;

/** Paper that a receipt takes, in millimetres, roughly. */
export function receiptMm(lines: readonly ReceiptLine[], profile: EscPosProfile): number {
  const dots = lines.reduce((sum, line) => {
    if (line.kind === 'feed') return sum + line.lines * profile.lineDots;
    if (line.kind === 'qr') return sum + usualQrModules * (line.moduleSize ?? 6);
    return sum + (line.size === 'double' ? profile.doubleLineDots : profile.lineDots);
  }, 0);
  return dots / dotsPerMm + cutMm;
}

/**
 * Counts the metres of a roll. It begins to know when it sees a new roll or the near-end sensor come on, the
 * only two moments at which the length left is known; before, it says nothing.
 */
export class PaperMeter {
  readonly #roll: RollProfile | null;
  #leftMm: number | null = null;
  #meanMm = usualReceiptMm;
  #sensed: 'full' | 'low' | 'out' | null = null;

  constructor(roll: RollProfile | null) {
    this.#roll = roll;
  }

  get forecast(): PaperForecast | null {
    if (this.#leftMm === null) return null;
    const metresLeft = Math.round(this.#leftMm / 100) / 10;
    return { metresLeft, receiptsLeft: Math.floor(this.#leftMm / this.#meanMm) };
  }

  printed(mm: number): void {
    this.#meanMm += (mm - this.#meanMm) * weight;
    if (this.#leftMm !== null) this.#leftMm = Math.max(0, this.#leftMm - mm);
  }

  sensed(flags: EscPosFlags): void {
    if (this.#roll === null || flags.paperEnd === undefined || flags.paperNearEnd === undefined) return;
    const now = flags.paperEnd ? 'out' : flags.paperNearEnd ? 'low' : 'full';
    const before = this.#sensed;
    this.#sensed = now;
    if (now === 'out') this.#leftMm = 0;
    else if (now === before || before === null) return;
    else this.#leftMm = (now === 'low' ? this.#roll.nearEndMetres : this.#roll.metres) * 1000;
  }
}
