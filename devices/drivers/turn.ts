import type { Clock } from '../../src-shared/clock.ts';
import { err, type Result } from '../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from '../contract/common.ts';

/** One command at a time: who comes second waits, and gives up unserved when its time runs out. */
export class Turn {
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async take<T, Code extends string>(
    options: CommandOptions,
    command: () => Promise<Result<T, DeviceError<Code>>>,
  ): Promise<Result<T, DeviceError<Code>>> {
    if (options.signal?.aborted) return err(unserved('canceled', 'canceled before it began'));
    const before = this.#last;
    let release = () => {};
    const mine = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#last = before.then(() => mine);
    const free = await this.#until(before, options);
    if (!free) {
      release();
      return err(
        options.signal?.aborted
          ? unserved('canceled', 'canceled while another command ran')
          : unserved('timeOut', 'another command ran all the time'),
      );
    }
    try {
      return await command();
    } finally {
      release();
    }
  }

  /** Whether the turn came before the time was over or the caller gave up. */
  #until(before: Promise<unknown>, { timeoutMs, signal }: CommandOptions): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (free: boolean) => {
        cancel();
        signal?.removeEventListener('abort', onAbort);
        resolve(free);
      };
      const onAbort = () => end(false);
      const cancel = this.#clock.schedule(timeoutMs, () => end(false));
      signal?.addEventListener('abort', onAbort, { once: true });
      void before.then(() => end(true));
    });
  }
}

function unserved(completionCode: 'canceled' | 'timeOut', description: string): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}
