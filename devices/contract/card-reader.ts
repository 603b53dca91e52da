import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT CardReader for contact chips: the social security card. */
export interface CardReaderStatus extends DeviceStatus {
  readonly media: 'present' | 'notPresent' | 'jammed' | 'entering' | 'latched' | 'unknown';
  readonly chipPower: 'online' | 'poweredOff' | 'busy' | 'noDevice' | 'hardwareError' | 'noCard' | 'unknown';
}

export interface SocialSecurityCard {
  /** `1.00`, `2.00`, `3.00`: the generation of the card. */
  readonly version: string;
  /** First three bytes of the card identifier: the region of issue, six digits. */
  readonly regionCode: string;
  readonly cardNumber: Sensitive<string>;
  readonly socialSecurityNumber: Sensitive<string>;
  readonly name: Sensitive<string>;
  readonly sex: 'unknown' | 'male' | 'female' | 'notStated';
  /** YYYYMMDD. */
  readonly issuedOn: string;
  readonly expiresOn: string;
}

export type CardReaderErrorCode =
  | 'noMedia'
  | 'invalidMedia'
  | 'mediaRemoved'
  | 'atrNotObtained'
  | 'protocolNotSupported'
  | 'pinWrong'
  | 'pinBlocked';

export interface CardReader extends Device<CardReaderStatus> {
  readonly class: 'cardReader';
  /** Waits for a card, powers it and reads EF05 and EF06. */
  readCard(options: CommandOptions): Promise<Result<SocialSecurityCard, DeviceError<CardReaderErrorCode>>>;
  /** The PIN comes from a secure entry and is forgotten after the command. `triesLeft` stands in the error's description. */
  verifyPin(
    pin: Sensitive<string>,
    options: CommandOptions,
  ): Promise<Result<void, DeviceError<CardReaderErrorCode> & { readonly triesLeft?: number }>>;
  /** A lost answer is `indeterminate`: never written twice, asked by verifying the new PIN. */
  changePin(
    pins: { readonly old: Sensitive<string>; readonly next: Sensitive<string> },
    options: CommandOptions,
  ): Promise<Result<void, DeviceError<CardReaderErrorCode> & { readonly triesLeft?: number }>>;
}
