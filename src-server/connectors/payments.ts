import type { Bill, OrderState } from '../../src-shared/contract/payments.ts';
import type { Answer, Person } from './social-insurance.ts';

/** Who collects premiums and taxes. Amounts in fen. */
export interface Collection {
  /** What this person may pay under an item, own and of the household; `nothingDue` also for an item it does not know. */
  bills(person: Person, itemCode: string, companyCode: string | null): Answer<readonly Bill[], 'nothingDue'>;
  /** Books what was paid: once per key, however often it is asked. */
  book(booking: {
    readonly idempotencyKey: string;
    readonly billIds: readonly string[];
    readonly amount: number;
  }): Answer<{ readonly receiptNumber: string }, 'alreadyPaid'>;
}

/** Payments by a code that a phone scans. */
export interface PaymentChannel {
  create(order: { readonly orderKey: string; readonly amount: number }): Answer<{
    readonly orderNumber: string;
    /** What the code on the screen says. */
    readonly code: string;
    /** ISO 8601. */
    readonly expiresAt: string;
  }>;
  /** Null: no such order. */
  state(orderKey: string): Answer<OrderState | null>;
  /** Closes an order that was not paid; answers what it is then. */
  cancel(orderKey: string): Answer<OrderState | null>;
  refund(orderKey: string): Answer<OrderState | null>;
}
