/**
 * How a driver recognises its unit on a line where anything may hang. What it asks is harmless to every unit of this
 * project: a question for a status or a name. It moves nothing, not even where another unit hears it.
 */
export interface Identification {
  /** As in a profile. */
  readonly driver: string;
  /** A shipped profile that fits. */
  readonly profile: string;
  readonly serial: {
    readonly baudRate: number;
    readonly dataBits: 7 | 8;
    readonly parity: 'none' | 'even' | 'odd';
    readonly stopBits: 1 | 2;
  };
  /** Sent one after the other. */
  readonly questions: readonly Uint8Array[];
  /** Milliseconds for the answer to one. */
  readonly answerMs: number;
  /** Null: that was no answer of such a unit. */
  recognise(heard: Uint8Array): Recognised | null;
}

export interface Recognised {
  /** 0 to 100: 100 is a frame with a CRC that only this protocol makes. */
  readonly score: number;
  /** What the unit said of itself, for a person. */
  readonly says: string;
}
