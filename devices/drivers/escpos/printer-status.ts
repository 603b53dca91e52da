import type { ReceiptPrinterErrorCode, ReceiptPrinterStatus } from '../../contract/receipt-printer.ts';
import type { EscPosFlags } from './status.ts';

/** Why a unit cannot print now, the graver first. */
const faults: readonly {
  readonly code: ReceiptPrinterErrorCode | 'hardware';
  readonly reason: string;
  readonly present: (flags: EscPosFlags) => boolean;
}[] = [
  { code: 'hardware', reason: 'unrecoverableError', present: (flags) => flags.unrecoverableError === true },
  { code: 'hardware', reason: 'voltageError', present: (flags) => flags.voltageError === true },
  { code: 'cutterError', reason: 'cutterError', present: (flags) => flags.cutterError === true },
  { code: 'paperJammed', reason: 'mechanicalError', present: (flags) => flags.mechanicalError === true },
  { code: 'coverOpen', reason: 'coverOpen', present: (flags) => flags.coverOpen === true },
  {
    code: 'paperOut',
    reason: 'paperOut',
    present: (flags) => flags.paperEnd === true || flags.stoppedByPaperEnd === true,
  },
  { code: 'headHot', reason: 'headHot', present: (flags) => flags.headHot === true },
];

export interface PrinterFault {
  readonly code: ReceiptPrinterErrorCode | 'hardware';
  readonly reason: string;
}

export function faultsOf(flags: EscPosFlags): readonly PrinterFault[] {
  return faults.filter((fault) => fault.present(flags));
}

/** What the unit itself says; what the driver counts is not in it. */
export type SensedStatus = Omit<ReceiptPrinterStatus, 'retractBin' | 'forecast'>;

/** Maps the unit's bits to XFS4IoT. What a hand can cure is `userError`, what needs a technician is not. */
export function statusOf(flags: EscPosFlags, ticketSensor: boolean): SensedStatus {
  const found = faultsOf(flags);
  const has = (code: PrinterFault['code']) => found.some((fault) => fault.code === code);
  const low = flags.paperNearEnd === true && !has('paperOut');
  return {
    device: deviceOf(has, flags),
    reasons: [
      ...found.map(({ reason }) => reason),
      ...(low ? ['paperLow'] : []),
      ...(found.length === 0 && flags.offline === true ? ['unitOffline'] : []),
    ],
    paper: has('paperJammed') ? 'jammed' : has('paperOut') ? 'out' : low ? 'low' : 'full',
    cover: flags.coverOpen === true ? 'open' : 'closed',
    ticket: !ticketSensor ? 'notSupported' : flags.ticketPresent === true ? 'present' : 'notPresent',
  };
}

function deviceOf(
  has: (code: PrinterFault['code']) => boolean,
  flags: EscPosFlags,
): ReceiptPrinterStatus['device'] {
  if (has('hardware') || has('cutterError') || has('paperJammed')) return 'hardwareError';
  if (has('coverOpen') || has('paperOut')) return 'userError';
  if (has('headHot') || flags.offline === true) return 'deviceBusy';
  return 'online';
}

/** Before the unit was asked, and while its line is closed or it is silent. */
export function unknownStatus(
  device: 'starting' | 'offline',
  reason: string,
  ticketSensor: boolean,
): SensedStatus {
  return {
    device,
    reasons: [reason],
    paper: 'unknown',
    cover: 'unknown',
    ticket: ticketSensor ? 'unknown' : 'notSupported',
  };
}
