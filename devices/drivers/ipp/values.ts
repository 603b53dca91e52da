/** Values of IPP attributes (RFC 8010 section 3.9). */
export type IppValue =
  | { readonly tag: OutOfBandTag }
  | { readonly tag: 'integer' | 'enum'; readonly value: number }
  | { readonly tag: 'boolean'; readonly value: boolean }
  | { readonly tag: StringTag; readonly value: string }
  | {
      readonly tag: 'textWithLanguage' | 'nameWithLanguage';
      readonly language: string;
      readonly value: string;
    }
  /** RFC 2579 DateAndTime, 11 octets, as they come. */
  | { readonly tag: 'octetString' | 'dateTime'; readonly value: Uint8Array }
  /** `units` 3 is dots per inch, 4 dots per centimetre. */
  | { readonly tag: 'resolution'; readonly cross: number; readonly feed: number; readonly units: number }
  | { readonly tag: 'rangeOfInteger'; readonly lower: number; readonly upper: number }
  | { readonly tag: 'collection'; readonly members: readonly IppAttribute[] }
  /** A tag that this codec does not know; kept so that it can be passed on. */
  | { readonly tag: 'other'; readonly code: number; readonly value: Uint8Array };

export interface IppAttribute {
  readonly name: string;
  /** One or more. */
  readonly values: readonly IppValue[];
}

export const outOfBandTags = {
  unsupported: 0x10,
  unknown: 0x12,
  noValue: 0x13,
  notSettable: 0x15,
  deleteAttribute: 0x16,
  adminDefine: 0x17,
} as const;
export type OutOfBandTag = keyof typeof outOfBandTags;

export const stringTags = {
  textWithoutLanguage: 0x41,
  nameWithoutLanguage: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const;
export type StringTag = keyof typeof stringTags;

export const binaryTags = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octetString: 0x30,
  dateTime: 0x31,
  resolution: 0x32,
  rangeOfInteger: 0x33,
  textWithLanguage: 0x35,
  nameWithLanguage: 0x36,
} as const;

export const beginCollection = 0x34;
export const endCollection = 0x37;
export const memberName = 0x4a;

export const groupTags = {
  operation: 0x01,
  job: 0x02,
  printer: 0x04,
  unsupported: 0x05,
  subscription: 0x06,
  eventNotification: 0x07,
  resource: 0x08,
  document: 0x09,
  system: 0x0a,
} as const;
export type GroupTag = keyof typeof groupTags;
export const endOfAttributes = 0x03;

export interface IppGroup {
  readonly tag: GroupTag;
  readonly attributes: readonly IppAttribute[];
}

/** A request and its response have the same form. */
export interface IppMessage {
  readonly version: readonly [major: number, minor: number];
  /** Operation of a request, status of a response. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
  /** The document of Print-Job and Send-Document. */
  readonly data: Uint8Array;
}
