import type { Random } from './random.ts';

/** A frame, and what a parser says of it when it has found it. */
export interface Sample {
  readonly bytes: Uint8Array;
  readonly content: string;
}

export interface FuzzedParser {
  /** What was found whole and good, in words or hex. */
  push(bytes: Uint8Array): readonly string[];
  /** The line is silent for longer than within a frame; also what a driver does before it sends a question. */
  pause(): readonly string[];
}

/** A parser of bytes from a line, and frames for it. */
export interface FuzzTarget {
  readonly protocol: string;
  /** `host`: what the unit hears; `device`: what the driver hears. */
  readonly direction: 'host' | 'device';
  sample(random: Random): Sample;
  parser(): FuzzedParser;
  /** Frames carry a check: none with a wrong bit may pass. */
  readonly checked: boolean;
  /**
   * Behind garbage, so many bytes of good frames may be swallowed before one is found. `pause`: only silence tells
   * frames apart. Null: there is nothing to find again.
   */
  readonly swallows: number | 'pause' | null;
  /** It listens to no pause. */
  readonly pauseless?: true;
  /** Whether exactly these bytes pass as one frame; without it the parser is asked. */
  passes?(bytes: Uint8Array): boolean;
}
