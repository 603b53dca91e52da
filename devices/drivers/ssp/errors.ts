import type { CashCount, CashError, CashErrorCode } from '../../contract/cash.ts';
import type { CommandOptions, CompletionCode, Outcome } from '../../contract/common.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import type { ExchangeFault, Reply } from './exchange.ts';

type Kept = Exclude<Outcome, 'done'>;

export function fault(
  completionCode: CompletionCode,
  description: string,
  outcome: Kept = 'notDone',
): CashError {
  return { completionCode, description, outcome };
}

export function refused(errorCode: CashErrorCode, description: string, outcome: Kept = 'notDone'): CashError {
  return { completionCode: 'commandErrorCode', errorCode, description, outcome };
}

export function partly(error: CashError, moved: readonly CashCount[]): CashError {
  return { ...error, moved };
}

export const canceled = () => fault('canceled', 'canceled before anything moved');
export const timeOut = (options: CommandOptions, outcome: Kept) =>
  fault('timeOut', `not done in ${options.timeoutMs} ms`, outcome);
export const notReady = (line: LineFault) => fault('deviceNotReady', `${line.reason}: ${line.description}`);

/** A command whose reply did not come. A question changes nothing, whatever became of it. */
export function unanswered(asked: string, exchange: ExchangeFault, question = false): CashError {
  const known = question || exchange.kind === 'notSent' || exchange.kind === 'keyLost';
  return fault('deviceNotReady', `${asked}: ${exchange.description}`, known ? 'notDone' : 'indeterminate');
}

/** A reply that is not `ok`. */
export function refusal(asked: string, reply: Reply): CashError {
  const description = `${asked}: ${reply.name ?? 'an unknown reply'}`;
  switch (reply.name) {
    case 'commandNotKnown':
      return fault('unsupportedCommand', description);
    case 'wrongNumberOfParameters':
    case 'parameterOutOfRange':
      return fault('invalidData', description);
    case 'commandCannotBeProcessed':
      return fault('sequenceError', description);
    default:
      return fault('hardwareError', description);
  }
}
