import type { CashCount, CashError, CashItem } from '../../contract/cash.ts';
import type { Dispensed, DispenseError } from '../../contract/cash-dispenser.ts';
import type { CompletionCode } from '../../contract/common.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import { describeError, errorOf } from './error-codes.ts';
import type { ExchangeFault } from './exchange.ts';
import type { DispenseReply } from './messages.ts';

/** Nothing moved. */
export function refusal(completionCode: CompletionCode, description: string): DispenseError {
  return { completionCode, description, outcome: 'notDone', dispensed: null };
}

export function refused(errorCode: NonNullable<CashError['errorCode']>, description: string): DispenseError {
  return { completionCode: 'commandErrorCode', errorCode, description, outcome: 'notDone', dispensed: null };
}

export const notReady = (fault: LineFault) =>
  refusal('deviceNotReady', `${fault.reason}: ${fault.description}`);

/** The unit did not say what it did. */
export function unanswered(fault: ExchangeFault): DispenseError {
  return {
    completionCode: 'deviceNotReady',
    description: fault.description,
    outcome: fault.acted ? 'indeterminate' : 'notDone',
    dispensed: null,
  };
}

export function dispensedOf(item: CashItem, reply: DispenseReply): Dispensed {
  const presented: CashCount[] = reply.exit === 0 ? [] : [{ ...item, count: reply.exit }];
  return { presented, rejected: reply.rejects };
}

/** Whether its own counts leave a note unexplained, or it says that it lost count. */
export function isDoubtful(reply: DispenseReply, checkCountsRejects: boolean): boolean {
  const inside = reply.check - reply.exit - (checkCountsRejects ? reply.rejects : 0);
  return inside !== 0 || errorOf(reply.error)?.countsDoubtful === true;
}

/**
 * Null when exactly what was asked for left, and no note is unaccounted for. `indeterminate` when the unit's
 * own counts do not explain every note, or it says that it lost count. Otherwise `notDone`: not as asked, and
 * `dispensed` is exact.
 */
export function shortfall(
  asked: number,
  item: CashItem,
  reply: DispenseReply,
  checkCountsRejects: boolean,
): DispenseError | null {
  const error = errorOf(reply.error);
  const doubtful = isDoubtful(reply, checkCountsRejects) || reply.exit > asked;
  if (reply.exit === asked && !doubtful) return null;
  const dispensed = dispensedOf(item, reply);
  const counts = `asked ${asked}, CHK ${reply.check}, EXIT ${reply.exit}, rejects ${reply.rejects}`;
  const common = {
    description: `${describeError(reply.error)}; ${counts}`,
    outcome: doubtful ? 'indeterminate' : 'notDone',
    moved: dispensed.presented,
    dispensed,
  } as const;
  const means = error?.means ?? 'cashUnitError';
  return means === 'hardware'
    ? { completionCode: 'hardwareError', ...common }
    : { completionCode: 'commandErrorCode', errorCode: means, ...common };
}
