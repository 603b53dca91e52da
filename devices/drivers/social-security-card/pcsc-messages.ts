import type { Result } from '../../../src-shared/result.ts';
import type { ApduFault } from './apdu-channel.ts';

/** To the process that speaks with PC/SC. `open` is the first and comes once; each `ask` has one answer. */
export type PcscRequest =
  | { readonly kind: 'open'; readonly reader: string | undefined }
  | { readonly kind: 'ask'; readonly id: number; readonly what: PcscQuestion };

export type PcscQuestion =
  | { readonly kind: 'powerOn' }
  | { readonly kind: 'powerOff' }
  | { readonly kind: 'transmit'; readonly command: Uint8Array };

/** From the process that speaks with PC/SC. */
export type PcscReport =
  /** The reader is there; a first `card` came before it. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'notFound'; readonly description: string }
  | { readonly kind: 'card'; readonly present: boolean }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<Uint8Array, ApduFault> };
