import type { AuxiliariesStatus, DoorState } from '../../contract/auxiliaries.ts';
import type { Table } from './codec.ts';
import type { InputBit, ModbusMap, TemperatureRegister } from './map.ts';

/** One look at the board: what each address said; without an entry it gave no good answer. */
export class Readings {
  readonly #values = new Map<string, number>();

  set(table: Table, address: number, value: number): void {
    this.#values.set(`${table} ${address}`, value);
  }

  get(table: Table, address: number): number | undefined {
    return this.#values.get(`${table} ${address}`);
  }
}

/** Beyond it a sensor is broken or torn off: no cabinet works there. */
const lowest = -55;
const highest = 125;

export function offline(reasons: readonly string[], map: ModbusMap): AuxiliariesStatus {
  const door = (bit: InputBit | undefined) => (bit === undefined ? 'notSupported' : 'unknown');
  return {
    device: 'offline',
    reasons,
    cabinetDoor: door(map.cabinetDoor),
    safeDoor: door(map.safeDoor),
    presence: door(map.presence),
    temperature: null,
  };
}

/** @param reasons what else is not well, such as `outletOff` */
export function statusOf(map: ModbusMap, readings: Readings, reasons: readonly string[]): AuxiliariesStatus {
  const bit = (where: InputBit | undefined): 'active' | 'idle' | 'unknown' | 'notSupported' => {
    if (where === undefined) return 'notSupported';
    const value = readings.get('discreteInputs', where.input);
    if (value === undefined) return 'unknown';
    return (value !== 0) === where.activeWhen ? 'active' : 'idle';
  };
  const doors = { active: 'open', idle: 'closed', unknown: 'unknown', notSupported: 'notSupported' } as const;
  const people = {
    active: 'present',
    idle: 'notPresent',
    unknown: 'unknown',
    notSupported: 'notSupported',
  } as const;
  const cabinetDoor: DoorState = doors[bit(map.cabinetDoor)];
  const safeDoor: DoorState = doors[bit(map.safeDoor)];
  const presence = people[bit(map.presence)];
  const temperature = map.temperature === undefined ? null : degrees(map.temperature, readings);
  const blind =
    [cabinetDoor, safeDoor, presence].includes('unknown') ||
    (map.temperature !== undefined && temperature === null);
  return {
    device: 'online',
    reasons: [...(blind ? ['sensorError'] : []), ...reasons],
    cabinetDoor,
    safeDoor,
    presence,
    temperature,
  };
}

function degrees({ table, register, scale }: TemperatureRegister, readings: Readings): number | null {
  const raw = readings.get(table, register);
  if (raw === undefined) return null;
  const value = (raw >= 0x8000 ? raw - 0x10000 : raw) * scale;
  if (value < lowest || value > highest) return null;
  // To a whole degree, so that noise in the last digit is no change of status.
  return Math.round(value);
}
