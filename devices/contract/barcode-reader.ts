import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT BarcodeReader. */
export interface BarcodeReaderStatus extends DeviceStatus {
  readonly scanner: 'on' | 'off' | 'inoperative' | 'unknown';
}

export interface Barcode {
  /** XFS4IoT symbology where the unit tells it by its AIM identifier (ISO/IEC 15424). */
  readonly symbology: string | null;
  /** What the code says may be a person's electronic identity: opaque, and sensitive. */
  readonly data: Sensitive<string>;
}

export interface BarcodeReader extends Device<BarcodeReaderStatus> {
  readonly class: 'barcodeReader';
  /** Switches the scanner on and waits for one code. */
  read(options: CommandOptions): Promise<Result<Barcode, DeviceError<'barcodeInvalid'>>>;
}
