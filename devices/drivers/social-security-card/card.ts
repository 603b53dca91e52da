import iconv from 'iconv-lite';
import { maskIdNumber, maskName } from '../../../src-shared/masking.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { SocialSecurityCard } from '../../contract/card-reader.ts';
import { bcd, hex } from './codec.ts';

/**
 * Where a field stands is said by its tag. By its position it is not: the first generation has the sex as the
 * third record of EF06, the later ones have there what a long name has beyond its 30 bytes.
 */
export const tags = {
  cardIdentifier: 0x01,
  class: 0x02,
  version: 0x03,
  issuer: 0x04,
  issuedOn: 0x05,
  expiresOn: 0x06,
  cardNumber: 0x07,
  socialSecurityNumber: 0x08,
  name: 0x09,
  nameExtension: 0x4e,
  sex: 0x0a,
} as const;

/** GB/T 2261.1. */
const sexes: Record<string, SocialSecurityCard['sex']> = {
  '0': 'unknown',
  '1': 'male',
  '2': 'female',
  '9': 'notStated',
};

/** The card in its records, by tag. From here on what is personal is `Sensitive`. */
export function cardFromRecords(
  records: ReadonlyMap<number, Uint8Array>,
): Result<SocialSecurityCard, string> {
  const missing: string[] = [];
  const take = (field: Exclude<keyof typeof tags, 'nameExtension'>) => {
    const value = records.get(tags[field]);
    if (value === undefined) missing.push(field);
    return value ?? new Uint8Array();
  };
  const identifier = take('cardIdentifier');
  const version = ascii(take('version'));
  const issuedOn = hex(take('issuedOn'));
  const expiresOn = hex(take('expiresOn'));
  const cardNumber = ascii(take('cardNumber'));
  const socialSecurityNumber = ascii(take('socialSecurityNumber'));
  const nameBytes = take('name');
  const sexCode = ascii(take('sex'));
  if (missing.length > 0) return err(`no record of ${missing.join(', ')}`);

  const regionCode = hex(identifier.slice(0, 3));
  if (!/^\d{6}$/.test(regionCode)) return err('the card identifier does not begin with a region');
  if (!/^\d\.\d\d$/.test(version)) return err('the version is not of the form 1.00');
  if (!/^\d{8}$/.test(issuedOn) || !/^\d{8}$/.test(expiresOn)) return err('a date is not YYYYMMDD');
  if (cardNumber === '' || socialSecurityNumber === '') return err('a number is empty');
  const name = decodeName(nameBytes, records.get(tags.nameExtension) ?? new Uint8Array());
  if (name === '' || name.includes('\ufffd')) return err('the name is empty or no GB 18030');
  const sex = sexes[sexCode];
  if (sex === undefined) return err('the sex is none of GB/T 2261.1');

  return ok({
    version,
    regionCode,
    cardNumber: new Sensitive(cardNumber, maskIdNumber(cardNumber)),
    socialSecurityNumber: new Sensitive(socialSecurityNumber, maskIdNumber(socialSecurityNumber)),
    name: new Sensitive(name, maskName(name)),
    sex,
    issuedOn,
    expiresOn,
  });
}

/** None of the fillings can be the last byte of a GB 18030 character. */
function stripFill(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && [0x00, 0x20, 0xff].includes(bytes[end - 1] ?? -1)) end--;
  return bytes.slice(0, end);
}

/** A character may stand across the border of the two records, so they are joined before they are decoded. */
function decodeName(name: Uint8Array, extension: Uint8Array): string {
  const joined = Buffer.concat([stripFill(name), stripFill(extension)]);
  return iconv.decode(joined, 'gb18030').trim();
}

function ascii(bytes: Uint8Array): string {
  const text = Buffer.from(stripFill(bytes)).toString('latin1').trim();
  return /^[\x20-\x7e]*$/.test(text) ? text : '';
}

/** What is written on a card, for the emulated one. */
export interface CardFields {
  readonly version: '1.00' | '2.00' | '3.00';
  /** 32 digits or F: region, and what the issuer made of the rest. */
  readonly identifier: string;
  readonly issuedOn: string;
  readonly expiresOn: string;
  readonly cardNumber: string;
  readonly socialSecurityNumber: string;
  readonly name: string;
  readonly sex: '0' | '1' | '2' | '9';
}

type Records = readonly { readonly tag: number; readonly value: Uint8Array }[];

/** The records of EF05 and EF06 as a card of its generation has them. */
export function recordsOf(fields: CardFields): { readonly card: Records; readonly person: Records } {
  const name = iconv.encode(fields.name, 'gb18030');
  const ext =
    fields.version === '1.00' ? [] : [{ tag: tags.nameExtension, value: padded(name.subarray(30), 20) }];
  return {
    card: [
      { tag: tags.cardIdentifier, value: Uint8Array.from(Buffer.from(fields.identifier, 'hex')) },
      { tag: tags.class, value: latin('1') },
      { tag: tags.version, value: latin(fields.version) },
      { tag: tags.issuer, value: Uint8Array.from(Buffer.from('910000000000000000000000', 'hex')) },
      { tag: tags.issuedOn, value: bcd(fields.issuedOn) },
      { tag: tags.expiresOn, value: bcd(fields.expiresOn) },
      { tag: tags.cardNumber, value: latin(fields.cardNumber) },
    ],
    person: [
      { tag: tags.socialSecurityNumber, value: padded(latin(fields.socialSecurityNumber), 18) },
      { tag: tags.name, value: padded(name.subarray(0, 30), 30) },
      ...ext,
      { tag: tags.sex, value: latin(fields.sex) },
    ],
  };
}

const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

function padded(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length > length) throw new Error(`${length} bytes are not enough`);
  const value = new Uint8Array(length);
  value.set(bytes);
  return value;
}
