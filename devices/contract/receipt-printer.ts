import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT Printer, for 80 mm receipts. */
export interface ReceiptPrinterStatus extends DeviceStatus {
  readonly paper: 'full' | 'low' | 'out' | 'jammed' | 'unknown';
  readonly cover: 'closed' | 'open' | 'unknown';
  /** A ticket hangs in the mouth. `notSupported` where the unit has no such sensor. */
  readonly ticket: 'present' | 'notPresent' | 'notSupported' | 'unknown';
}

/** One line or block of a receipt. Text may hold any character: what the unit's font lacks is drawn. */
export type ReceiptElement =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align?: 'left' | 'centre' | 'right';
      readonly size?: 'normal' | 'double';
      readonly bold?: boolean;
    }
  /** A label at the left and its value at the right, on one line or, when too long, two. */
  | { readonly kind: 'pair'; readonly label: string; readonly value: string }
  | { readonly kind: 'rule' }
  | { readonly kind: 'qr'; readonly value: string; readonly moduleSize?: number }
  | { readonly kind: 'feed'; readonly lines: number };

export interface ReceiptDocument {
  readonly elements: readonly ReceiptElement[];
}

export type ReceiptPrinterErrorCode = 'paperOut' | 'paperJammed' | 'coverOpen' | 'cutterError' | 'headHot';

export interface ReceiptPrinter extends Device<ReceiptPrinterStatus> {
  readonly class: 'receiptPrinter';
  queryStatus(options: CommandOptions): Promise<Result<ReceiptPrinterStatus, DeviceError>>;
  /** Prints and cuts one receipt, and asks afterwards whether it came out. */
  print(
    document: ReceiptDocument,
    options: CommandOptions,
  ): Promise<Result<void, DeviceError<ReceiptPrinterErrorCode>>>;
}
