import { type Clock, sleep } from '../../../src-shared/clock.ts';
import type { OrderState } from '../../../src-shared/contract/payments.ts';
import type { Centre } from '../link/client.ts';
import type { SettledOutcome, Store } from '../store/store.ts';
import { settleIntent, writeIntent } from './effect.ts';

export interface CodeGround {
  readonly store: Store;
  readonly payments: Pick<Centre['payments'], 'createOrder' | 'order' | 'cancelOrder'>;
  readonly clock: Clock;
  readonly randomUUID: () => string;
}

export interface CodePayment {
  readonly transactionId: string;
  readonly assessmentId: string;
  /** Fen. */
  readonly amount: number;
  /** Aborted when the citizen does not want to pay so any more, or is gone. */
  readonly signal: AbortSignal;
  readonly onShown: (code: string, expiresAt: number) => void;
  /** `unknown`: the channel does not answer; it is asked on. */
  readonly onState: (state: 'waiting' | 'unknown' | 'closing') => void;
}

export type CodePaymentEnd =
  | { readonly kind: 'paid'; readonly orderKey: string; readonly orderNumber: string }
  /** Nobody answers. What the phone paid all the same is booked, or goes back, by the centre. */
  | { readonly kind: 'unknown'; readonly orderKey: string; readonly orderNumber: string }
  | { readonly kind: 'notPaid'; readonly why: 'cancelled' | 'expired' | 'unavailable' };

const askEveryMs = 2_000;
const askUnknownEveryMs = 3_000;
const unknownForMs = 60_000;

/**
 * Shows a code and waits until a phone has paid it. The intent stays open for as long as the code can be paid: after a
 * crash `decideOrder` closes the order, so that nobody pays for what is gone.
 */
export async function payByCode(ground: CodeGround, payment: CodePayment): Promise<CodePaymentEnd> {
  const { store, payments } = ground;
  const { transactionId, assessmentId, amount } = payment;
  const orderKey = ground.randomUUID();
  const intent = {
    id: ground.randomUUID(),
    transactionId,
    step: 'pay',
    effect: { kind: 'remote', operation: 'createOrder', idempotencyKey: orderKey },
  } as const;
  store.commit((write) => writeIntent(write, intent));
  const settle = (outcome: SettledOutcome, evidence: readonly string[]) =>
    store.commit((write) => settleIntent(write, intent, outcome, evidence));

  const made = await payments.createOrder({ orderKey, assessmentId, amount });
  if (!made.ok) {
    // Nobody saw its code, whether it was made or not.
    settle('notDone', [made.error.message, 'the code was never shown']);
    return { kind: 'notPaid', why: 'unavailable' };
  }
  const { orderNumber, code, expiresAt } = made.value;
  payment.onShown(code, Date.parse(expiresAt));
  const end = await watchOrder(ground, payment, orderKey);
  switch (end) {
    case 'paid':
      settle('done', [`order ${orderNumber}: paid`]);
      return { kind: 'paid', orderKey, orderNumber };
    case 'unknown':
      settle('indeterminate', [`order ${orderNumber}: nobody answers`]);
      return { kind: 'unknown', orderKey, orderNumber };
    default:
      settle('notDone', [`order ${orderNumber}: ${end}`]);
      return { kind: 'notPaid', why: end };
  }
}

async function watchOrder(
  { payments, clock }: CodeGround,
  { signal, onState }: CodePayment,
  orderKey: string,
): Promise<'paid' | 'unknown' | 'cancelled' | 'expired'> {
  let silentSince: number | null = null;
  let expired = false;
  for (;;) {
    const closing: boolean = signal.aborted || expired;
    if (closing) onState('closing');
    // An order that is given up is closed first: the phone may have been quicker.
    const asked: Awaited<ReturnType<typeof payments.order>> = closing
      ? await payments.cancelOrder({ orderKey })
      : await payments.order({ orderKey });
    if (asked.ok) {
      silentSince = null;
      const state: OrderState = asked.value.state;
      if (state === 'paid') return 'paid';
      if (closing) return expired ? 'expired' : 'cancelled';
      if (state === 'cancelled' || state === 'refunded') return 'cancelled';
      expired = state === 'expired';
      if (expired) continue;
      onState('waiting');
    } else {
      silentSince ??= clock.now();
      if (clock.now() - silentSince >= unknownForMs) return 'unknown';
      if (!closing) onState('unknown');
    }
    const pause = silentSince === null ? askEveryMs : askUnknownEveryMs;
    await sleep(clock, pause, closing ? undefined : signal);
  }
}

/** After a crash: the order is closed, and what was paid goes back, for nobody stands there to be served. */
export async function decideOrder(
  payments: Pick<Centre['payments'], 'cancelOrder' | 'refundOrder'>,
  orderKey: string,
): Promise<{ readonly outcome: SettledOutcome; readonly evidence: readonly string[] }> {
  const closed = await payments.cancelOrder({ orderKey });
  if (!closed.ok) return { outcome: 'indeterminate', evidence: [`closing it: ${closed.error.message}`] };
  if (closed.value.state !== 'paid')
    return { outcome: 'notDone', evidence: [`closed: ${closed.value.state}`] };
  const refunded = await payments.refundOrder({ orderKey });
  if (refunded.ok) return { outcome: 'notDone', evidence: [`paid, and given back: ${refunded.value.state}`] };
  // The payment of it was booked before the crash: then it was done.
  if (refunded.error.code === 'ALREADY_POSTED') return { outcome: 'done', evidence: ['paid, and booked'] };
  return { outcome: 'indeterminate', evidence: [`giving it back: ${refunded.error.message}`] };
}
