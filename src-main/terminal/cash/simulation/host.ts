import { type Clock, sleep } from '../../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../../src-shared/result.ts';
import type { LinkError } from '../../link/link-error.ts';
import type { KeyAnswer, PaymentHost } from '../ground.ts';
import type { SeededRandom } from './random.ts';

export type HostTrouble = 'none' | 'down' | 'refuses' | 'losesAnswer' | 'losesRequest';

/** The business system, with a memory of its own that no crash of a terminal touches. */
export class SimulatedHost implements PaymentHost {
  /** Fen booked, by idempotency key. */
  readonly posted = new Map<string, number>();
  /** Keys that were asked about before they were booked: they will never be. */
  readonly #void = new Set<string>();
  /** Bookings under a key that was booked already with another amount: a bug of the terminal. */
  readonly conflicts: string[] = [];
  trouble: HostTrouble = 'none';
  /** Called when a payment was booked, before the answer leaves. */
  onPosted: (() => void) | null = null;
  readonly #clock: Clock;
  readonly #random: SeededRandom;

  constructor(clock: Clock, random: SeededRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  async post({
    idempotencyKey,
    amount,
  }: {
    idempotencyKey: string;
    amount: number;
  }): Promise<Result<{ receiptNumber: string }, LinkError>> {
    await sleep(this.#clock, this.#random.whole(50, 1_500));
    if (this.trouble === 'down') return lost('notDone');
    if (this.trouble === 'losesRequest') return lost('indeterminate');
    if (this.trouble === 'refuses' || this.#void.has(idempotencyKey)) return refused();
    const before = this.posted.get(idempotencyKey);
    if (before !== undefined && before !== amount) this.conflicts.push(idempotencyKey);
    this.posted.set(idempotencyKey, amount);
    this.onPosted?.();
    if (this.trouble === 'losesAnswer') return lost('indeterminate');
    return ok({ receiptNumber: idempotencyKey.slice(0, 8) });
  }

  async byKey({ idempotencyKey }: { idempotencyKey: string }): Promise<Result<KeyAnswer, LinkError>> {
    await sleep(this.#clock, this.#random.whole(50, 500));
    if (this.trouble !== 'none' && this.trouble !== 'refuses') return lost('indeterminate');
    if (this.posted.has(idempotencyKey))
      return ok({ state: 'posted', receiptNumber: idempotencyKey.slice(0, 8) });
    this.#void.add(idempotencyKey);
    return ok({ state: 'unknown' });
  }

  get total(): number {
    return [...this.posted.values()].reduce((sum, amount) => sum + amount, 0);
  }
}

function lost(outcome: LinkError['outcome']): Result<never, LinkError> {
  return err({ kind: 'unreachable', code: 'TIMEOUT', outcome, message: 'the line failed' });
}

function refused(): Result<never, LinkError> {
  return err({ kind: 'refused', code: 'REFUSED', outcome: 'notDone', message: 'refused' });
}
