import type { DriverConformance } from '../../conformance/kit.ts';
import { MegatecUps } from './driver.ts';
import { MegatecUpsEmulator } from './emulator.ts';

const afterMs = 12_000;

export const conformance: DriverConformance<MegatecUpsEmulator, MegatecUps> = {
  driver: 'megatec-ups',
  serial: { baudRate: 2_400, parity: 'none', stopBits: 1 },
  makeUnit: (clock) => new MegatecUpsEmulator({ clock }),
  makeDriver: (transport, clock) => new MegatecUps({ id: 'ups', transport, clock, pollIntervalMs: 2_000 }),
  commands: [
    {
      name: 'scheduleShutdown',
      timeoutMs: 10_000,
      run: ({ device }, options) => device.scheduleShutdown(afterMs, options),
      moved: (unit) => unit.outputTurns,
      whole: () => 1,
      settleMs: afterMs + 1_000,
    },
    {
      name: 'cancelShutdown',
      timeoutMs: 10_000,
      run: ({ device }, options) => device.cancelShutdown(options),
      motion: true,
    },
  ],
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'], mains: 'unknown' } },
    { set: [['babble', true]], becomes: { device: 'offline', reasons: ['noAnswer'], mains: 'unknown' } },
    { set: [['mainsFailed', true]], becomes: { device: 'online', mains: 'failed', battery: 'ok' } },
    { set: [['charge', 'low']], becomes: { battery: 'low', reasons: ['batteryLow'] } },
    { set: [['charge', 'half']], becomes: { battery: 'ok', charge: 50 } },
    { set: [['batteryMissing', true]], becomes: { battery: 'failed', reasons: ['batteryMissing'] } },
    { set: [['failed', true]], becomes: { device: 'hardwareError', reasons: ['upsFailed'] } },
    { set: [], command: 'scheduleShutdown', becomes: { shutdown: 'pending' } },
  ],
  powerUps: [
    {
      name: 'a shutdown is pending',
      arrange: async ({ device, time }) => {
        await time.answer(device.scheduleShutdown(afterMs, { timeoutMs: 10_000 }));
      },
      found: ({ device }) => device.status.shutdown,
      expected: 'pending',
    },
    {
      name: 'it runs on its battery',
      arrange: async ({ unit }) => {
        unit.set('charge', 'low');
        unit.set('mainsFailed', true);
      },
      found: ({ device }) => [device.status.mains, device.status.battery],
      expected: ['failed', 'low'],
    },
  ],
};
