import type { Clock } from '../../../src-shared/clock.ts';
import type { ReceiptPrinterEvent, ReceiptPrinterStatus } from '../../contract/receipt-printer.ts';
import type { PresenterProfile } from './profile.ts';

export interface PresenterOptions {
  readonly profile: PresenterProfile | null;
  readonly clock: Clock;
  readonly tell: (event: ReceiptPrinterEvent) => void;
  /** Nobody took the slip. Says whether the mouth is empty now. */
  readonly putAway: (action: 'retract' | 'eject') => Promise<boolean>;
}

/** Of the bin's capacity. */
const highShare = 0.8;

/** What becomes of a slip in the mouth: taken by the citizen, or put away when the time is up. */
export class Presenter {
  readonly #options: PresenterOptions;
  /** Undefined while the unit was not asked. */
  #present: boolean | undefined;
  #motion: 'retract' | 'eject' | null = null;
  #lastWay: 'retract' | 'eject' | null = null;
  #retracted = 0;
  #cancelTimer = () => {};

  constructor(options: PresenterOptions) {
    this.#options = options;
  }

  get retractBin(): ReceiptPrinterStatus['retractBin'] {
    const { profile } = this.#options;
    if (profile === null || profile.untaken !== 'retract') return 'notSupported';
    if (this.#retracted >= profile.retractBinCapacity) return 'full';
    return this.#retracted >= profile.retractBinCapacity * highShare ? 'high' : 'ok';
  }

  /** The last slip went into the machine, and none came out since. */
  get retracted(): boolean {
    return this.#lastWay === 'retract';
  }

  resetCount(): void {
    this.#retracted = 0;
  }

  /** The mouth's sensor. */
  sensed(present: boolean): void {
    const before = this.#present;
    if (present === before) return;
    this.#present = present;
    this.#cancelTimer();
    if (present) {
      this.#lastWay = null;
      // What was there when the line came up was presented in another life, and told then.
      if (before !== undefined) this.#options.tell({ type: 'mediaPresented' });
      this.#watch();
    } else if (before === true && this.#motion === null) this.#options.tell({ type: 'mediaTaken' });
  }

  /** The line is gone: what becomes of the slip meanwhile is not known. */
  lost(): void {
    this.#present = undefined;
    this.#cancelTimer();
  }

  /** A motion that empties the mouth, so that it is not taken for a hand. */
  async during<T>(
    action: 'retract' | 'eject',
    motion: () => Promise<T>,
    emptied: (result: T) => boolean,
  ): Promise<T> {
    this.#motion = action;
    const result = await motion();
    this.#motion = null;
    if (emptied(result)) {
      this.#lastWay = action;
      if (action === 'retract') this.#retracted++;
    }
    return result;
  }

  #watch(): void {
    const { profile, clock, putAway, tell } = this.#options;
    if (profile === null) return;
    this.#cancelTimer = clock.schedule(profile.untakenAfterMs, async () => {
      const emptied = await putAway(profile.untaken);
      if (emptied) {
        tell({
          type: 'mediaAutoRetracted',
          result: profile.untaken === 'retract' ? 'retracted' : 'ejected',
        });
      } else if (this.#present === true) this.#watch();
    });
  }
}
