import type { Result } from '../../src-shared/result.ts';
import type { Device, DeviceError } from '../contract/common.ts';
import { fail } from './report.ts';

/** What was seen of one command: its answer, and what the unit itself did meanwhile. */
export interface Seen {
  readonly answer: Result<unknown, DeviceError>;
  /** Things that the unit moved; 0 for a command that changes nothing. */
  readonly moved: number;
  /** What an undisturbed command moves. */
  readonly whole: number;
  readonly changesNothing: boolean;
}

/** Whether an answer tells the truth about what the unit did. Throws when it does not. */
export function judge({ answer, moved, whole, changesNothing }: Seen): void {
  if (moved > whole) fail(`${inWords(answer)}, and the unit moved ${moved}: more than ${whole}`);
  if (answer.ok) {
    if (moved !== whole) fail(`done, and the unit moved ${moved} of ${whole}`);
    return;
  }
  const { outcome, description, completionCode } = answer.error;
  if (description === '') fail(`${completionCode} without a description`);
  const told = toldMoved(answer.error);
  if (outcome === 'notDone') {
    if (moved !== told) fail(`${inWords(answer)}, tells ${told} moved, and the unit moved ${moved}`);
  } else if (changesNothing) fail(`${inWords(answer)}, though the command changes nothing`);
  else if (told > moved) fail(`${inWords(answer)}, tells ${told} moved, and the unit moved ${moved}`);
}

/** What a cash error says has surely moved (`CashError.moved`). */
function toldMoved(error: DeviceError): number {
  const { moved } = error as { moved?: readonly { readonly count: number }[] };
  return moved?.reduce((sum, { count }) => sum + count, 0) ?? 0;
}

export function inWords(answer: Result<unknown, DeviceError>): string {
  if (answer.ok) return 'done';
  const { outcome, completionCode, errorCode, description } = answer.error;
  return `${outcome} (${errorCode ?? completionCode}: ${description})`;
}

export function isUp({ status }: Device): boolean {
  return !['starting', 'offline', 'noDevice', 'powerOff'].includes(status.device);
}
