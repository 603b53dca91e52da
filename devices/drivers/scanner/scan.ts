/** What comes out of a scanner's bytes. */
export type Scan =
  | { readonly kind: 'code'; readonly aim: string | null; readonly data: Uint8Array }
  /** Something was scanned and did not arrive whole. */
  | { readonly kind: 'spoiled'; readonly reason: string };

/** Scans out of bytes in any portions. Never throws; what it holds is bounded. */
export interface ScanParser {
  /** Whether a scan has begun and not ended. */
  readonly inScan: boolean;
  push(bytes: Uint8Array): Scan[];
  /** Nothing more came for the longest time that a scanner pauses within a scan. */
  pause(): Scan | null;
  reset(): void;
}

/** No symbology carries as much: QR 7089 digits, Han Xin 7827. */
export const mostBytes = 8_192;
