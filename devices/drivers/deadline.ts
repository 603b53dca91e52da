import type { Clock } from '../../src-shared/clock.ts';
import { err, type Result } from '../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from '../contract/common.ts';

/**
 * The answer of a command, or `timeOut` when the caller's time is over. The command goes on all the same, for what a
 * unit was told cannot be taken back, and keeps its turn until the unit has answered.
 *
 * @param mayHaveActed asked when the time is over: whether the unit may have done what it was told
 */
export function beforeDeadline<T, Code extends string>(
  clock: Clock,
  { timeoutMs }: CommandOptions,
  command: Promise<Result<T, DeviceError<Code>>>,
  mayHaveActed: () => boolean,
): Promise<Result<T, DeviceError<Code>>> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(timeoutMs, () => {
      const outcome = mayHaveActed() ? 'indeterminate' : 'notDone';
      resolve(err({ completionCode: 'timeOut', description: `no answer in ${timeoutMs} ms`, outcome }));
    });
    command.then(resolve, reject).finally(cancel);
  });
}
