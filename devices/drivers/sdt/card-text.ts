import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { IdentityCard, IdentityCardKind } from '../../contract/identity-card-reader.ts';

/**
 * The 256-byte text block of an identity card: UTF-16LE fields at fixed places, padded with spaces. The
 * character at byte 248 tells which of four layouts it is: `J` a residence permit of Hong Kong, Macau or
 * Taiwan, `I` the foreign card of 2017, `Y` the foreign card of 2023, else a resident card.
 */
export interface CardText {
  readonly kind: IdentityCardKind;
  readonly name: string;
  readonly englishName: string | null;
  readonly number: string;
  readonly sex: IdentityCard['sex'];
  readonly nation: string | null;
  readonly nationality: string | null;
  /** YYYYMMDD. */
  readonly birthDate: string;
  readonly address: string | null;
  readonly issuer: string | null;
  readonly validFrom: string;
  /** Null for 长期. */
  readonly validUntil: string | null;
}

const textBytes = 256;
const kindAt = 248;

/** Offset and length in bytes. */
type Place = readonly [offset: number, length: number];
type FieldName =
  | 'name'
  | 'englishName'
  | 'englishNameRest'
  | 'sex'
  | 'nation'
  | 'nationality'
  | 'birthDate'
  | 'address'
  | 'number'
  | 'issuer'
  | 'validFrom'
  | 'validUntil';

const resident = {
  name: [0, 30],
  sex: [30, 2],
  nation: [32, 4],
  birthDate: [36, 16],
  address: [52, 70],
  number: [122, 36],
  issuer: [158, 30],
  validFrom: [188, 16],
  validUntil: [204, 16],
} as const satisfies Partial<Record<FieldName, Place>>;

const { nation: _reserved, ...hongKongMacauTaiwan } = resident;

const layouts: Record<IdentityCardKind, Partial<Record<FieldName, Place>>> = {
  resident,
  hongKongMacauTaiwan,
  foreign2017: {
    englishName: [0, 120],
    sex: [120, 2],
    number: [122, 30],
    nationality: [152, 6],
    name: [158, 30],
    validFrom: [188, 16],
    validUntil: [204, 16],
    birthDate: [220, 16],
    issuer: [240, 8],
  },
  foreign2023: {
    name: [0, 30],
    sex: [30, 2],
    birthDate: [36, 16],
    englishName: [52, 70],
    number: [122, 36],
    validFrom: [188, 16],
    validUntil: [204, 16],
    englishNameRest: [220, 22],
    nationality: [242, 6],
  },
};

const letters: Record<IdentityCardKind, string> = {
  resident: ' ',
  hongKongMacauTaiwan: 'J',
  foreign2017: 'I',
  foreign2023: 'Y',
};

/** GB/T 2261. */
const sexes: Record<string, IdentityCard['sex']> = {
  '0': 'unknown',
  '1': 'male',
  '2': 'female',
  '9': 'notStated',
};

const forLife = '长期';

/** Fails with the name of the field that is wrong, never with what it holds. */
export function decodeCardText(bytes: Uint8Array): Result<CardText, string> {
  if (bytes.length !== textBytes) return err(`the text block has ${bytes.length} bytes, not ${textBytes}`);
  const text = Buffer.from(bytes);
  const read = (place: Place) => unpadded(text.subarray(place[0], place[0] + place[1]));

  const letter = read([kindAt, 2]);
  const found = Object.entries(letters).find(([, one]) => one === letter);
  const kind = (found?.[0] as IdentityCardKind | undefined) ?? 'resident';
  const layout = layouts[kind];
  const field = (name: FieldName): string | null => {
    const place = layout[name];
    return place === undefined ? null : read(place) || null;
  };

  const englishName = joinNames(field('englishName'), field('englishNameRest'));
  const name = field('name') ?? englishName;
  if (name === null) return err('the card has no name');
  const number = field('number');
  if (number === null || !/^[\dA-Z]+$/.test(number))
    return err('the number has other characters than digits and letters');
  const sex = sexes[field('sex') ?? ''];
  if (sex === undefined) return err('the sex is none of 0, 1, 2, 9');
  const [birthDate, validFrom, until] = [field('birthDate'), field('validFrom'), field('validUntil')];
  if (!isDay(birthDate)) return err('the date of birth is not eight digits');
  if (!isDay(validFrom)) return err('the begin of validity is not eight digits');
  if (until !== forLife && !isDay(until))
    return err(`the end of validity is neither eight digits nor ${forLife}`);

  return ok({
    kind,
    name,
    englishName,
    number,
    sex,
    nation: field('nation'),
    nationality: field('nationality'),
    birthDate,
    address: field('address'),
    issuer: field('issuer'),
    validFrom,
    validUntil: until === forLife ? null : until,
  });
}

/** Of the record that is read apart from the text: UTF-16LE like the address, of a length that no document fixes. */
export function decodeAdditionalAddress(bytes: Uint8Array): string | null {
  return unpadded(Buffer.from(bytes)) || null;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('utf16le').replace(/[\s\0]+$/, '');
}

/** As long as the address in the text. Throws when it does not fit. */
export function encodeAdditionalAddress(address: string): Uint8Array {
  const characters = resident.address[1] / 2;
  if (address.length > characters) throw new Error(`an address has ${characters} characters at most`);
  return Buffer.from(address.padEnd(characters), 'utf16le');
}

/** The card's side: what the emulator lays into the reader. Throws when a value does not fit its field. */
export function encodeCardText(card: CardText): Uint8Array {
  const text = Buffer.from(' '.repeat(textBytes / 2), 'utf16le');
  const layout = layouts[card.kind];
  const write = (place: Place, value: string) => {
    const bytes = Buffer.from(value, 'utf16le');
    if (bytes.length > place[1]) throw new Error(`${bytes.length} bytes do not fit a field of ${place[1]}`);
    bytes.copy(text, place[0]);
  };
  const englishPlace = layout.englishName;
  const firstPart = englishPlace === undefined ? 0 : englishPlace[1] / 2;
  const values: Record<FieldName, string | null> = {
    ...card,
    // The 2023 layout goes on in another field where the English name is long.
    englishName: layout.englishNameRest ? (card.englishName?.slice(0, firstPart) ?? null) : card.englishName,
    englishNameRest: card.englishName?.slice(firstPart) ?? null,
    sex: Object.keys(sexes).find((digit) => sexes[digit] === card.sex) ?? '0',
    validUntil: card.validUntil ?? forLife,
  };
  for (const [name, place] of Object.entries(layout)) {
    const value = values[name as FieldName];
    if (value !== null) write(place, value);
  }
  write([kindAt, 2], letters[card.kind]);
  return text;
}

function isDay(text: string | null): text is string {
  return text !== null && /^\d{8}$/.test(text);
}

function joinNames(first: string | null, rest: string | null): string | null {
  if (first === null) return null;
  // The first field is cut at its 35th character, so that a space there was taken for padding.
  return rest === null ? first : first.padEnd(35, ' ') + rest;
}
