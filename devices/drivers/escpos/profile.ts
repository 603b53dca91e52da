import type { DialectName } from './dialect.ts';

/** What differs from unit to unit. */
export interface EscPosProfile {
  /** Narrow characters on a line: 48 on 80 mm paper (576 dots), 32 on 58 mm (384 dots). A full-width one takes two. */
  readonly columns: number;
  /** Width of one column in dots: 12 for font A of every unit known. */
  readonly columnDots: number;
  /** From one line of normal size to the next, in dots of 1/203 inch. 24 would make lines touch. */
  readonly lineDots: number;
  readonly doubleLineDots: number;
  /** What the line carries: 11,520 at 115200 8N1. Jobs are sent no faster, so that XOFF comes in time. */
  readonly bytesPerSecond: number;
  /** `partial` leaves a bridge of paper, so that the slip does not fall down. */
  readonly cut: 'full' | 'partial';
  /**
   * Some Chinese clones set bit 7 of the answer to DLE EOT 1 while a ticket hangs in the mouth, where the
   * standard has a fixed 0. Off: such an answer is noise.
   */
  readonly ticketSensor: boolean;
  readonly dialect: DialectName;
  readonly presenter: PresenterProfile | null;
  /** For the forecast; null where nobody measured it. */
  readonly roll: RollProfile | null;
}

/** A mouth that holds the slip until it is taken, and knows when it is. */
export interface PresenterProfile {
  /** How far a slip is pushed out, in steps of the unit. */
  readonly presentSteps: number;
  /** Where a slip goes that nobody takes: into the machine, or out in front of it. */
  readonly untaken: 'retract' | 'eject';
  readonly untakenAfterMs: number;
  /** Slips that the retract bin takes. */
  readonly retractBinCapacity: number;
}

export interface RollProfile {
  readonly metres: number;
  /** What is left of it when the near-end sensor says so. */
  readonly nearEndMetres: number;
}

export const paper80mm: EscPosProfile = {
  columns: 48,
  columnDots: 12,
  lineDots: 36,
  doubleLineDots: 64,
  bytesPerSecond: 11_520,
  cut: 'partial',
  ticketSensor: false,
  dialect: 'epson',
  presenter: null,
  roll: null,
};

/** Custom VKP80 and KPM, with presenter, retract bin and a large roll. */
export const custom80mm: EscPosProfile = {
  ...paper80mm,
  cut: 'full',
  dialect: 'custom',
  presenter: { presentSteps: 12, untaken: 'retract', untakenAfterMs: 90_000, retractBinCapacity: 30 },
  roll: { metres: 300, nearEndMetres: 10 },
};

/** Whether the unit tells that a slip is in its mouth. */
export function sensesTicket(profile: EscPosProfile): boolean {
  return profile.ticketSensor || profile.presenter !== null;
}
