import type { CashError } from '../../contract/cash.ts';
import type { CompletionCode } from '../../contract/common.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import type { BusFault } from './bus.ts';

/** Nothing moved. */
export function refusal(completionCode: CompletionCode, description: string): CashError {
  return { completionCode, description, outcome: 'notDone' };
}

export function refused(errorCode: NonNullable<CashError['errorCode']>, description: string): CashError {
  return { completionCode: 'commandErrorCode', errorCode, description, outcome: 'notDone' };
}

export const notReady = (fault: LineFault) =>
  refusal('deviceNotReady', `${fault.reason}: ${fault.description}`);

/** A question or a setting failed: nothing that moves. */
export const unanswered = (fault: BusFault) =>
  refusal(fault.kind === 'refused' ? 'commandErrorCode' : 'deviceNotReady', fault.description);
