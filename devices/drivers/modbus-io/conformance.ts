import type { DriverConformance } from '../../conformance/kit.ts';
import { ModbusIoBoard } from './driver.ts';
import { ModbusIoEmulator } from './emulator.ts';
import { specimenMap } from './map.ts';

const baudRate = 9_600;
const outlet = 'identityCardReader';
const outlets = { [outlet]: { coil: 10, cutsWhen: true, offMs: 1_000 } };
const map = { ...specimenMap, outlets };

export const conformance: DriverConformance<ModbusIoEmulator, ModbusIoBoard> = {
  driver: 'modbus-io',
  serial: { baudRate, parity: 'none', stopBits: 1 },
  makeUnit: (clock) => new ModbusIoEmulator({ clock, map }),
  makeDriver: (transport, clock) =>
    new ModbusIoBoard({ id: 'io', transport, clock, baudRate, unit: 1, map, pollIntervalMs: 500 }),
  startMs: 1_000,
  commands: [
    {
      name: 'setLight',
      timeoutMs: 5_000,
      run: ({ device }, options) => device.setLight('billAcceptor', 'quick', options),
    },
    {
      name: 'powerCycle',
      timeoutMs: 10_000,
      run: ({ device }, options) => device.powerCycle(outlet, options),
      moved: (unit) => unit.cuts[outlet] ?? 0,
      whole: () => 1,
    },
  ],
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'], safeDoor: 'unknown' } },
    { set: [['babble', true]], becomes: { device: 'offline', reasons: ['noAnswer'], presence: 'unknown' } },
    { set: [['power', false]], becomes: { device: 'offline', temperature: null } },
    { set: [['cabinetDoor', true]], becomes: { device: 'online', cabinetDoor: 'open' } },
    { set: [['safeDoor', true]], becomes: { device: 'online', safeDoor: 'open' } },
    { set: [['presence', true]], becomes: { device: 'online', presence: 'present' } },
    { set: [['temperature', 'hot']], becomes: { device: 'online', temperature: 61 } },
    { set: [['temperature', 'torn']], becomes: { reasons: ['sensorError'], temperature: null } },
    { set: [['exception', 'failure']], becomes: { reasons: ['sensorError'], cabinetDoor: 'unknown' } },
  ],
  powerUps: [
    {
      name: 'a supply was cut when the terminal died',
      arrange: async ({ unit, device, time }) => {
        void device.powerCycle(outlet, { timeoutMs: 10_000 });
        await time.until('the supply is cut', () => unit.supplied[outlet] === false, 5_000);
      },
      found: ({ unit, device }) => [device.status.device, unit.supplied[outlet]],
      expected: ['online', true],
    },
    {
      name: 'a door is open',
      arrange: async ({ unit }) => unit.set('safeDoor', true),
      found: ({ device }) => device.status.safeDoor,
      expected: 'open',
    },
  ],
  hands(unit) {
    unit.set('power', true);
  },
};
