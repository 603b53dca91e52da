/** Those who want to be told. A listener that is taken off while being told is not told any more. */
export class Listeners<T> {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();

  /** Returns the function that takes it off again. */
  add(listener: (value: T) => void): () => void {
    // An entry of its own, so that one function added twice is told twice and taken off once.
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  tell(value: T): void {
    for (const entry of [...this.#listeners]) if (this.#listeners.has(entry)) entry.call(value);
  }
}
