import { err, ok, type Result } from '../../../src-shared/result.ts';

/** A row of CURRENCY ASSIGN: what a unit calls `type` when it has a note in escrow. */
export interface Denomination {
  /** 61 to 68 (hex), the detail of ESCROW. */
  readonly type: number;
  /** The maker's own number of a country. */
  readonly country: number;
  readonly digits: number;
  /** Power of ten. */
  readonly exponent: number;
}

const rowBytes = 4;
const firstType = 0x61;
const lastType = 0x68;

/** Empty rows are left out. */
export function parseCurrencyTable(data: Uint8Array): Result<Denomination[], string> {
  if (data.length === 0 || data.length % rowBytes !== 0) {
    return err(`a currency table has rows of ${rowBytes} bytes, not ${data.length} bytes`);
  }
  const rows: Denomination[] = [];
  for (let at = 0; at < data.length; at += rowBytes) {
    const [type = 0, country = 0, digits = 0, exponent = 0] = data.subarray(at, at + rowBytes);
    if (digits !== 0 && type >= firstType && type <= lastType) rows.push({ type, country, digits, exponent });
  }
  return ok(rows);
}

export function encodeCurrencyTable(rows: readonly Denomination[]): Uint8Array {
  return Uint8Array.from(
    rows.flatMap(({ type, country, digits, exponent }) => [type, country, digits, exponent]),
  );
}

/** Face value in hundredths; null when that is no number that can be trusted. */
export function faceValue({ digits, exponent }: Denomination): number | null {
  const value = digits * 10 ** exponent * 100;
  return Number.isSafeInteger(value) ? value : null;
}

/** ENABLE/DISABLE DENOMINATION: a bit that is set shuts the mouth for its denomination, the lowest is 61. */
export function encodeDisabled(enabled: readonly number[]): Uint8Array {
  const open = enabled.reduce((bits, type) => bits | (1 << (type - firstType)), 0);
  return Uint8Array.of(~open & 0xff, 0);
}

export function parseDisabled(data: Uint8Array): number[] {
  const shut = data[0] ?? 0xff;
  return Array.from({ length: 8 }, (_, bit) => bit)
    .filter((bit) => (shut & (1 << bit)) === 0)
    .map((bit) => firstType + bit);
}
