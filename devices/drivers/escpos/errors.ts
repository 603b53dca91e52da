import type { CompletionCode, DeviceError } from '../../contract/common.ts';
import type { ReceiptPrinterErrorCode } from '../../contract/receipt-printer.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import type { PrinterFault } from './printer-status.ts';

/** Nothing of the job was sent. */
export function refusal(completionCode: CompletionCode, description: string): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}

export const notReady = (fault: LineFault) =>
  refusal('deviceNotReady', `${fault.reason}: ${fault.description}`);

/** Some of the job was sent, and the unit did not say that it came out. */
export function brokenOff(completionCode: CompletionCode, description: string): DeviceError<never> {
  return { completionCode, description, outcome: 'indeterminate' };
}

export function faultError(
  fault: PrinterFault,
  outcome: 'notDone' | 'indeterminate',
): DeviceError<ReceiptPrinterErrorCode> {
  const description = `the unit reports ${fault.reason}`;
  return fault.code === 'hardware'
    ? { completionCode: 'hardwareError', description, outcome }
    : { completionCode: 'commandErrorCode', errorCode: fault.code, description, outcome };
}
