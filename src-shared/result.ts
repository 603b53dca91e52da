/**
 * An expected failure is a value; a bug throws.
 *
 * Devices jam, lines break and people mistype: whoever calls must look. Anything that can only happen
 * because this code is wrong throws instead, and the process restarts.
 */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok(): Result<void, never>;
export function ok<T>(value: T): Result<T, never>;
export function ok<T>(value?: T): Result<T | undefined, never> {
  return { ok: true, value };
}

export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}

/** Marks a branch that the types prove unreachable. Throws if the types were lied to. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
