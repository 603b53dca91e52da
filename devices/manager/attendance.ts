import { Listeners } from '../../src-shared/listeners.ts';

/** Knows whether a device is at work, so that nobody helps it in the middle of a print. */
export class Attendance {
  #running = 0;
  readonly #idle = new Listeners<void>();

  /** The same device, whose commands are known while they run. Opening and closing are none. */
  attend<D extends object>(device: D): D {
    return new Proxy(device, {
      get: (target, name) => {
        // Drivers keep their state in private fields, which only they themselves may touch.
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name === 'open' || name === 'close') return value.bind(target);
        return (...asked: unknown[]) => this.#follow(value.apply(target, asked));
      },
    });
  }

  /** Resolves when no command runs. */
  whenIdle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.#idle.add(() => {
        stop();
        resolve();
      });
    });
  }

  #follow(result: unknown): unknown {
    if (!(result instanceof Promise)) return result;
    this.#running++;
    return result.finally(() => {
      this.#running--;
      if (this.#running === 0) this.#idle.tell();
    });
  }
}
