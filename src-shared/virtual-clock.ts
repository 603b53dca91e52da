import type { Clock } from './clock.ts';

interface Timer {
  at: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Time that moves only when told to, for deterministic tests.
 * Timers that fall due at the same instant run in the order in which they were set.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  readonly #turns: number;

  /**
   * @param turns of the event loop after each timer, in which what it set off may settle; 0 where all of it settles in
   *   promises: then they are run to their end without the loop, which is many times as quick
   */
  constructor(start = Date.UTC(2026, 10, 22, 1, 0, 0), turns = 10) {
    this.#now = start;
    this.#turns = turns;
  }

  now(): number {
    return this.#now;
  }

  schedule(milliseconds: number, callback: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, milliseconds), order: this.#order++, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Number of timers waiting: a test that ends with one left over has leaked it. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on by `milliseconds`, running what falls due and letting promises settle in between. */
  async advance(milliseconds: number): Promise<void> {
    const target = this.#now + milliseconds;
    await settle(this.#turns);
    for (let next = this.#next(target); next !== undefined; next = this.#next(target)) {
      await this.#run(next);
    }
    this.#now = target;
    await settle(this.#turns);
  }

  /** Another day, and nothing happened in between: what is waited for still takes as long as before. */
  leap(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of this.#timers) timer.at += milliseconds;
  }

  /** Advances from timer to timer until `done()` holds. Throws when `limit` milliseconds were not enough. */
  async advanceUntil(done: () => boolean, limit = 3_600_000): Promise<void> {
    const end = this.#now + limit;
    await settle(this.#turns);
    while (!done()) {
      const next = this.#next(end);
      if (next === undefined) throw new Error(`not done after ${limit} ms of virtual time`);
      // Without turns of the loop one wait is as good as three.
      if (this.#turns === 0) await this.#run(next);
      else await this.advance(next.at - this.#now);
    }
  }

  async #run(timer: Timer): Promise<void> {
    this.#timers.delete(timer);
    this.#now = timer.at;
    timer.callback();
    await settle(this.#turns);
  }

  #next(target: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > target) continue;
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }
}

/** Lets pending promise callbacks run, and immediates where there are turns for them. */
async function settle(turns: number): Promise<void> {
  // Comes after every promise callback, and those that they set off.
  if (turns === 0) return new Promise<void>((resolve) => process.nextTick(resolve));
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
