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
}

export const paper80mm: EscPosProfile = {
  columns: 48,
  columnDots: 12,
  lineDots: 36,
  doubleLineDots: 64,
  bytesPerSecond: 11_520,
  cut: 'partial',
  ticketSensor: false,
};
