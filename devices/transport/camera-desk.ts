import type {
  CameraAnswer,
  CameraOrder,
  FaceObservation,
  PaperObservation,
  PaperWanted,
} from '../../src-shared/contract/camera.ts';
import { Listeners } from '../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

interface Pending extends Watcher {
  readonly answer: (answer: Result<CameraAnswer, 'nobody'>) => void;
}

/** Told of each frame that is watched, until the answer comes. */
export interface Watcher {
  readonly face?: (observation: FaceObservation) => void;
  /** Answers whether this frame is the page. */
  readonly paper?: (observation: PaperObservation) => boolean;
}

/**
 * Where the driver of the camera leaves its orders and the page fetches them. One page at a time: a page that came
 * later (the first was reloaded) takes its place, and what the first had not answered is answered by nobody.
 */
export class CameraDesk {
  readonly #changed = new Listeners<void>();
  readonly #pending = new Map<number, Pending>();
  #queue: CameraOrder[] = [];
  #page: { wake: () => void } | undefined;
  #orders = 0;

  /** An order is out: only then may the page have the camera. */
  get wanted(): boolean {
    return this.#pending.size > 0;
  }

  /** Told when a page came or left, and when a camera was plugged in or pulled out. */
  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** Resolves with the answer of the page; with `nobody` when there is no page, or it left. Aborting forgets it. */
  order(
    asked: Omit<CameraOrder, 'id'>,
    signal: AbortSignal,
    watcher: Watcher = {},
  ): Promise<Result<CameraAnswer, 'nobody' | 'aborted'>> {
    const page = this.#page;
    if (page === undefined) return Promise.resolve(err('nobody'));
    const id = ++this.#orders;
    return new Promise((resolve) => {
      const onAbort = () => {
        this.#forget(id);
        resolve(err('aborted'));
      };
      this.#pending.set(id, {
        ...watcher,
        answer: (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        },
      });
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push({ ...asked, id });
      page.wake();
    });
  }

  /** For the page: the orders as they come, until it goes or another page takes its place. */
  async *orders(signal: AbortSignal | undefined): AsyncGenerator<CameraOrder, void> {
    this.#leave();
    let wake = () => {};
    const page = { wake: () => wake() };
    this.#page = page;
    signal?.addEventListener('abort', page.wake);
    this.#changed.tell();
    try {
      while (this.#page === page && !signal?.aborted) {
        const order = this.#queue.shift();
        if (order !== undefined) yield order;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      signal?.removeEventListener('abort', page.wake);
      if (this.#page === page) {
        this.#leave();
        this.#changed.tell();
      }
    }
  }

  /** Whether anybody waited for it: an answer to an order that was given up is dropped, with its picture. */
  answer(id: number, answer: CameraAnswer): boolean {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.answer(ok(answer));
    return pending !== undefined;
  }

  /** Whether anybody waits for more: if not, the page lets the camera go. */
  observed(id: number, observation: FaceObservation): boolean {
    this.#pending.get(id)?.face?.(observation);
    // What was just told may have been all that was wanted.
    return this.#pending.has(id);
  }

  /** What the page does with the frame of which it told. */
  paperObserved(id: number, observation: PaperObservation): PaperWanted {
    const isPage = this.#pending.get(id)?.paper?.(observation) ?? false;
    // Whoever was told may have given up by it.
    if (!this.#pending.has(id)) return 'nothing';
    return isPage ? 'picture' : 'more';
  }

  /** A camera was plugged in or pulled out. */
  camerasChanged(): void {
    this.#changed.tell();
  }

  #forget(id: number): void {
    this.#pending.delete(id);
    this.#queue = this.#queue.filter((order) => order.id !== id);
  }

  #leave(): void {
    const left = this.#page;
    this.#page = undefined;
    this.#queue = [];
    const unanswered = [...this.#pending.values()];
    this.#pending.clear();
    for (const { answer } of unanswered) answer(err('nobody'));
    left?.wake();
  }
}
