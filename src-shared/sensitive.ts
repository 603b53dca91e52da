const masked = Symbol.for('nodejs.util.inspect.custom');

/**
 * Personal data that cannot leave by accident.
 *
 * `String()`, template strings, `JSON.stringify`, `console.log` and the logger all show the masked form.
 * Reading the value is `reveal()`: explicit, and greppable.
 */
export class Sensitive<T> {
  readonly #value: T;
  readonly #mask: string;

  constructor(value: T, mask: string) {
    this.#value = value;
    this.#mask = mask;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return this.#mask;
  }

  toJSON(): string {
    return this.#mask;
  }

  [masked](): string {
    return `Sensitive(${this.#mask})`;
  }
}
