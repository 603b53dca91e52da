import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT Printer, for 80 mm receipts. */
export interface ReceiptPrinterStatus extends DeviceStatus {
  readonly paper: 'full' | 'low' | 'out' | 'jammed' | 'unknown';
  readonly cover: 'closed' | 'open' | 'unknown';
  /** A ticket hangs in the mouth. `notSupported` where the unit has no such sensor. */
  readonly ticket: 'present' | 'notPresent' | 'retracted' | 'notSupported' | 'unknown';
  /** By counting since `resetCount`: no unit known has a sensor there. */
  readonly retractBin: 'ok' | 'high' | 'full' | 'notSupported';
  /** How far the roll will go, roughly; null while nobody can know. */
  readonly forecast: PaperForecast | null;
}

export interface PaperForecast {
  readonly metresLeft: number;
  /** Of the length that receipts have had lately. */
  readonly receiptsLeft: number;
}

export type ReceiptPrinterEvent =
  /** A ticket is in the mouth, for the citizen to take. */
  | { readonly type: 'mediaPresented' }
  | { readonly type: 'mediaTaken' }
  /** Nobody took it in time, and the machine put it away. `ejected`: pushed out in front of the machine. */
  | { readonly type: 'mediaAutoRetracted'; readonly result: 'retracted' | 'ejected' };

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

export type ReceiptPrinterErrorCode =
  | 'paperOut'
  | 'paperJammed'
  | 'coverOpen'
  | 'cutterError'
  | 'headHot'
  | 'noMediaPresent'
  | 'retractBinFull'
  /** The ticket is in the mouth still. */
  | 'mediaJammed';

export interface ReceiptPrinter extends Device<ReceiptPrinterStatus> {
  readonly class: 'receiptPrinter';
  onEvent(listener: (event: ReceiptPrinterEvent) => void): () => void;
  queryStatus(options: CommandOptions): Promise<Result<ReceiptPrinterStatus, DeviceError>>;
  /**
   * Prints, cuts and, where the unit has a presenter, presents one receipt, and asks afterwards whether it came
   * out. A ticket that nobody took before is put away first.
   */
  print(
    document: ReceiptDocument,
    options: CommandOptions,
  ): Promise<Result<void, DeviceError<ReceiptPrinterErrorCode>>>;
  /**
   * Puts the ticket away that is in the mouth (XFS4IoT ControlMedia): into the machine, or out of it. Done when
   * the mouth is empty; a hand that pulls at the same moment is not told from the motor.
   */
  controlMedia(
    action: 'retract' | 'eject',
    options: CommandOptions,
  ): Promise<Result<void, DeviceError<ReceiptPrinterErrorCode>>>;
  /** Somebody emptied the retract bin. */
  resetCount(): void;
}
