import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/**
 * The Chinese identity card reader: a class of ours, in the style of XFS4IoT CardReader, which has none.
 */

/** Which of the four text layouts the card carries (byte 248 of its text block). */
export type IdentityCardKind = 'resident' | 'hongKongMacauTaiwan' | 'foreign2017' | 'foreign2023';

export interface IdentityCard {
  readonly kind: IdentityCardKind;
  /** Chinese name; for `foreign2017` without one, the English name. */
  readonly name: Sensitive<string>;
  readonly englishName: Sensitive<string> | null;
  /** 18 characters, 15 for `foreign2017`. */
  readonly number: Sensitive<string>;
  /** GB/T 2261. */
  readonly sex: 'unknown' | 'male' | 'female' | 'notStated';
  /** GB/T 3304 code `01`..`56`, `97`, `98`; resident cards only. */
  readonly nation: string | null;
  /** ISO 3166 alpha-3; foreign cards only. */
  readonly nationality: string | null;
  /** YYYYMMDD. */
  readonly birthDate: Sensitive<string>;
  readonly address: Sensitive<string> | null;
  readonly issuer: string | null;
  /** YYYYMMDD. */
  readonly validFrom: string;
  /** YYYYMMDD, or null for 长期 (for life). */
  readonly validUntil: string | null;
  /** 1024 bytes of WLT, opaque: no open decoder exists. Not stored, not printed. */
  readonly photo: Sensitive<Uint8Array>;
  /** The address that was written onto the card after its issue; null where none is or none was asked for. */
  readonly additionalAddress: Sensitive<string> | null;
  /** 512 or 1024 bytes of templates, opaque; null where the card has none or none was asked for. */
  readonly fingerprint: Sensitive<Uint8Array> | null;
  /** False when the number fails its own check digit (GB 11643 MOD 11-2; `foreign2017` has another). */
  readonly numberValid: boolean;
}

export type IdentityCardErrorCode =
  /** Nothing on the glass until the time ran out. */
  | 'noMedia'
  /** Something answered, and it is not an identity card (select refused, or SW 40). */
  | 'invalidMedia'
  /** The card went away between find and the end of the read. */
  | 'mediaRemoved'
  /** The card is there and cannot be read (SW 41, 31..33, 47). */
  | 'readFailed';

export interface ReadCardOptions extends CommandOptions {
  /** `reading` is told when a card was found. */
  readonly onProgress?: (stage: 'waiting' | 'reading') => void;
  /** Biometric data: only for an item whose law asks for it. */
  readonly fingerprint?: boolean;
  readonly additionalAddress?: boolean;
}

export interface IdentityCardReaderStatus extends DeviceStatus {
  /** XFS4IoT CardReader media. After a good read the unit cannot tell removal: then `unknown`. */
  readonly media: 'present' | 'notPresent' | 'unknown';
}

export interface IdentityCardReader extends Device<IdentityCardReaderStatus> {
  readonly class: 'identityCardReader';
  /** Waits for a card and reads it: find, select, read. Never `indeterminate`: reading changes nothing. */
  readCard(options: ReadCardOptions): Promise<Result<IdentityCard, DeviceError<IdentityCardErrorCode>>>;
  /** Asks the security module now how it is, and tells. */
  queryStatus(options: CommandOptions): Promise<Result<IdentityCardReaderStatus, DeviceError>>;
  /** The security module's id, `%02d.%02d-%d-%010d-%010d`. */
  readModuleId(options: CommandOptions): Promise<Result<string, DeviceError>>;
}
