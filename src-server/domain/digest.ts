import { createHash } from 'node:crypto';

/** For secrets of at least 60 random bits and for contents; anything guessable goes through the vault. */
export function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

/** JSON with sorted keys: the same content gives the same text, whatever way it travelled. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
