import type { Clock } from '../../../src-shared/clock.ts';
import type { Transport } from '../../transport/transport.ts';
import { type ScanEncoding, Scanner } from '../scanner/driver.ts';
import { HidPosParser } from './codec.ts';

export interface HidPosScannerOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly encoding: ScanEncoding;
}

/** The reports of one code follow each other within milliseconds; a host may be told late. */
const gapMs = 500;

/** A scanner in HID POS mode. The report that would switch it is not published, so that it always looks. */
export function hidPosScanner(options: HidPosScannerOptions): Scanner {
  return new Scanner({ ...options, parser: new HidPosParser(), gapMs, trigger: null });
}
