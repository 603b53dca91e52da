import type { DriverConformance } from '../../conformance/kit.ts';
import { KrCuLocker } from './driver.ts';
import { KrCuEmulator } from './emulator.ts';

const unknown = Array.from({ length: 16 }, (_, at) => ({ number: at + 1, door: 'unknown', item: 'unknown' }));

export const conformance: DriverConformance<KrCuEmulator, KrCuLocker> = {
  driver: 'kr-cu',
  serial: { baudRate: 19_200, parity: 'none', stopBits: 1 },
  makeUnit: (clock) => new KrCuEmulator({ clock, filled: [1, 7] }),
  makeDriver: (transport, clock) =>
    new KrCuLocker({
      id: 'locker',
      transport,
      clock,
      board: 0,
      compartments: 16,
      pollIntervalMs: 500,
      closedBit: 1,
      presentBit: 1,
    }),
  commands: [
    {
      name: 'openDoor',
      timeoutMs: 10_000,
      prepare: async ({ unit, time, device }) => {
        unit.set('closeDoor', true);
        await time.until('door 1 closed', () => device.status.compartments[0]?.door !== 'open', 10_000);
      },
      run: ({ device }, options) => device.openDoor(1, options),
      moved: (unit) => unit.openings,
      whole: () => 1,
      // The spring of a door that was told to open.
      settleMs: 1_000,
    },
  ],
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'], compartments: unknown } },
    { set: [['babble', true]], becomes: { device: 'offline', reasons: ['noAnswer'], compartments: unknown } },
    { set: [['powerOff', true]], becomes: { device: 'offline', reasons: ['noAnswer'] } },
    { set: [['otherAddress', true]], becomes: { device: 'offline', reasons: ['noAnswer'] } },
    { set: [['emergencyKey', true]], becomes: { device: 'online', reasons: [] } },
  ],
  powerUps: [
    {
      name: 'a door was left open',
      arrange: async ({ device, time }) => {
        await time.answer(device.openDoor(7, { timeoutMs: 10_000 }));
      },
      found: ({ device }) => device.status.compartments.filter(({ door }) => door === 'open'),
      expected: [{ number: 7, door: 'open', item: 'present' }],
    },
    {
      name: 'the paper was taken and the door closed, without power',
      arrange: async ({ unit, device, time }) => {
        await time.answer(device.openDoor(7, { timeoutMs: 10_000 }));
        unit.set('powerOff', true);
        unit.set('at', '7');
        unit.set('takeOut', true);
        unit.set('closeDoor', true);
      },
      powerOn: (unit) => unit.set('powerOff', false),
      found: ({ device }) => device.status.compartments[6],
      expected: { number: 7, door: 'closed', item: 'notPresent' },
    },
  ],
};
