import { aimIdentifier } from '../scanner/aim.ts';
import { mostBytes, type Scan, type ScanParser } from '../scanner/scan.ts';

export interface SerialScanFormat {
  /** What the scanner puts behind every code, CR LF with most; empty where it puts nothing. */
  readonly suffix: Uint8Array;
  /** Whether it puts the AIM identifier before every code. */
  readonly aim: boolean;
}

/**
 * Codes out of the bytes of a scanner on a serial line. There is neither a length nor a checksum: a code ends where
 * the scanner pauses. A suffix proves that it came whole, but does not end it, because a code may contain the same bytes.
 */
export class SerialScanParser implements ScanParser {
  readonly #format: SerialScanFormat;
  #held: number[] = [];
  #tooLong = false;

  constructor(format: SerialScanFormat) {
    this.#format = format;
  }

  get inScan(): boolean {
    return this.#held.length > 0 || this.#tooLong;
  }

  push(bytes: Uint8Array): Scan[] {
    if (this.#tooLong) return [];
    this.#held.push(...bytes.subarray(0, mostBytes + 1));
    if (this.#held.length <= mostBytes) return [];
    // One who babbles never pauses: told at once, and then not again before a pause.
    this.#held = [];
    this.#tooLong = true;
    return [{ kind: 'spoiled', reason: `more than ${mostBytes} bytes without a pause` }];
  }

  pause(): Scan | null {
    const told = this.#tooLong;
    const bytes = Uint8Array.from(this.#held);
    this.reset();
    return told ? null : this.#understand(bytes);
  }

  reset(): void {
    this.#held = [];
    this.#tooLong = false;
  }

  #understand(bytes: Uint8Array): Scan {
    const { suffix, aim: hasAim } = this.#format;
    const end = bytes.length - suffix.length;
    if (end < 0 || suffix.some((byte, index) => bytes[end + index] !== byte)) {
      return { kind: 'spoiled', reason: `${bytes.length} bytes without the suffix` };
    }
    if (!hasAim) return { kind: 'code', aim: null, data: bytes.slice(0, end) };
    const aim = aimIdentifier(bytes.subarray(0, Math.min(3, end)));
    if (aim === null) return { kind: 'spoiled', reason: `${bytes.length} bytes without an AIM identifier` };
    return { kind: 'code', aim, data: bytes.slice(3, end) };
  }
}

/** A code as the scanner sends it. */
export function encodeScan({ suffix, aim: hasAim }: SerialScanFormat, aim: string, data: Uint8Array) {
  return Uint8Array.from([...(hasAim ? Buffer.from(aim, 'latin1') : []), ...data, ...suffix]);
}
