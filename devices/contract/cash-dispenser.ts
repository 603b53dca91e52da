import type { Result } from '../../src-shared/result.ts';
import type { CashCount, CashError, CashItem, CashUnit, CashUnitLimits } from './cash.ts';
import type { CommandOptions, Device, DeviceStatus } from './common.ts';

/** XFS4IoT CashDispenser, for note dispensers and coin hoppers. */
export interface CashDispenserStatus extends DeviceStatus {
  readonly transport: 'ok' | 'inoperative' | 'unknown';
  readonly units: readonly CashUnit[];
}

export interface Dispensed {
  /** Items that left the machine. */
  readonly presented: readonly CashCount[];
  /** Items that the unit put aside: not money for the customer, not in the cassette any more. */
  readonly rejected: number;
}

/** What a unit remembers of a dispense, so that one whose end was not heard can be decided by evidence. */
export interface LastDispense extends Dispensed {
  /** Whether its own counts explain every item. */
  readonly exact: boolean;
  /** How many were asked for; null where it does not remember. */
  readonly asked: number | null;
  /**
   * Its own number of this dispense: one more than that of the dispense before, 1 after 255, and 0 since it was last
   * without power. Null where it has no numbers: then this is the latest that it began.
   */
  readonly mark: number | null;
}

/** A dispense that is not wholly done; `dispensed` is what the unit itself says, null when it cannot tell. */
export interface DispenseError extends CashError {
  readonly dispensed: Dispensed | null;
}

export interface CashDispenser extends Device<CashDispenserStatus> {
  readonly class: 'cashDispenser';
  readonly itemTypes: readonly CashItem[];
  /** In one command (XFS4IoT maxDispenseItems). */
  readonly maxDispenseItems: number;
  /** As its profile says, by the id of the unit. */
  readonly unitLimits?: Readonly<Record<string, CashUnitLimits | undefined>> | undefined;
  /** Dispenses `count` items of one unit. Never retried by itself. */
  dispense(unit: string, count: number, options: CommandOptions): Promise<Result<Dispensed, DispenseError>>;
  /** What the unit remembers of its last dispense, for a restart; null where it remembers nothing. */
  lastDispense(options: CommandOptions): Promise<Result<LastDispense | null, CashError>>;
  /** Clears the path into the reject tray (XFS4IoT CashManagement.Reset). */
  reset(options: CommandOptions): Promise<Result<void, CashError>>;
}

/** XFS4IoT has coins in CashAcceptor too; a coin acceptor has no escrow: what it took is taken. */
export type CoinAcceptorEvent =
  | { readonly type: 'accepted'; readonly item: CashItem; readonly place: string }
  | { readonly type: 'refused'; readonly description: string }
  | { readonly type: 'fraudAttempt'; readonly description: string }
  /** So many events were lost between two polls: somebody must look. */
  | { readonly type: 'eventsLost'; readonly count: number };

export interface CoinAcceptor extends Device<DeviceStatus & { readonly accepting: boolean }> {
  readonly class: 'coinAcceptor';
  readonly itemTypes: readonly CashItem[];
  onEvent(listener: (event: CoinAcceptorEvent) => void): () => void;
  enable(values: readonly number[], options: CommandOptions): Promise<Result<void, CashError>>;
  disable(options: CommandOptions): Promise<Result<void, CashError>>;
}
