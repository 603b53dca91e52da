import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/**
 * XFS4IoT Keyboard, PinPad and KeyManagement of an encrypting PIN pad. A clear PIN cannot be expressed here: of a
 * key press it tells that there was one, and what leaves the pad is a block under a key that the terminal never
 * sees (ISO 9564-1). Nor can a clear key: what is imported is a key under another one that the pad holds.
 */
export interface PinPadStatus extends DeviceStatus {
  /**
   * XFS4IoT KeyManagement encryptionState. `ready`: all keys that the profile names are there; `initialized`: a
   * working key is missing; `notInitialized`: the master key is.
   */
  readonly encryptionState: 'ready' | 'notReady' | 'notInitialized' | 'busy' | 'undefined' | 'initialized';
}

declare const encrypted: unique symbol;
/** Bytes that only a host security module can open: 8 for formats 0 and 3, 16 for format 4 and SM4. */
export type EncryptedPinBlock = Uint8Array & { readonly [encrypted]: 'pinBlock' };
/** A key under a master key of the pad, as the host hands it out. */
export type EncryptedKey = Uint8Array & { readonly [encrypted]: 'key' };

/** ISO 9564-1 formats 0 and 3 under triple DES, 4 under AES, and the 16-byte block under SM4 of Chinese hosts. */
export type PinBlockFormat = 'iso0' | 'iso3' | 'iso4' | 'sm4';

/** Of XFS4IoT PinPad.GetPinBlock, Keyboard.PinEntry and KeyManagement.ImportKey. */
export type PinPadErrorCode =
  | 'keyNotFound'
  | 'keyNoValue'
  | 'useViolation'
  | 'noPin'
  | 'formatNotSupported'
  | 'minimumLength'
  | 'invalidKeyLength'
  | 'invalidValue';

export type PinPadError = DeviceError<PinPadErrorCode>;

/** `enterData` (Keyboard.EnterDataEvent): the pad listens from now on; keys pressed before are not heard. */
export type PinEntryProgress =
  | { readonly kind: 'enterData'; readonly entered: 0 }
  | { readonly kind: 'digit'; readonly entered: number }
  | { readonly kind: 'cleared'; readonly entered: number };

export interface PinPad extends Device<PinPadStatus> {
  readonly class: 'pinPad';
  /** Names of the keys that the profile gives the pad. */
  readonly keyNames: readonly string[];
  /**
   * Lets the citizen type; tells only how many digits there are. Ends with ENTER. CANCEL, and an aborted signal,
   * answer `canceled`. A PIN that is too short answers `minimumLength` and is forgotten: ask again.
   */
  readPinBlock(
    options: CommandOptions & {
      readonly format: PinBlockFormat;
      readonly keyName: string;
      /** Primary account number, 13 to 19 digits with its check digit; it is mixed into the block. */
      readonly account: Sensitive<string>;
      /** 4 to 12. */
      readonly minimumLength: number;
      /** 4 to 12. */
      readonly maximumLength: number;
      readonly onProgress?: (progress: PinEntryProgress) => void;
    },
  ): Promise<Result<EncryptedPinBlock, PinPadError>>;
  /** Replaces a working key. `indeterminate` when the pad's slot may now hold another key than the one meant. */
  importKey(
    options: CommandOptions & {
      readonly keyName: string;
      readonly key: EncryptedKey;
      /** First 3 or 4 bytes of zeros under the key, as the host gave them with it. */
      readonly checkValue: Uint8Array;
    },
  ): Promise<Result<void, PinPadError>>;
  /** First 3 bytes of zeros under the key, as a check that both sides hold the same one. */
  keyCheckValue(keyName: string, options: CommandOptions): Promise<Result<Uint8Array, PinPadError>>;
}
