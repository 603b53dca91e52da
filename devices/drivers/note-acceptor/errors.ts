import type { CashError, CashErrorCode } from '../../contract/cash.ts';
import type { CompletionCode, Outcome } from '../../contract/common.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import type { LinkFault } from './unit-report.ts';

type Unsure = Exclude<Outcome, 'done'>;

export function fault(
  completionCode: CompletionCode,
  description: string,
  outcome: Unsure = 'notDone',
): CashError {
  return { completionCode, description, outcome };
}

export function refusal(
  errorCode: CashErrorCode,
  description: string,
  outcome: Unsure = 'notDone',
): CashError {
  return { completionCode: 'commandErrorCode', errorCode, description, outcome };
}

export const notReady = (lineFault: LineFault): CashError =>
  fault('deviceNotReady', `${lineFault.reason}: ${lineFault.description}`);

export const linkError = (linkFault: LinkFault): CashError =>
  linkFault.kind === 'refused'
    ? fault('sequenceError', linkFault.description)
    : fault('deviceNotReady', linkFault.description);

/** Null where the report is no reason to give a command up. */
export function troubleOf(report: {
  readonly kind: string;
  readonly description?: string;
}): CashError | null {
  switch (report.kind) {
    case 'full':
      return refusal('cashUnitError', 'the cashbox is full', 'indeterminate');
    case 'cashboxOut':
      return refusal('cashUnitError', 'the cashbox is out', 'indeterminate');
    case 'jam':
      return refusal('transportJammed', 'the unit says that a note is jammed', 'indeterminate');
    case 'failure':
      return fault('hardwareError', `the unit says: ${report.description}`, 'indeterminate');
    case 'powerUp':
      return fault('hardwareError', 'the unit lost its power in the middle', 'indeterminate');
    default:
      return null;
  }
}
