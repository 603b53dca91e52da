import { err, ok, type Result } from '../../../src-shared/result.ts';

/** A row of GET BILL TABLE; its number (0 to 23) is the bill type of the poll states and of the enable mask. */
export interface BillType {
  readonly type: number;
  /** Three letters as the maker wrote them: `CHN`, `RUS`, `USA`. A country, and not ISO 4217. */
  readonly country: string;
  /** First digit or digits of the face value. */
  readonly digits: number;
  /** Power of ten that they are multiplied with; may be negative. */
  readonly exponent: number;
}

const rows = 24;
const rowBytes = 5;
export const billTableBytes = rows * rowBytes;

/** Empty rows are left out. */
export function parseBillTable(data: Uint8Array): Result<BillType[], string> {
  if (data.length !== billTableBytes) {
    return err(`a bill table has ${billTableBytes} bytes, not ${data.length}`);
  }
  const types: BillType[] = [];
  for (let type = 0; type < rows; type++) {
    const [digits = 0, first = 0, second = 0, third = 0, scale = 0] = data.subarray(type * rowBytes);
    if (digits === 0) continue;
    const country = String.fromCharCode(first, second, third);
    // The highest bit turns the direction: then it counts decimal places.
    const exponent = (scale & 0x80) === 0 ? scale : -(scale & 0x7f);
    types.push({ type, country, digits, exponent });
  }
  return ok(types);
}

export function encodeBillTable(types: readonly BillType[]): Uint8Array {
  const data = new Uint8Array(billTableBytes);
  for (const { type, country, digits, exponent } of types) {
    const scale = exponent < 0 ? 0x80 | -exponent : exponent;
    data.set([digits, ...Buffer.from(country, 'latin1'), scale], type * rowBytes);
  }
  return data;
}

/** Face value in hundredths of the currency's unit; null when that is no whole number that can be trusted. */
export function faceValue({ digits, exponent }: BillType): number | null {
  const value = exponent >= -2 ? digits * 10 ** (exponent + 2) : digits / 10 ** (-exponent - 2);
  return Number.isSafeInteger(value) ? value : null;
}

export interface Identification {
  readonly partNumber: string;
  readonly serialNumber: string;
  /** Seven bytes, in hex. */
  readonly assetNumber: string;
}

export const identificationBytes = 34;

export function parseIdentification(data: Uint8Array): Result<Identification, string> {
  if (data.length !== identificationBytes) {
    return err(`an identification has ${identificationBytes} bytes, not ${data.length}`);
  }
  const text = (from: number, to: number) => Buffer.from(data.subarray(from, to)).toString('latin1').trim();
  const assetNumber = Buffer.from(data.subarray(27)).toString('hex').toUpperCase();
  return ok({ partNumber: text(0, 15), serialNumber: text(15, 27), assetNumber });
}

export function encodeIdentification(identification: Identification): Uint8Array {
  const { partNumber, serialNumber, assetNumber } = identification;
  const text = (value: string, length: number) => [...Buffer.from(value.padEnd(length, ' '), 'latin1')];
  return Uint8Array.of(
    ...text(partNumber, 15),
    ...text(serialNumber, 12),
    ...Buffer.from(assetNumber.padEnd(14, '0'), 'hex'),
  );
}

/** Bill types as the three-byte mask of ENABLE BILL TYPES and GET STATUS: type 23 is the highest bit of the first. */
export function encodeTypeMask(types: readonly number[]): Uint8Array {
  const mask = types.reduce((bits, type) => bits | (1 << type), 0);
  return Uint8Array.of((mask >> 16) & 0xff, (mask >> 8) & 0xff, mask & 0xff);
}

export function parseTypeMask(bytes: Uint8Array): number[] {
  const mask = ((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0);
  return Array.from({ length: rows }, (_, type) => type).filter((type) => (mask & (1 << type)) !== 0);
}

/** The bill type under which barcode tickets go (document 2.4.3). */
export const ticketType = 23;
