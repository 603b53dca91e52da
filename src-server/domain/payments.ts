import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type {
  Bill,
  Charge,
  OrderState,
  PaymentPart,
  PaymentState,
} from '../../src-shared/contract/payments.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Collection, PaymentChannel } from '../connectors/payments.ts';
import type { Person } from '../connectors/social-insurance.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { canonicalJson, digest } from './digest.ts';

export interface PaymentParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly collection: Collection;
  readonly channel: PaymentChannel;
}

/** Longer than anybody stands at a terminal, and than a terminal is without power in the evening. */
const assessmentMs = 24 * 3_600_000;
/** A paid order that nobody made a payment of by then is given back. */
const orphanMs = 10 * 60_000;

export type PostRefusal =
  | 'notFound'
  | 'invalidCharges'
  | 'alreadyPaid'
  | 'orderUnpaid'
  | 'keyReused'
  | 'keyVoid';

export interface PostRequest {
  readonly idempotencyKey: string;
  readonly assessmentId: string;
  readonly charges: readonly Charge[];
  readonly parts: readonly PaymentPart[];
}

/** What is kept of a request until it is posted: no person, only debts. */
interface Kept {
  readonly billIds: readonly string[];
  readonly orderKeys: readonly string[];
}

type PaymentRow = Selectable<Schema['payment']>;

export type Payments = ReturnType<typeof createPayments>;

/**
 * Payments at terminals. A payment is `waiting` from the moment it is taken down until it is `posted` or `void`, and
 * goes there by itself: when the authority is back, when a slow phone has paid. A key that somebody asked about and
 * that was never heard of is void: a request that is still under way finds it so.
 */
export function createPayments({ db, vault, clock, collection, channel }: PaymentParts) {
  const assessmentContext = (id: string) => `payment assessment ${id}`;
  const requestContext = (key: string) => `payment request ${key}`;

  const payment = (from: Kysely<Schema>, key: string) =>
    from.selectFrom('payment').selectAll().where('idempotency_key', '=', key).executeTakeFirst();

  async function billsOf(terminalId: string, assessmentId: string) {
    const row = await db
      .selectFrom('payment_assessment')
      .selectAll()
      .where('id', '=', assessmentId)
      .where('terminal_id', '=', terminalId)
      .where('expires_at', '>', new Date(clock.now()))
      .executeTakeFirst();
    if (row === undefined) return null;
    const bills = JSON.parse(vault.open(assessmentContext(row.id), row.sealed).toString()) as Bill[];
    return { bills, transactionId: row.transaction_id, itemCode: row.item_code };
  }

  /** One step onward for a payment that waits. Repeatable, and safe to call from anywhere at once. */
  async function settle(row: PaymentRow): Promise<PaymentRow> {
    const key = row.idempotency_key;
    if (row.state !== 'waiting' || row.request_sealed === null) return row;
    const { billIds, orderKeys } = JSON.parse(
      vault.open(requestContext(key), row.request_sealed).toString(),
    ) as Kept;
    for (const orderKey of orderKeys) {
      const asked = await channel.state(orderKey);
      if (!asked.ok || asked.value === 'created') return row;
      if (asked.value !== 'paid') return giveUp(row, `order ${asked.value ?? 'unknown'}`, orderKeys);
    }
    const booked = await collection.book({ idempotencyKey: key, billIds, amount: Number(row.amount) });
    if (booked.ok) return end(row, { state: 'posted', receipt_number: booked.value.receiptNumber });
    if (booked.error === 'unavailable') return row;
    return giveUp(row, booked.error, orderKeys);
  }

  async function giveUp(row: PaymentRow, why_void: string, orderKeys: readonly string[]) {
    const ended = await end(row, { state: 'void', why_void });
    if (ended.state === 'void') for (const orderKey of orderKeys) await giveBack(orderKey);
    return ended;
  }

  async function end(
    row: PaymentRow,
    set: { state: 'posted'; receipt_number: string } | { state: 'void'; why_void: string },
  ): Promise<PaymentRow> {
    const key = row.idempotency_key;
    await db
      .updateTable('payment')
      .set({ ...set, request_sealed: null, updated_at: new Date(clock.now()) })
      .where('idempotency_key', '=', key)
      .where('state', '=', 'waiting')
      .execute();
    return (await payment(db, key)) ?? row;
  }

  /** Whatever the order is: nobody pays it any more, and what was paid goes back. */
  async function giveBack(orderKey: string): Promise<OrderState | null> {
    const closed = await channel.cancel(orderKey);
    if (!closed.ok) return null;
    if (closed.value !== 'paid') return closed.value;
    const refunded = await channel.refund(orderKey);
    return refunded.ok ? refunded.value : null;
  }

  function stateOf(row: PaymentRow): PaymentState {
    if (row.state === 'posted') return { state: 'posted', receiptNumber: row.receipt_number ?? '' };
    return { state: row.state };
  }

  return {
    async assess(
      terminalId: string,
      { person, transactionId }: { person: Person; transactionId: string },
      itemCode: string,
      companyCode: string | null,
    ): Promise<Result<{ assessmentId: string; bills: Bill[] }, 'unavailable' | 'nothingDue'>> {
      const found = await collection.bills(person, itemCode, companyCode);
      if (!found.ok) return found;
      const id = randomUUID();
      const bills = [...found.value];
      await db
        .insertInto('payment_assessment')
        .values({
          id,
          terminal_id: terminalId,
          transaction_id: transactionId,
          item_code: itemCode,
          sealed: vault.seal(assessmentContext(id), JSON.stringify(bills)),
          expires_at: new Date(clock.now() + assessmentMs),
        })
        .execute();
      return ok({ assessmentId: id, bills });
    },

    async post(terminalId: string, request: PostRequest): Promise<Result<PaymentState, PostRefusal>> {
      const { idempotencyKey: key, assessmentId, charges, parts } = request;
      const assessed = await billsOf(terminalId, assessmentId);
      if (assessed === null) return err('notFound');
      const amount = amountOf(charges, assessed.bills);
      const sum = (method: PaymentPart['method']) =>
        parts.filter((part) => part.method === method).reduce((total, part) => total + part.amount, 0);
      const [cash_amount, qr_amount] = [sum('cash'), sum('qr')];
      if (amount === null || amount !== cash_amount + qr_amount) return err('invalidCharges');
      const orderKeys = parts.flatMap((part) => (part.method === 'qr' ? [part.orderKey] : []));
      const billIds = charges.map(({ billId }) => billId);
      const request_hash = digest(canonicalJson({ terminalId, ...request }));
      const orders = await db
        .selectFrom('payment_order')
        .selectAll()
        .where('order_key', 'in', [...orderKeys, key])
        .where('terminal_id', '=', terminalId)
        .execute();
      const fits = parts.every(
        (part) =>
          part.method === 'cash' ||
          orders.some(
            (order) =>
              order.order_key === part.orderKey &&
              Number(order.amount) === part.amount &&
              (order.payment_key ?? key) === key,
          ),
      );
      if (!fits) return err('invalidCharges');

      const row = await db.transaction().execute(async (trx) => {
        // The same key twice at once: the second waits here and finds what the first made.
        await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 2))`.execute(trx);
        const held = await payment(trx, key);
        if (held !== undefined) return held;
        const made = await trx
          .insertInto('payment')
          .values({
            idempotency_key: key,
            terminal_id: terminalId,
            transaction_id: assessed.transactionId,
            item_code: assessed.itemCode,
            request_hash,
            request_sealed: vault.seal(requestContext(key), JSON.stringify({ billIds, orderKeys })),
            amount,
            cash_amount,
            qr_amount,
            state: 'waiting',
            why_void: null,
            receipt_number: null,
            updated_at: new Date(clock.now()),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        if (orderKeys.length > 0)
          await trx
            .updateTable('payment_order')
            .set({ payment_key: key })
            .where('order_key', 'in', orderKeys)
            .execute();
        return made;
      });
      if (row.request_hash === null) return err('keyVoid');
      if (!row.request_hash.equals(request_hash)) return err('keyReused');
      const settled = await settle(row);
      if (settled.state !== 'void') return ok(stateOf(settled));
      return err(settled.why_void === 'alreadyPaid' ? 'alreadyPaid' : 'orderUnpaid');
    },

    async byKey(terminalId: string, key: string): Promise<PaymentState> {
      const row = await db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 2))`.execute(trx);
        const held = await payment(trx, key);
        if (held !== undefined) return held;
        return trx
          .insertInto('payment')
          .values({
            idempotency_key: key,
            terminal_id: terminalId,
            transaction_id: null,
            item_code: null,
            request_hash: null,
            request_sealed: null,
            amount: null,
            cash_amount: null,
            qr_amount: null,
            state: 'void',
            why_void: 'never heard of',
            receipt_number: null,
            updated_at: new Date(clock.now()),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
      });
      // Whose key it is, nobody else learns.
      return row.terminal_id === terminalId ? stateOf(await settle(row)) : { state: 'void' };
    },

    async createOrder(
      terminalId: string,
      { orderKey, assessmentId, amount }: { orderKey: string; assessmentId: string; amount: number },
    ) {
      if ((await billsOf(terminalId, assessmentId)) === null) return err('notFound');
      await db
        .insertInto('payment_order')
        .values({
          order_key: orderKey,
          terminal_id: terminalId,
          amount,
          order_number: null,
          created_at: new Date(clock.now()),
          payment_key: null,
        })
        .onConflict((conflict) => conflict.column('order_key').doNothing())
        .execute();
      const held = await db
        .selectFrom('payment_order')
        .selectAll()
        .where('order_key', '=', orderKey)
        .executeTakeFirstOrThrow();
      if (held.terminal_id !== terminalId || Number(held.amount) !== amount) return err('keyReused');
      const made = await channel.create({ orderKey, amount });
      if (!made.ok) return made;
      await db
        .updateTable('payment_order')
        .set({ order_number: made.value.orderNumber })
        .where('order_key', '=', orderKey)
        .execute();
      return made;
    },

    async order(
      terminalId: string,
      orderKey: string,
    ): Promise<Result<OrderState, 'unavailable' | 'notFound'>> {
      if (!(await isOurs(terminalId, orderKey))) return err('notFound');
      const asked = await channel.state(orderKey);
      if (!asked.ok) return asked;
      return asked.value === null ? err('notFound') : ok(asked.value);
    },

    async cancelOrder(terminalId: string, orderKey: string): Promise<Result<OrderState, 'unavailable'>> {
      // A key that was never heard of: a request that is still under way finds it taken.
      await db
        .insertInto('payment_order')
        .values({
          order_key: orderKey,
          terminal_id: terminalId,
          amount: null,
          order_number: null,
          created_at: new Date(clock.now()),
          payment_key: null,
        })
        .onConflict((conflict) => conflict.column('order_key').doNothing())
        .execute();
      if (!(await isOurs(terminalId, orderKey))) return ok('cancelled');
      const closed = await channel.cancel(orderKey);
      return closed.ok ? ok(closed.value ?? 'cancelled') : closed;
    },

    async refundOrder(
      terminalId: string,
      orderKey: string,
    ): Promise<Result<OrderState, 'unavailable' | 'notFound' | 'alreadyPosted'>> {
      const order = await isOurs(terminalId, orderKey);
      if (!order) return err('notFound');
      if (order.payment_key !== null) {
        const made = await payment(db, order.payment_key);
        if (made !== undefined && (await settle(made)).state === 'posted') return err('alreadyPosted');
      }
      const state = await giveBack(orderKey);
      return state === null ? err('unavailable') : ok(state);
    },

    /** What waits goes on where it can; what was paid for nothing goes back; what is old is erased. */
    async goOn(): Promise<number> {
      const now = clock.now();
      const waiting = await db.selectFrom('payment').selectAll().where('state', '=', 'waiting').execute();
      let ended = 0;
      for (const row of waiting) if ((await settle(row)).state !== 'waiting') ended += 1;
      const orphans = await db
        .selectFrom('payment_order')
        .select('order_key')
        .where('payment_key', 'is', null)
        .where('order_number', 'is not', null)
        .where('created_at', '<', new Date(now - orphanMs))
        .where('created_at', '>', new Date(now - assessmentMs))
        .execute();
      for (const { order_key } of orphans) await giveBack(order_key);
      await db.deleteFrom('payment_assessment').where('expires_at', '<=', new Date(now)).execute();
      return ended;
    },
  };

  async function isOurs(terminalId: string, orderKey: string) {
    return db
      .selectFrom('payment_order')
      .selectAll()
      .where('order_key', '=', orderKey)
      .where('terminal_id', '=', terminalId)
      .executeTakeFirst();
  }
}

/** Fen; null where a charge is none of the bills, or one is charged twice. */
function amountOf(charges: readonly Charge[], bills: readonly Bill[]): number | null {
  let amount = 0;
  const charged = new Set<string>();
  for (const { billId, optionId } of charges) {
    const option = bills.find(({ id }) => id === billId)?.options.find(({ id }) => id === optionId);
    if (option === undefined || charged.has(billId)) return null;
    charged.add(billId);
    amount += option.amount;
  }
  return amount;
}

/** Every ten seconds until the returned function is called; that waits for what is under way. */
export function keepGoingOn(
  payments: Payments,
  clock: Clock,
  onFailure: (error: unknown) => void,
  onEnded: () => void,
): () => Promise<void> {
  const everyMs = 10_000;
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};
  let stopped = false;
  const next = () => {
    cancel = clock.schedule(everyMs, () => {
      running = payments
        .goOn()
        .then((ended) => {
          if (ended > 0) onEnded();
        })
        .catch(onFailure)
        .then(() => {
          if (!stopped) next();
        });
    });
  };
  next();
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
