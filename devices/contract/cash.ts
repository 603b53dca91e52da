import type { DeviceError } from './common.ts';

/** Words that all cash devices share: XFS4IoT CashManagement and Storage. Values are integers of fen. */

export interface CashItem {
  /** ISO 4217. */
  readonly currency: string;
  /** Face value in fen (1 yuan = 100). */
  readonly value: number;
}

/** So many of one kind. `count` is a non-negative integer. */
export interface CashCount extends CashItem {
  readonly count: number;
}

/** Where an item is, as far as the unit can tell. */
export type CashPlace = 'customer' | 'escrow' | 'transport' | 'cashbox' | 'payout' | 'reject' | 'unknown';

/** A cash unit: a cassette, a cashbox, the store of a recycler, a hopper. XFS4IoT Storage. */
export interface CashUnit {
  readonly id: string;
  readonly kind: 'cashbox' | 'recycler' | 'cassette' | 'hopper' | 'reject';
  readonly status: 'ok' | 'inoperative' | 'missing' | 'manipulated' | 'notConfigured';
  readonly replenishmentStatus: 'ok' | 'full' | 'high' | 'low' | 'empty' | 'unknown';
  /** What the unit itself counts; null where it does not count. Never the ledger. */
  readonly counts: readonly CashCount[] | null;
}

/**
 * XFS4IoT Storage configuration, in items. A unit that is filled has a `low`, and is empty at none; one that only
 * collects has none, and is well when it is empty.
 */
export interface CashUnitLimits {
  readonly capacity: number;
  readonly high?: number | undefined;
  readonly low?: number | undefined;
}

export type CashErrorCode =
  | 'cashUnitError'
  | 'noItems'
  | 'tooManyItems'
  | 'notDispensable'
  | 'positionNotEmpty'
  | 'safeDoorOpen'
  | 'itemsLeft'
  | 'transportJammed'
  | 'noCashInActive'
  | 'cashInActive'
  | 'sequenceInvalid';

/** A cash motion that did not simply succeed says what is known to have moved; nothing else may be assumed. */
export interface CashError extends DeviceError<CashErrorCode> {
  /** Items that surely left to the customer. */
  readonly moved?: readonly CashCount[];
}

/**
 * What a unit reports of itself when it comes up, before it may be used: an item left in its path by a power
 * failure, or a motion that the failure cut short.
 */
export type PowerUpFinding =
  | { readonly kind: 'clear' }
  /** `fate`: what the unit did, or is doing, with the item by itself. */
  | {
      readonly kind: 'itemInPath';
      readonly item: CashItem | null;
      readonly fate: 'returned' | 'stacked' | 'stored' | 'held' | 'unknown';
    }
  | {
      readonly kind: 'payoutIncomplete';
      readonly dispensed: readonly CashCount[];
      readonly dispensedValue: number;
      readonly requestedValue: number;
    }
  | { readonly kind: 'floatIncomplete'; readonly movedValue: number; readonly requestedValue: number };
