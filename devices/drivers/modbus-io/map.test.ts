import { expect, it } from 'vitest';
import { Readings, statusOf } from './board-status.ts';
import { type ModbusMap, spansOf, specimenMap } from './map.ts';

it('neighbours are read together, and an address in between that nothing hangs on is not', () => {
  expect(spansOf(specimenMap)).toEqual([
    { table: 'discreteInputs', address: 0, count: 3 },
    { table: 'coils', address: 0, count: 4 },
    { table: 'coils', address: 8, count: 3 },
    { table: 'holdingRegisters', address: 0, count: 2 },
    { table: 'inputRegisters', address: 0, count: 1 },
  ]);
});

it('a long row is read in parts', () => {
  const outlets = Object.fromEntries(
    Array.from({ length: 70 }, (_, coil) => [`device-${coil}`, { coil, cutsWhen: true, offMs: 1_000 }]),
  );
  expect(spansOf({ lights: {}, outlets })).toEqual([
    { table: 'coils', address: 0, count: 64 },
    { table: 'coils', address: 64, count: 6 },
  ]);
});

it('a board with nothing on it is read nowhere', () => {
  expect(spansOf({ lights: {}, outlets: {} })).toEqual([]);
});

it.each([
  [0x00ff, 0.1, 26],
  [0xff90, 0.1, -11],
  [25, 1, 25],
  [0x8000, 0.1, null],
  [0x7fff, 0.1, null],
])('a register of %i with %f degrees a step is %s °C', (raw, scale, degrees) => {
  const map: ModbusMap = {
    lights: {},
    outlets: {},
    temperature: { table: 'inputRegisters', register: 3, scale },
  };
  const readings = new Readings();
  readings.set('inputRegisters', 3, raw);
  const status = statusOf(map, readings, []);
  expect(status.temperature).toBe(degrees);
  expect(status.reasons).toEqual(degrees === null ? ['sensorError'] : []);
  expect(status.safeDoor).toBe('notSupported');
});

it('a door switch may be open or closed at rest', () => {
  const readings = new Readings();
  readings.set('discreteInputs', 0, 0);
  const of = (activeWhen: boolean) =>
    statusOf({ lights: {}, outlets: {}, safeDoor: { input: 0, activeWhen } }, readings, []).safeDoor;
  expect([of(true), of(false)]).toEqual(['closed', 'open']);
});
