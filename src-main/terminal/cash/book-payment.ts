import { type Clock, sleep } from '../../../src-shared/clock.ts';
import type { LinkError } from '../link/link-error.ts';
import type { SettledOutcome, Store, Write } from '../store/store.ts';
import { performEffect } from '../transaction/effect.ts';
import type { PaymentHost } from './ground.ts';

export type Booked =
  | { readonly outcome: 'done'; readonly value: string }
  | { readonly outcome: 'notDone' | 'indeterminate' };

/** Asked so often and so long what became of a payment before the slip says that it is not known yet. */
const askEveryMs = 3_000;
const askForMs = 60_000;

export interface Booking {
  readonly transactionId: string;
  /** `cash` where notes lie in the machine, else `pay`. */
  readonly step: 'cash' | 'pay';
  /** Fen in notes. */
  readonly amount: number;
  readonly idempotencyKey: string;
}

/**
 * Has the authority book a payment, once. An answer that was lost is asked about by its key and never sent again;
 * `alongside` is written in the commit of the outcome.
 */
export function bookPayment(
  ground: {
    readonly store: Store;
    readonly host: PaymentHost;
    readonly clock: Clock;
    readonly randomUUID: () => string;
  },
  { transactionId, step, amount, idempotencyKey }: Booking,
  alongside: (write: Write, outcome: SettledOutcome) => void,
): Promise<Booked> {
  const { store, host, clock } = ground;
  return performEffect<string, LinkError>(
    store,
    {
      id: ground.randomUUID(),
      transactionId,
      step,
      effect: { kind: 'remote', operation: 'postPayment', idempotencyKey },
    },
    async () => {
      const posted = await host.post({ idempotencyKey, amount });
      if (posted.ok) return { outcome: 'done', value: posted.value.receiptNumber, evidence: ['booked'] };
      const { error } = posted;
      if (error.outcome === 'notDone') return { outcome: 'notDone', error, evidence: [error.message] };
      for (let waited = 0; waited < askForMs; waited += askEveryMs) {
        await sleep(clock, askEveryMs);
        const asked = await host.byKey({ idempotencyKey });
        if (!asked.ok) continue;
        const evidence = [error.message, `asked by key: ${asked.value.state}`];
        if (asked.value.state === 'posted')
          return { outcome: 'done', value: asked.value.receiptNumber, evidence };
        return { outcome: 'notDone', error, evidence };
      }
      return { outcome: 'indeterminate', error, evidence: [error.message, 'asked by key: no answer'] };
    },
    (write, { outcome }) => alongside(write, outcome),
  );
}
