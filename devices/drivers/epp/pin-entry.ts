import type { PinEntryProgress } from '../../contract/pin-pad.ts';
import type { Key } from './codec.ts';

/** How the typing ended; `clearText` when the pad sent a digit in clear, which it must never do. */
export type EntryEnd = 'enter' | 'cancel' | 'timeOut' | 'aborted' | 'lineLost' | 'clearText';

export interface PinEntryOptions {
  readonly maximumLength: number;
  readonly clearKey: 'all' | 'last';
  readonly onProgress: (progress: PinEntryProgress) => void;
}

/** What a citizen types, as far as the terminal may know it: how many digits. */
export class PinEntry {
  readonly ended: Promise<EntryEnd>;
  readonly #options: PinEntryOptions;
  #entered = 0;
  #state: 'notBegun' | 'typing' | 'ended' = 'notBegun';
  #resolve: (end: EntryEnd) => void = () => {};

  constructor(options: PinEntryOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get entered(): number {
    return this.#entered;
  }

  /** The pad has said that it listens. What looked like keys before was none. */
  begin(): void {
    if (this.#state !== 'notBegun') return;
    this.#state = 'typing';
    this.#options.onProgress({ kind: 'enterData', entered: 0 });
  }

  press(key: Key): void {
    if (this.#state !== 'typing') return;
    const { maximumLength, clearKey, onProgress } = this.#options;
    switch (key) {
      case 'digit':
        this.#entered = Math.min(maximumLength, this.#entered + 1);
        onProgress({ kind: 'digit', entered: this.#entered });
        return;
      case 'clear':
        this.#entered = clearKey === 'all' ? 0 : Math.max(0, this.#entered - 1);
        onProgress({ kind: 'cleared', entered: this.#entered });
        return;
      default:
        this.end(key);
    }
  }

  /** The first end counts. */
  end(end: EntryEnd): void {
    this.#state = 'ended';
    this.#resolve(end);
  }
}
