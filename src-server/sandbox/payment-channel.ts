import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { OrderState } from '../../src-shared/contract/payments.ts';
import { ok } from '../../src-shared/result.ts';
import type { PaymentChannel } from '../connectors/payments.ts';
import type { Schema } from '../store/schema.ts';

const lifetimeMs = 180_000;

export interface PaymentDesk extends PaymentChannel {
  /** What a phone sees that scanned the code; null: no such order. */
  look(orderNumber: string): Promise<{ readonly amount: number; readonly state: OrderState } | null>;
  /**
   * The person of the phone pays. `late`: although the order has expired, as happens when the bank was slow.
   * Answers whether it went through.
   */
  pay(orderNumber: string, late: boolean): Promise<boolean>;
}

interface Parts {
  readonly db: Kysely<Schema>;
  readonly clock: Clock;
  /** Where the phone pays an order. */
  readonly paymentUrl: (orderNumber: string) => string;
}

/** Stands in for WeChat Pay, Alipay and UnionPay: a page on which somebody plays the phone. */
export function createSandboxChannel({ db, clock, paymentUrl }: Parts): PaymentDesk {
  const row = (by: 'order_key' | 'order_number', value: string) =>
    db.selectFrom('sandbox_order').selectAll().where(by, '=', value).executeTakeFirst();
  const stateOf = (held: { state: OrderState; expires_at: Date }): OrderState =>
    held.state === 'created' && held.expires_at.getTime() <= clock.now() ? 'expired' : held.state;

  async function state(orderKey: string) {
    const held = await row('order_key', orderKey);
    return ok(held === undefined ? null : stateOf(held));
  }

  async function change(orderKey: string, from: 'created' | 'paid', to: 'cancelled' | 'refunded') {
    await db
      .updateTable('sandbox_order')
      .set({ state: to })
      .where('order_key', '=', orderKey)
      .where('state', '=', from)
      .execute();
    return state(orderKey);
  }

  return {
    async create({ orderKey, amount }) {
      const drawn = await sql<{ next: number }>`select nextval('sandbox_order_number') as next`.execute(db);
      await db
        .insertInto('sandbox_order')
        .values({
          order_key: orderKey,
          // YPDD for 样品订单.
          order_number: `YPDD${String(drawn.rows[0]?.next).padStart(10, '0')}`,
          amount,
          expires_at: new Date(clock.now() + lifetimeMs),
          state: 'created',
        })
        .onConflict((conflict) => conflict.column('order_key').doNothing())
        .execute();
      const held = await row('order_key', orderKey);
      if (held === undefined) throw new Error('an order was made and is not there');
      return ok({
        orderNumber: held.order_number,
        code: paymentUrl(held.order_number),
        expiresAt: held.expires_at.toISOString(),
      });
    },
    state,
    cancel: (orderKey) => change(orderKey, 'created', 'cancelled'),
    refund: (orderKey) => change(orderKey, 'paid', 'refunded'),
    async look(orderNumber) {
      const held = await row('order_number', orderNumber);
      return held === undefined ? null : { amount: Number(held.amount), state: stateOf(held) };
    },
    async pay(orderNumber, late) {
      const now = new Date(clock.now());
      const paid = await db
        .updateTable('sandbox_order')
        .set({ state: 'paid' })
        .where('order_number', '=', orderNumber)
        .where('state', '=', 'created')
        .$if(!late, (query) => query.where('expires_at', '>', now))
        .returning('order_key')
        .executeTakeFirst();
      return paid !== undefined;
    },
  };
}
