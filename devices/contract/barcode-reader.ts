import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT BarcodeReader. */
export interface BarcodeReaderStatus extends DeviceStatus {
  /** A scanner that cannot be switched is `on` for as long as it is connected. */
  readonly scanner: 'on' | 'off' | 'inoperative' | 'unknown';
}

/** XFS4IoT symbologies, as far as an AIM identifier tells them apart. */
export type Symbology =
  | 'aztecCode'
  | 'codabar'
  | 'code11'
  | 'code39'
  | 'code93'
  | 'code128'
  | 'dataMatrix'
  | 'ean8'
  | 'ean13'
  | 'ean128'
  | 'itf'
  | 'maxiCode'
  | 'msi'
  | 'pdf417'
  | 'qrCode'
  | 'rss';

export interface Barcode {
  /** Null where the unit does not tell it by its AIM identifier (ISO/IEC 15424), or it has no name. */
  readonly symbology: Symbology | null;
  /** What the code says may be a person's electronic identity: opaque, and sensitive. */
  readonly data: Sensitive<string>;
}

export interface BarcodeReader extends Device<BarcodeReaderStatus> {
  readonly class: 'barcodeReader';
  /**
   * Switches the scanner on, where it can be switched, and waits for one code. A code whose first byte came before
   * belongs to somebody else and is dropped. `barcodeInvalid`: something was scanned and did not arrive whole; ask
   * for it again. Never `indeterminate`: reading changes nothing.
   */
  read(options: CommandOptions): Promise<Result<Barcode, DeviceError<'barcodeInvalid'>>>;
}
