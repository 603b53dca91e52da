import type { Clock } from '../../../src-shared/clock.ts';
import type { Transport } from '../../transport/transport.ts';
import { type ScanEncoding, Scanner, type ScannerOptions } from '../scanner/driver.ts';
import { type SerialScanFormat, SerialScanParser } from './codec.ts';

export interface SerialScannerOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly format: SerialScanFormat;
  readonly gapMs: number;
  readonly encoding: ScanEncoding;
  readonly trigger: ScannerOptions['trigger'];
}

/** A scanner on a serial line or a USB-serial adapter (USB-COM mode). */
export function serialScanner({ format, ...options }: SerialScannerOptions): Scanner {
  return new Scanner({ ...options, parser: new SerialScanParser(format) });
}
