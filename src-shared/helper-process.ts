/**
 * A program of ours that runs beside this one, for native code that may block or crash: it takes only itself along,
 * and is killed when it does not answer in time.
 */
export interface HelperProcess {
  /** A message that can be cloned. What is sent to a helper that has ended is lost. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  /** Called once, however it ends. */
  onEnd(listener: (reason: string) => void): () => void;
  /** At once, and also when it hangs in native code. */
  kill(): void;
}

export type HelperName = 'pcsc';

/** Electron starts helpers as utility processes, everything else by `nodeHelper`. */
export type StartHelper = (name: HelperName) => HelperProcess;
