import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import type { IdentityCardErrorCode } from '../../contract/identity-card-reader.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import type { Reply } from './codec.ts';
import { describeStatusWord, statusWords } from './status-word.ts';

/** What went wrong with the reader, in the words of the device contract. */
export type ReadError = DeviceError<IdentityCardErrorCode>;

/** Null when the reply is a success. */
export function classify(reply: Reply): ReadError | null {
  const description = describeStatusWord(reply.statusWord);
  switch (reply.statusWord) {
    case statusWords.ok:
      return null;
    case statusWords.selectFailed:
    case statusWords.wrongCardType:
      return refused('invalidMedia', description);
    case statusWords.readFailed:
    case statusWords.readerNotAuthenticated:
    case statusWords.cardNotAuthenticated:
    case statusWords.informationNotVerified:
    case statusWords.randomNumberFailed:
      return refused('readFailed', description);
    default:
      return hardware(reply);
  }
}

export function healthReason(reply: Reply): string {
  if (reply.statusWord === statusWords.notAuthorised) return 'moduleNotAuthorised';
  if (reply.statusWord === statusWords.selfTestFailed) return 'moduleSelfTestFailed';
  return 'moduleError';
}

/** Reading changes nothing, so that whatever went wrong, nothing was done. */
export function fault(
  completionCode: DeviceError['completionCode'],
  description: string,
): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}

export function refused(errorCode: IdentityCardErrorCode, description: string): ReadError {
  return { completionCode: 'commandErrorCode', errorCode, description, outcome: 'notDone' };
}

/** `reason` says which field is wrong, never what it holds. */
export const unreadable = (reason: string) => refused('readFailed', `the card's data: ${reason}`);
export const hardware = (reply: Reply) => fault('hardwareError', describeStatusWord(reply.statusWord));
export const notReady = (lineFault: LineFault) =>
  fault('deviceNotReady', `${lineFault.reason}: ${lineFault.description}`);
export const canceled = () => fault('canceled', 'the caller canceled the command');
export const timeOut = (options: CommandOptions) => fault('timeOut', `not done in ${options.timeoutMs} ms`);
