import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/**
 * XFS4IoT Keyboard, PinPad and KeyManagement of an encrypting PIN pad. A clear PIN cannot be expressed here: what
 * leaves the pad is a block under a key that the application never sees.
 */
export interface PinPadStatus extends DeviceStatus {
  /** XFS4IoT KeyManagement encryptionState. */
  readonly encryptionState: 'ready' | 'notReady' | 'notInitialized' | 'busy' | 'undefined' | 'initialized';
}

declare const encrypted: unique symbol;
/** Bytes that only a host security module can open. */
export type EncryptedPinBlock = Uint8Array & { readonly [encrypted]: true };

/** ISO 9564-1 formats, and the 16-byte block under SM4 that Chinese hosts use. */
export type PinBlockFormat = 'iso0' | 'iso3' | 'iso4' | 'sm4';

export type PinPadErrorCode =
  | 'keyNotFound'
  | 'keyNoValue'
  | 'noPin'
  | 'formatNotSupported'
  | 'minimumLength'
  | 'tampered';

export type PinEntryProgress =
  | { readonly kind: 'digit'; readonly entered: number }
  | { readonly kind: 'cleared' };

export interface PinPad extends Device<PinPadStatus> {
  readonly class: 'pinPad';
  /** Lets the citizen type; tells only how many digits. Ends with ENTER; CANCEL answers `canceled`. */
  readPinBlock(
    options: CommandOptions & {
      readonly format: PinBlockFormat;
      readonly keyName: string;
      /** Primary account number, digits; part of the block in formats 0, 3 and 4. */
      readonly account: string;
      readonly minimumLength: number;
      readonly maximumLength: number;
      readonly onProgress?: (progress: PinEntryProgress) => void;
    },
  ): Promise<Result<EncryptedPinBlock, DeviceError<PinPadErrorCode>>>;
  /** First bytes of zeros under the key, as a check that both sides hold the same one. */
  keyCheckValue(
    keyName: string,
    options: CommandOptions,
  ): Promise<Result<Uint8Array, DeviceError<PinPadErrorCode>>>;
}
