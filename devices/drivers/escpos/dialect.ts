/** What makers say in bytes of their own. */
export interface Dialect {
  readonly cut: { readonly full: Uint8Array; readonly partial: Uint8Array };
  /** Makes the unit tell changes by itself. */
  readonly automaticStatus: Uint8Array;
  /** Forgets what is in the unit's buffer, now, even while it is full or the unit is offline. */
  readonly discard: Uint8Array;
  /** `discard` restarts the unit, which is silent for some seconds then. */
  readonly discardRestarts: boolean;
  /** Recovers from an error that a person has removed; null where closing the cover does it. */
  readonly recover: Uint8Array | null;
  /** The unit tells all of its status in one answer to 10 04 14. */
  readonly fullStatus: boolean;
}

export type DialectName = 'epson' | 'custom';

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  epson: {
    // GS V 65 and 66 feed the print past the knife and cut.
    cut: { full: Uint8Array.of(0x1d, 0x56, 0x41, 0), partial: Uint8Array.of(0x1d, 0x56, 0x42, 0) },
    // GS a: changes of online state, error and paper.
    automaticStatus: Uint8Array.of(0x1d, 0x61, 0x0e),
    // DLE DC4 fn 8: the receive and print buffers.
    discard: Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08),
    discardRestarts: false,
    // DLE ENQ 2: recovers, and forgets what was in the buffer.
    recover: Uint8Array.of(0x10, 0x05, 0x02),
    fullStatus: false,
  },
  // Custom VKP80, KPM and TG; source: the command manuals of KPM150, KPM210 and KPM216, and of Pyramid's Reliance,
  // which speaks the same.
  custom: {
    // ESC i and ESC m; the unit feeds to its knife by itself.
    cut: { full: Uint8Array.of(0x1b, 0x69), partial: Uint8Array.of(0x1b, 0x6d) },
    // GS E0: all four bytes of the full status, at every change.
    automaticStatus: Uint8Array.of(0x1d, 0xe0, 0x0f),
    // The hardware reset of KPM216, executed at once even when the buffer is full.
    discard: Uint8Array.of(0x1c, 0xc0, 0x18, 0x10, 0x14, 0x1a),
    discardRestarts: true,
    recover: null,
    fullStatus: true,
  },
};

/** GS e: the presenter of Custom and Reliance units. */
export const ejector = {
  retract: Uint8Array.of(0x1d, 0x65, 2),
  /** How far one step goes differs: 0.6, 7 or 22 mm. More steps than the ticket has push it out. */
  present: (steps: number) => Uint8Array.of(0x1d, 0x65, 3, steps),
  eject: Uint8Array.of(0x1d, 0x65, 5),
  /** What is printed stays inside until it is presented, so that nobody pulls at it meanwhile. */
  holdWhilePrinting: Uint8Array.of(0x1d, 0x65, 18),
} as const;
