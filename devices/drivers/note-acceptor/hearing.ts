import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import type { CashError } from '../../contract/cash.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import { fault, notReady } from './errors.ts';
import type { NoteEvent } from './note-track.ts';
import type { UnitReport } from './unit-report.ts';

/** A report, and what was told of it. */
export interface Heard {
  readonly report: UnitReport;
  readonly events: readonly NoteEvent[];
}

export interface Waiting<T> extends Promise<Result<T, CashError>> {
  /** Ends it with a result of one's own. */
  end(result: Result<T, CashError>): void;
}

/** Where commands wait for what the unit says. */
export class Hearing {
  readonly #clock: Clock;
  readonly #heard = new Listeners<Heard | LineFault>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  tell(heard: Heard): void {
    this.#heard.tell(heard);
  }

  /** The line went away: whoever waits has no answer. */
  lost(lineFault: LineFault): void {
    this.#heard.tell(lineFault);
  }

  /** Resolves with the first answer that is not null. A lost line or the deadline make it indeterminate. */
  until<T>(
    deadline: number,
    answer: (heard: Heard) => Result<T, CashError> | null,
    signal?: AbortSignal,
  ): Waiting<T> {
    let end: (result: Result<T, CashError>) => void = () => {};
    const promise = new Promise<Result<T, CashError>>((resolve) => {
      const onAbort = () => end(err(fault('canceled', 'canceled while the unit was waited for')));
      end = (result) => {
        stop();
        cancel();
        signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const stop = this.#heard.add((heard) => {
        if ('reason' in heard) return end(err({ ...notReady(heard), outcome: 'indeterminate' }));
        const result = answer(heard);
        if (result !== null) end(result);
      });
      const cancel = this.#clock.schedule(Math.max(0, deadline - this.#clock.now()), () =>
        end(err(fault('timeOut', 'the unit did not finish in time', 'indeterminate'))),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted) onAbort();
    });
    return Object.assign(promise, { end: (result: Result<T, CashError>) => end(result) });
  }
}
