import type { CashErrorCode } from '../../contract/cash.ts';
import { hex } from './codec.ts';

interface ErrorCode {
  readonly name: string;
  /** In the words of the contract; `hardware` where only a technician can help. */
  readonly means: CashErrorCode | 'hardware';
  /** A note lies where the next one would run into it, until the path is cleared. */
  readonly jam?: true;
  /** The unit lost track of notes, so that even counts that agree prove nothing. */
  readonly countsDoubtful?: true;
}

export const good = 0x30;
const normalStop = 0x31;
export const billEnd = 0x38;

/** Those of the LCDM-1000 document, and those that its sister with two cassettes adds. */
export const errorCodes: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [0x32, { name: 'pickupError', means: 'cashUnitError' }],
  [0x33, { name: 'jamAtCheck', means: 'transportJammed', jam: true }],
  [0x34, { name: 'overflow', means: 'cashUnitError', countsDoubtful: true }],
  [0x35, { name: 'jamAtExitOrEject', means: 'transportJammed', jam: true, countsDoubtful: true }],
  [0x36, { name: 'jamAtDiverter', means: 'transportJammed', jam: true }],
  [0x37, { name: 'undefinedCommand', means: 'hardware' }],
  [billEnd, { name: 'billEnd', means: 'noItems' }],
  [0x3a, { name: 'countingErrorCheckToDiverter', means: 'cashUnitError', countsDoubtful: true }],
  [0x3b, { name: 'noteRequestError', means: 'notDispensable' }],
  [0x3c, { name: 'countingErrorDiverterToEject', means: 'cashUnitError', countsDoubtful: true }],
  [0x3d, { name: 'countingErrorEjectToExit', means: 'cashUnitError', countsDoubtful: true }],
  [0x3f, { name: 'rejectTrayMissing', means: 'cashUnitError' }],
  [0x40, { name: 'lowerBillEnd', means: 'noItems' }],
  [0x41, { name: 'motorStopped', means: 'hardware' }],
  [0x42, { name: 'jamAtDiverter', means: 'transportJammed', jam: true }],
  [0x43, { name: 'timeoutDiverterToEject', means: 'transportJammed', jam: true }],
  [0x44, { name: 'overReject', means: 'cashUnitError' }],
  [0x45, { name: 'cassetteMissing', means: 'cashUnitError' }],
  [0x46, { name: 'lowerCassetteMissing', means: 'cashUnitError' }],
  [0x47, { name: 'dispensingTimeout', means: 'cashUnitError' }],
  [0x48, { name: 'jamAtEject', means: 'transportJammed', jam: true, countsDoubtful: true }],
  [0x49, { name: 'diverterSolenoid', means: 'hardware' }],
  [0x4a, { name: 'solenoidSensor', means: 'hardware' }],
  [0x4c, { name: 'jamAtCheck', means: 'transportJammed', jam: true }],
  [0x4e, { name: 'purgeError', means: 'transportJammed', jam: true }],
]);

/** A code that no document has says nothing about where the notes are. */
const unknown: ErrorCode = { name: 'unknownError', means: 'hardware', countsDoubtful: true };

export function errorOf(code: number): ErrorCode | null {
  return code === good || code === normalStop ? null : (errorCodes.get(code) ?? unknown);
}

export function describeError(code: number): string {
  return `${hex(code)} ${errorOf(code)?.name ?? (code === good ? 'good' : 'normalStop')}`;
}
