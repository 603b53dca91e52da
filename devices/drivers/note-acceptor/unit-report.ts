import type { Result } from '../../../src-shared/result.ts';
import type { CashItem } from '../../contract/cash.ts';
import type { InputRefuseReason } from '../../contract/cash-acceptor.ts';

/**
 * What a polled note acceptor says of itself, in words that CCNET and ID-003 share. `type` is the unit's own number of
 * a kind of note; null where the unit does not say it again.
 */
export type UnitReport =
  /** It was switched on and waits for a reset. `path`: where it found a note. */
  | { readonly kind: 'powerUp'; readonly path: 'clear' | 'acceptor' | 'stacker' }
  | { readonly kind: 'initialising' }
  | { readonly kind: 'busy' }
  /** Its mouth is open. */
  | { readonly kind: 'idle' }
  /** Its mouth is shut. */
  | { readonly kind: 'disabled' }
  | { readonly kind: 'accepting' }
  | { readonly kind: 'escrow'; readonly type: number }
  | { readonly kind: 'holding' }
  | { readonly kind: 'stacking' }
  /** The credit point: the note is the unit's own. Repeated until the unit knows that it was heard. */
  | { readonly kind: 'stacked'; readonly type: number | null }
  /** Behind the credit point, and nothing new. */
  | { readonly kind: 'stackedBefore' }
  | { readonly kind: 'returning' }
  | { readonly kind: 'returned'; readonly type: number | null }
  | { readonly kind: 'rejecting'; readonly reason: InputRefuseReason; readonly description: string }
  | { readonly kind: 'full' }
  | { readonly kind: 'cashboxOut' }
  | { readonly kind: 'jam'; readonly where: 'acceptor' | 'stacker' }
  | { readonly kind: 'cheated' }
  /** A second note pushes in behind the first. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'failure'; readonly description: string };

export interface LinkFault {
  /**
   * `refused`: the unit said that it does not do this. `garbled`: bytes came and were no good answer. `noAnswer`:
   * nothing came. `lineLost`: the line went away. After `garbled` and `noAnswer` the unit may have obeyed.
   */
  readonly kind: 'refused' | 'garbled' | 'noAnswer' | 'lineLost';
  readonly description: string;
}

export type LinkResult<T = void> = Result<T, LinkFault>;

export interface UnitIdentity {
  /** By the unit's own number. */
  readonly items: ReadonlyMap<number, CashItem>;
  /** Part and serial number, version: for people. */
  readonly description: string;
}

export type NoteMotion = 'stack' | 'return' | 'hold' | 'reset';

/** A protocol, as the driver of a note acceptor needs it. One call at a time. */
export interface NoteLink {
  /**
   * Asks for the state. `tell` is called before the unit learns that its word was heard, so that whoever commits a
   * credit at once has it on disk before the unit forgets it.
   */
  poll(tell: (report: UnitReport) => void): Promise<LinkResult>;
  /** A motion is sent once: when its answer is lost, the reports that follow tell whether it was obeyed. */
  move(motion: NoteMotion): Promise<LinkResult>;
  /** Opens the mouth for these types; none shuts it. */
  enable(types: readonly number[]): Promise<LinkResult>;
  identify(): Promise<LinkResult<UnitIdentity>>;
  /** Ends a call that waits, because the line is closed under it. */
  abort(): void;
}
