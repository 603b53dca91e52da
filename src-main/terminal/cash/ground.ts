import type { CashRecycler } from '../../../devices/contract/cash-acceptor.ts';
import type { CashDispenser } from '../../../devices/contract/cash-dispenser.ts';
import type { Clock } from '../../../src-shared/clock.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { LinkError } from '../link/link-error.ts';
import type { CashAccount, Store } from '../store/store.ts';

/** The business system that takes the payment, behind the centre. Amounts in fen. */
export interface PaymentHost {
  /** Books the payment once per key, however often it is asked. */
  post(payment: {
    readonly idempotencyKey: string;
    readonly amount: number;
  }): Promise<Result<{ readonly receiptNumber: string }, LinkError>>;
  /** What became of a payment: `unknown` means that it was not booked and will not be under this key. */
  byKey(payment: { readonly idempotencyKey: string }): Promise<Result<KeyAnswer, LinkError>>;
}

export type KeyAnswer =
  | { readonly state: 'posted'; readonly receiptNumber: string }
  | { readonly state: 'unknown' };

/** What a cash transaction stands on. */
export interface CashGround {
  readonly store: Store;
  readonly recycler: CashRecycler;
  /** What pays out besides it: note dispensers and coin hoppers, in the order of terminal.yaml. */
  readonly dispensers: readonly CashDispenser[];
  readonly host: PaymentHost;
  readonly clock: Clock;
  readonly randomUUID: () => string;
  /** A code for a claim slip that nobody can guess, and that can be read aloud. */
  readonly claimCode: () => string;
}

/** Where a note lies while somebody decides. */
export const escrowOf = (device: string): CashAccount => `escrow:${device}`;

export const unitOf = (device: string, unit: string): CashAccount => `unit:${device}/${unit}`;
