import type { CompletionCode } from '../../contract/common.ts';
import type { PinPadError, PinPadErrorCode } from '../../contract/pin-pad.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import type { EppReply, EppRequest } from './requests.ts';
import { describeStatus, isMasterKeyInvalid, isSelfTestFault, statusCodes } from './status-code.ts';

/** Nothing that a PIN pad is told changes the world, but for a key that is loaded. */
export function fault(completionCode: CompletionCode, description: string): PinPadError {
  return { completionCode, description, outcome: 'notDone' };
}

export function refused(errorCode: PinPadErrorCode, description: string): PinPadError {
  return { completionCode: 'commandErrorCode', errorCode, description, outcome: 'notDone' };
}

export const notReady = (lineFault: LineFault) =>
  fault('deviceNotReady', `${lineFault.reason}: ${lineFault.description}`);
export const canceled = () => fault('canceled', 'the caller canceled the command');

/** Of a reply that says that it was not done. */
export function refusal(request: EppRequest, { status }: EppReply): PinPadError {
  const description = `${request.command}: ${describeStatus(status)}`;
  if (isSelfTestFault(status)) return fault('hardwareError', description);
  if (isMasterKeyInvalid(status)) return refused('keyNoValue', description);
  if (status === statusCodes.timeOut) return fault('timeOut', description);
  if (status === statusCodes.unknownCommand) return fault('unsupportedCommand', description);
  if (status === statusCodes.badParameter || status === statusCodes.badBatteryLow) {
    if (request.command === 'activateKey') return refused('keyNoValue', description);
    if (request.command === 'readPin') return refused('noPin', description);
    if (request.command === 'loadWorkKey') return refused('invalidKeyLength', description);
  }
  return fault('invalidData', description);
}
