import { type Clock, sleep } from '../../src-shared/clock.ts';
import { err, type Result } from '../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from '../contract/common.ts';

/**
 * The answer of a command, or `timeOut` when the caller's time is over. The command goes on all the same, for what a
 * unit was told cannot be taken back, and keeps its turn until the unit has answered.
 *
 * @param mayHaveActed asked when the time is over: whether the unit may have done what it was told
 */
export async function beforeDeadline<T, Code extends string>(
  clock: Clock,
  { timeoutMs }: CommandOptions,
  command: Promise<Result<T, DeviceError<Code>>>,
  mayHaveActed: () => boolean,
): Promise<Result<T, DeviceError<Code>>> {
  const answered = new AbortController();
  const late = sleep(clock, timeoutMs, answered.signal).then((): Result<T, DeviceError<Code>> => {
    const outcome = mayHaveActed() ? 'indeterminate' : 'notDone';
    return err({ completionCode: 'timeOut', description: `no answer in ${timeoutMs} ms`, outcome });
  });
  const answer = await Promise.race([command, late]);
  answered.abort();
  return answer;
}
