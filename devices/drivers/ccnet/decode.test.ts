import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCcnet } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const vector = (name: string) => bytesOf(vectors.find((one) => one.name === name)?.bytes_hex ?? '');

describe('decoding for a person', () => {
  it.each([
    ['tx.reset', { address: 'billValidator', command: 'reset', code: '30' }],
    ['tx.disable', { command: 'enableBillTypes', types: [], withEscrow: [] }],
    ['tx.enable_all_no_escrow', { command: 'enableBillTypes', withEscrow: [] }],
    ['ack', { message: 'ack' }],
    ['nak', { message: 'nak' }],
  ])('of a controller: %s', (name, expected) => {
    expect(decodeCcnet('host', vector(name))).toMatchObject({ ok: true, value: expected });
  });

  it.each([
    ['rx.escrow_3', { address: 'billValidator', state: 'escrowPosition', code: '80', billType: 3 }],
    ['rx.rejecting_68', { state: 'rejecting', reason: 'inhibited type' }],
    ['rx.busy', { state: 'deviceBusy', milliseconds: 1_000 }],
    ['rx.idling', { state: 'idling' }],
    ['ack', { message: 'ack' }],
    [
      'rx.identification',
      {
        identification: {
          partNumber: 'VU-UA1837AF',
          serialNumber: '00K505021811',
          assetNumber: '4110000000C9FF',
        },
      },
    ],
  ])('of a unit: %s', (name, expected) => {
    expect(decodeCcnet('device', vector(name))).toMatchObject({ ok: true, value: expected });
  });

  it('a bill table that a real unit gave: 5 to 500 and their values', () => {
    const decoded = decodeCcnet('device', vector('rx.bill_table'));
    expect(decoded).toMatchObject({ ok: true, value: { billTable: { length: 8 } } });
    expect(decoded).toMatchObject({
      value: {
        billTable: expect.arrayContaining([
          { type: 0, country: 'UKR', digits: 5, exponent: 0, valueInHundredths: 500 },
          { type: 7, country: 'UKR', digits: 1, exponent: 3, valueInHundredths: 100_000 },
        ]),
      },
    });
  });

  it('the same bytes by who sent them', () => {
    const bytes = vector('tx.bill_table');
    expect(decodeCcnet('host', bytes)).toMatchObject({ value: { command: 'getBillTable' } });
    expect(decodeCcnet('device', bytes)).toMatchObject({ value: { state: 'dropCassetteFull' } });
  });

  it.each([
    ['BAD.published_escrow_3', 'CRC is 9E10, computed 1701'],
    ['BAD.published_stacked_3', 'CRC is 4609, computed CF18'],
  ])('refuses %s', (name, reason) => {
    expect(decodeCcnet('device', vector(name))).toEqual({ ok: false, error: reason });
  });

  it('refuses what is not one frame', () => {
    const ack = vector('ack');
    expect(decodeCcnet('host', ack.subarray(0, 4))).toEqual({
      ok: false,
      error: 'the frame is not complete',
    });
    expect(decodeCcnet('host', bytesOf('55AA'))).toEqual({ ok: false, error: 'there is no sync byte 02' });
    expect(decodeCcnet('host', Uint8Array.of(...ack, ...ack))).toMatchObject({ ok: false });
  });

  it('never throws', () => {
    const direction = fc.constantFrom('host' as const, 'device' as const);
    fc.assert(fc.property(direction, fc.uint8Array(), (from, bytes) => void decodeCcnet(from, bytes)));
  });
});
