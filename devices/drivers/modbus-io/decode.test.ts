import { expect, it } from 'vitest';
import { decodeModbus } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const decode = (direction: 'host' | 'device', name: string) => {
  const hex = vectors.find((one) => one.name === name)?.bytes_hex ?? '';
  return decodeModbus(direction, Uint8Array.from(Buffer.from(hex, 'hex')));
};

it.each([
  ['host', 'read_holding', { unit: 1, kind: 'read', table: 'holdingRegisters', address: 6, count: 4 }],
  ['host', 'write_coil_on', { unit: 1, kind: 'writeCoil', address: 0, on: true }],
  ['host', 'write_coil_off', { unit: 1, kind: 'writeCoil', address: 0, on: false }],
  ['host', 'read_di8', { unit: 1, kind: 'read', table: 'discreteInputs', address: 0, count: 8 }],
  ['device', 'rsp_di', { unit: 1, table: 'discreteInputs', values: [1, 1, 0, 0, 0, 0, 0, 0] }],
  ['device', 'exception', { unit: 1, function: 2, exception: 'exception 02 illegal data address' }],
  ['device', 'write_coil_on', { unit: 1, kind: 'writeCoil', address: 0, on: true, done: true }],
] as const)('explains the %s %s', (direction, name, value) => {
  expect(decode(direction, name)).toEqual({ ok: true, value });
});

it('refuses what is not one good frame', () => {
  expect(decode('device', 'read_holding').ok).toBe(false);
  expect(decode('host', 'rsp_di').ok).toBe(false);
  expect(decodeModbus('host', Uint8Array.of(1, 3)).ok).toBe(false);
  expect(decodeModbus('device', new Uint8Array()).ok).toBe(false);
});
