import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BillType,
  encodeBillTable,
  encodeIdentification,
  encodeTypeMask,
  faceValue,
  parseBillTable,
  parseIdentification,
  parseTypeMask,
} from './tables.ts';

describe('the bill table', () => {
  it('is written and read', () => {
    const anyRow = fc.record({
      type: fc.integer({ min: 0, max: 23 }),
      country: fc.stringMatching(/^[A-Z]{3}$/),
      digits: fc.integer({ min: 1, max: 255 }),
      exponent: fc.integer({ min: -127, max: 127 }),
    });
    const anyTable = fc.uniqueArray(anyRow, { selector: ({ type }) => type });
    fc.assert(
      fc.property(anyTable, (rows: BillType[]) => {
        const sorted = [...rows].sort((one, other) => one.type - other.type);
        expect(parseBillTable(encodeBillTable(rows))).toEqual({ ok: true, value: sorted });
      }),
    );
  });

  it.each([
    [1, 0, 100],
    [1, 2, 10_000],
    [5, -1, 50],
    [25, -2, 25],
    [5, -3, null],
    [255, 127, null],
  ])('%i times ten to the %i is %s hundredths', (digits, exponent, value) => {
    expect(faceValue({ type: 0, country: 'CHN', digits, exponent })).toBe(value);
  });

  it('of another length is refused', () => {
    expect(parseBillTable(new Uint8Array(119))).toMatchObject({ ok: false });
    expect(parseIdentification(new Uint8Array(33))).toMatchObject({ ok: false });
  });
});

it('masks have type 23 in the highest bit of the first byte', () => {
  expect([...encodeTypeMask([23, 0])]).toEqual([0x80, 0, 0x01]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 23 })), (types) => {
      expect(parseTypeMask(encodeTypeMask(types))).toEqual([...types].sort((one, other) => one - other));
    }),
  );
});

it('an identification is written and read', () => {
  const identification = {
    partNumber: 'ZW-SPECIMEN',
    serialNumber: '000000000001',
    assetNumber: '00000000000001',
  };
  expect(parseIdentification(encodeIdentification(identification))).toEqual({
    ok: true,
    value: identification,
  });
});
