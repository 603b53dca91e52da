import type { Result } from '../../src-shared/result.ts';

/**
 * Bytes in and out, and nothing else. A driver sees only this, so that it runs the same over a serial line,
 * a TCP socket and memory.
 */
export interface TransportError {
  readonly code: 'notFound' | 'busy' | 'refused' | 'closed' | 'failed';
  readonly description: string;
}

export interface Transport {
  /** For logs: `serial /dev/ttyS0 115200 8N1`. */
  readonly name: string;
  readonly isOpen: boolean;
  open(): Promise<Result<void, TransportError>>;
  /** Resolves when the bytes were handed to the operating system. */
  write(bytes: Uint8Array): Promise<Result<void, TransportError>>;
  /** Bytes as they come, in any portions. Returns the function that stops it. */
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** Called once per opening, when the line was lost and not by `close`. */
  onLost(listener: (reason: string) => void): () => void;
  /** Of an open serial line; absent on lines that have none. Lasts until the line is closed. */
  setBaudRate?(baudRate: number): Promise<Result<void, TransportError>>;
  close(): Promise<void>;
}

/** The unit's end of a line, as an emulator sees it. */
export interface UnitLine {
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): () => void;
}
