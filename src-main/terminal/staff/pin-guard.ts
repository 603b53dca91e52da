import type { Clock } from '../../../src-shared/clock.ts';
import { verifyStaffPin } from '../configuration/staff-pin.ts';
import type { Store } from '../store/store.ts';

export interface PinGuardOptions {
  readonly clock: Clock;
  readonly store: Store;
  /** As the configuration holds it: `salt:hash`. */
  readonly pinScrypt: string;
}

const triesBeforeLock = 5;
const lockMs = 60_000;

/** Knows staff by their PIN, wherever they type it; after wrong tries nobody is known for a while. */
export class PinGuard {
  readonly #options: PinGuardOptions;
  #wrongTries = 0;
  #lockedUntil = 0;

  constructor(options: PinGuardOptions) {
    this.#options = options;
  }

  get locked(): boolean {
    return this.#options.clock.now() < this.#lockedUntil;
  }

  async check(pin: string): Promise<'right' | 'wrongPin' | 'locked'> {
    const { clock, store, pinScrypt } = this.#options;
    if (this.locked) return 'locked';
    if (await verifyStaffPin(pin, pinScrypt)) {
      this.#wrongTries = 0;
      return 'right';
    }
    store.commit((write) => write.journal({ type: 'staffRefused' }));
    this.#wrongTries += 1;
    if (this.#wrongTries < triesBeforeLock) return 'wrongPin';
    this.#wrongTries = 0;
    this.#lockedUntil = clock.now() + lockMs;
    return 'locked';
  }
}
