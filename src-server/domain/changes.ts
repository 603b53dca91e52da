/** Tells whoever watches that something changed; what it is now, they read. */
export interface Changes {
  announce(): void;
  /** The returned function ends it. */
  watch(listener: () => void): () => void;
}

/** For one server process. Several on one database would have to use LISTEN and NOTIFY. */
export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  return {
    announce() {
      for (const listener of listeners) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
