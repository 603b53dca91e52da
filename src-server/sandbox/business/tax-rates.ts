/** The arithmetic of the tax items. Amounts in whole fen, rates as law has them at the time of writing; local rules prevail. */

/** Vehicle purchase tax: 10 % of the price without VAT (车辆购置税法, art. 4). */
export function vehiclePurchaseTax(price: number, newEnergy: boolean): number {
  const full = Math.round(price / 10);
  if (!newEnergy) return full;
  // Halved in 2026 and 2027, by no more than 15,000 yuan a car (财政部 税务总局 工业和信息化部公告2023年第10号).
  const half = Math.round(full / 2);
  return full - Math.min(full - half, 1_500_000);
}

/**
 * Whether a vehicle identification number is one: 17 characters without I, O and Q, with the check digit in the ninth
 * place (GB 16735, ISO 3779).
 */
export function isVin(vin: string): boolean {
  if (!/^[0-9A-HJ-NPR-Z]{17}$/.test(vin)) return false;
  const values = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = [...vin].reduce(
    (total, character, index) => total + (values.indexOf(character) % 10) * (weights[index] ?? 0),
    0,
  );
  return vin[8] === '0123456789X'[sum % 11];
}

export interface SmallScaleTax {
  readonly sales: number;
  readonly vat: number;
  /** 城市维护建设税 7 %, 教育费附加 3 %, 地方教育附加 2 %, all halved for small taxpayers. */
  readonly surcharges: number;
}

/** Small-scale VAT of a quarter: nothing up to 300,000 yuan of sales, else 1 % of all of them (2023年第19号公告). */
export function smallScaleTax(sales: number): SmallScaleTax {
  const vat = sales <= 30_000_000 ? 0 : Math.round(sales / 100);
  return { sales, vat, surcharges: Math.round((vat * 12) / 200) };
}

/**
 * Deed tax of a home: 1 % up to 140 square metres for a first or second home; above that 1.5 % for the first and 2 % for
 * the second (财政部公告2024年第16号); 3 % for any other (illustrative).
 *
 * @param area hundredths of a square metre
 */
export function deedTax(price: number, area: number, home: 'first' | 'second' | 'other'): number {
  if (home === 'other') return Math.round((price * 3) / 100);
  if (area <= 14_000) return Math.round(price / 100);
  return Math.round((price * (home === 'first' ? 15 : 20)) / 1_000);
}

/** 滞纳金: five ten-thousandths a day from the day after the deadline (税收征收管理法, art. 32). */
export function latePayment(amount: number, daysLate: number): number {
  return daysLate <= 0 ? 0 : Math.round((amount * 5 * daysLate) / 10_000);
}

/** 3 % a day for a fine that is paid late, and never more than the fine itself (行政处罚法, art. 72). */
export function fineSurcharge(fine: number, daysLate: number): number {
  return daysLate <= 0 ? 0 : Math.min(fine, Math.round((fine * 3 * daysLate) / 100));
}

/** Yearly vehicle tax of a passenger car by its displacement in millilitres, fen (illustrative, within the law's range). */
export function vehicleTax(displacement: number): number {
  if (displacement <= 1_000) return 18_000;
  if (displacement <= 1_600) return 36_000;
  if (displacement <= 2_000) return 42_000;
  if (displacement <= 2_500) return 72_000;
  return displacement <= 3_000 ? 180_000 : 300_000;
}
