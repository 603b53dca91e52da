import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deedTax,
  fineSurcharge,
  isVin,
  latePayment,
  smallScaleTax,
  vehiclePurchaseTax,
  vehicleTax,
} from './tax-rates.ts';

const fen = fc.integer({ min: 0, max: 100_000_000_00 });

describe('vehicle purchase tax', () => {
  test.each([
    [20_000_000, false, 2_000_000],
    // Halved: 1,500,000 fen of 3,000,000 are the most that is taken off.
    [20_000_000, true, 1_000_000],
    [30_000_000, true, 1_500_000],
    [30_000_010, true, 1_500_001],
    [50_000_000, true, 3_500_000],
  ])('of %i fen, new energy %s', (price, newEnergy, tax) =>
    expect(vehiclePurchaseTax(price, newEnergy)).toBe(tax),
  );

  test('a new-energy car never pays more, and 15,000 yuan less at most', () =>
    fc.assert(
      fc.property(fen, (price) => {
        const less = vehiclePurchaseTax(price, false) - vehiclePurchaseTax(price, true);
        expect(less).toBeGreaterThanOrEqual(0);
        expect(less).toBeLessThanOrEqual(1_500_000);
      }),
    ));
});

describe('vehicle identification numbers', () => {
  test.each([
    ['1M8GDM9AXKP042788', true],
    ['11111111111111111', true],
    ['1M8GDM9A0KP042788', false],
    ['1M8GDM9AXKP04278', false],
    ['IM8GDM9AXKP042788', false],
    ['1m8gdm9axkp042788', false],
    ['', false],
  ])('%s', (vin, good) => expect(isVin(vin)).toBe(good));
});

describe('small-scale VAT', () => {
  test.each([
    [0, 0],
    [30_000_000, 0],
    [30_000_001, 300_000],
    [50_000_000, 500_000],
  ])('of sales of %i fen', (sales, vat) => expect(smallScaleTax(sales).vat).toBe(vat));

  test('surcharges are half of twelve percent of the VAT', () => {
    expect(smallScaleTax(50_000_000).surcharges).toBe(30_000);
    expect(smallScaleTax(30_000_000).surcharges).toBe(0);
  });
});

describe('deed tax', () => {
  test.each([
    [100_000_000, 14_000, 'first', 1_000_000],
    [100_000_000, 14_001, 'first', 1_500_000],
    [100_000_000, 14_000, 'second', 1_000_000],
    [100_000_000, 14_001, 'second', 2_000_000],
    [100_000_000, 9_000, 'other', 3_000_000],
  ] as const)('%i fen, %i, %s home', (price, area, home, tax) =>
    expect(deedTax(price, area, home)).toBe(tax),
  );
});

describe('paid late', () => {
  test('five ten-thousandths a day, from the first day after', () => {
    expect(latePayment(1_000_000, 0)).toBe(0);
    expect(latePayment(1_000_000, 1)).toBe(500);
    expect(latePayment(1_000_000, 30)).toBe(15_000);
    expect(latePayment(1_000_000, -3)).toBe(0);
  });

  test('a fine at most doubles', () => {
    expect(fineSurcharge(20_000, 1)).toBe(600);
    expect(fineSurcharge(20_000, 33)).toBe(19_800);
    expect(fineSurcharge(20_000, 34)).toBe(20_000);
    fc.assert(
      fc.property(fen, fc.integer({ min: -10, max: 10_000 }), (fine, days) => {
        expect(fineSurcharge(fine, days)).toBeLessThanOrEqual(fine);
      }),
    );
  });
});

test.each([
  [1_000, 18_000],
  [1_001, 36_000],
  [1_600, 36_000],
  [2_000, 42_000],
  [2_001, 72_000],
  [3_000, 180_000],
  [3_001, 300_000],
])('vehicle tax of %i ml', (displacement, tax) => expect(vehicleTax(displacement)).toBe(tax));
