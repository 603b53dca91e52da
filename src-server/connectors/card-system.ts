import type { WeakPinReason } from '../../src-shared/contract/social-security-card.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { Answer, Person } from './social-insurance.ts';

/**
 * The management system of the social security cards. It keeps the PIN of the social account, and its security module
 * opens what the PIN pads of the terminals encrypt: nobody else ever sees a PIN.
 */
export interface CardSystem {
  /** What a reset depends on and only this system knows: whose card it is, and what is wrong with the new PIN. */
  look(request: SetPin): Promise<Result<CardLook, { readonly code: LookRefusal }>>;
  /** Writes a new PIN: once per key, however often it is asked. A reset also takes away a lock. */
  setPin(request: SetPin): Promise<Result<{ readonly setAt: string }, SetPinRefusal>>;
  /**
   * When a PIN was set under this key; null when none was, and from then on none will be: a request that is still under way
   * finds its key void. Only the terminal that asked is told.
   */
  pinByKey(idempotencyKey: string, terminalId: string): Answer<{ readonly setAt: string } | null>;
}

export interface SetPin {
  readonly idempotencyKey: string;
  readonly terminalId: string;
  readonly transactionId: string;
  /** Who was verified; the card must be this person's. */
  readonly person: Person;
  readonly cardNumber: Sensitive<string>;
  /** ISO 9564-1 format 0. `old` is null for a reset. */
  readonly blocks: {
    readonly old: Uint8Array | null;
    readonly next: Uint8Array;
    readonly repeat: Uint8Array;
  };
}

export interface CardLook {
  readonly holderMatches: boolean;
  /** Null where it is good, or where the card is of somebody else and nothing was opened. */
  readonly weak: WeakPinReason | null;
  /** Whether a PIN was set under this key already; null: it cannot say. */
  readonly written: boolean | null;
}

type LookRefusal = 'unavailable' | 'pinUnreadable' | 'pinsDiffer';

export type SetPinRefusal =
  | { readonly code: LookRefusal | 'cardMismatch' | 'pinLocked' | 'keyReused' | 'keyVoid' }
  | { readonly code: 'pinWeak'; readonly why: WeakPinReason }
  | { readonly code: 'pinWrong'; readonly triesLeft: number };
