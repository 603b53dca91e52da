import type { Result } from '../../../src-shared/result.ts';
import type { TransportError } from '../../transport/transport.ts';

/** Why an APDU was not answered. */
export interface ApduFault {
  /**
   * `cardGone`: taken out of the slot. `mute`: no ATR, or none that can be read. `protocol`: neither T=0 nor T=1.
   * `failed`: an answer that is none, or the reader reports a transmission error; the card is still there.
   * `busy`: another program has
   * it for itself. `lineLost`: the reader is gone. `noAnswer`: nothing came in time.
   */
  readonly kind: 'cardGone' | 'mute' | 'protocol' | 'failed' | 'busy' | 'lineLost' | 'noAnswer';
  readonly description: string;
}

/** A chip card reader, as far as APDUs need it: a slot, power, and APDUs in and out. One call at a time. */
export interface ApduChannel {
  readonly name: string;
  open(): Promise<Result<void, TransportError>>;
  close(): Promise<void>;
  /** Called once per opening, when the reader was lost and not by `close`. */
  onLost(listener: (reason: string) => void): () => void;
  /** Known from the end of `open` on. */
  readonly cardPresent: boolean;
  onCardChanged(listener: () => void): () => void;
  /** Resets the card and answers its ATR. */
  powerOn(): Promise<Result<Uint8Array, ApduFault>>;
  powerOff(): Promise<void>;
  /** One command APDU and its response APDU. It may never resolve: who calls has a clock. */
  transmit(command: Uint8Array): Promise<Result<Uint8Array, ApduFault>>;
}
