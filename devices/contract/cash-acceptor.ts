import type { Result } from '../../src-shared/result.ts';
import type { CashCount, CashError, CashItem, CashUnit, CashUnitLimits, PowerUpFinding } from './cash.ts';
import type { CommandOptions, Device, DeviceStatus } from './common.ts';

/** XFS4IoT CashAcceptor for units that take one note at a time and hold it in escrow. */
export interface CashAcceptorStatus extends DeviceStatus {
  /** XFS4IoT intermediateStacker: the escrow. */
  readonly intermediateStacker: 'empty' | 'notEmpty' | 'unknown';
  readonly transport: 'ok' | 'inoperative' | 'unknown';
  readonly accepting: boolean;
}

/** XFS4IoT InputRefuseEvent reasons, as far as such a unit tells them. */
export type InputRefuseReason =
  | 'cashInUnitFull'
  | 'invalidBill'
  | 'depositFailure'
  | 'commonInputComponentFailure'
  | 'stackerFull'
  | 'foreignItemsDetected'
  | 'invalidBunch'
  | 'counterfeit'
  | 'inhibited';

export type CashAcceptorEvent =
  /** A note is in escrow and waits for `stack` or `returnEscrow`. */
  | { readonly type: 'escrow'; readonly item: CashItem }
  /** The unit says that this item is its own now. Told exactly once per item: the credit point. */
  | { readonly type: 'stacked'; readonly item: CashItem; readonly place: 'cashbox' | 'payout' }
  | { readonly type: 'returned'; readonly item: CashItem | null }
  /** A recycler moved an item that was told as stacked before: it now lies in `to`. No credit. */
  | {
      readonly type: 'moved';
      readonly item: CashItem;
      readonly from: 'cashbox' | 'payout';
      readonly to: 'cashbox' | 'payout';
    }
  /** A payout has ended, or was cut short: what had come out by then, fen. On disk before the unit forgets it. */
  | { readonly type: 'payoutEnded'; readonly value: number }
  | { readonly type: 'refused'; readonly reason: InputRefuseReason }
  | { readonly type: 'fraudAttempt'; readonly description: string }
  | { readonly type: 'jam'; readonly itemAccessible: boolean }
  | { readonly type: 'unitRemoved' | 'unitInserted'; readonly unit: string };

export interface CashAcceptor extends Device<CashAcceptorStatus> {
  readonly class: 'cashAcceptor';
  /** What it takes, from the unit itself. Known after `open`. */
  readonly itemTypes: readonly CashItem[];
  /** What the unit said of itself at its last power-up or reconnection; `clear` when there was nothing. */
  readonly powerUp: readonly PowerUpFinding[];
  onEvent(listener: (event: CashAcceptorEvent) => void): () => void;
  /** Opens the mouth for these values (fen); others are returned by the unit itself. */
  enable(values: readonly number[], options: CommandOptions): Promise<Result<void, CashError>>;
  disable(options: CommandOptions): Promise<Result<void, CashError>>;
  /** Takes the note in escrow. Done when the unit says so; a line lost meanwhile is `indeterminate`. */
  stack(
    options: CommandOptions,
  ): Promise<Result<{ readonly item: CashItem; readonly place: 'cashbox' | 'payout' }, CashError>>;
  /** Gives the note in escrow back. */
  returnEscrow(options: CommandOptions): Promise<Result<void, CashError>>;
  /** Units that reset by themselves on trouble do nothing here. */
  reset(options: CommandOptions): Promise<Result<void, CashError>>;
  units(options: CommandOptions): Promise<Result<readonly CashUnit[], CashError>>;
}

/** What a recycler can do besides: pay out what it took. */
export interface CashRecycler extends CashAcceptor {
  /** As its profile says. */
  readonly unitLimits?: Readonly<Partial<Record<'cashbox' | 'payout', CashUnitLimits>>> | undefined;
  /** Where notes of this value go when stacked. */
  setRoute(
    value: number,
    place: 'cashbox' | 'payout',
    options: CommandOptions,
  ): Promise<Result<void, CashError>>;
  /** Whether this amount (fen) can be paid now; moves nothing. */
  canPayOut(amount: number, options: CommandOptions): Promise<Result<boolean, CashError>>;
  /** Pays exactly `amount` fen. A partial payout answers an error with `moved`. Never retried by itself. */
  payOut(amount: number, options: CommandOptions): Promise<Result<readonly CashCount[], CashError>>;
  /** Moves from payout to cashbox until `remaining` fen stay. */
  floatDown(
    remaining: number,
    minimumPayout: number,
    options: CommandOptions,
  ): Promise<Result<void, CashError>>;
  /** Everything from payout to cashbox, counted. */
  emptyToCashbox(options: CommandOptions): Promise<Result<readonly CashCount[], CashError>>;
}
