import type { DriverConformance, Rig } from '../../conformance/kit.ts';
import { specimenCards } from './cards.ts';
import { SdtIdentityCardReader } from './driver.ts';
import { SdtEmulator } from './emulator.ts';

type SdtRig = Rig<SdtEmulator, SdtIdentityCardReader>;
const baudRate = 115_200;
const cards = specimenCards();

/** A card that was read is not found again until it was lifted. */
async function layCard({ unit }: SdtRig): Promise<void> {
  unit.set('card', 'none');
  unit.set('card', 'specimen-a');
}

export const conformance: DriverConformance<SdtEmulator, SdtIdentityCardReader> = {
  driver: 'sdt',
  serial: { baudRate, parity: 'none', stopBits: 1 },
  makeUnit: (clock) => new SdtEmulator({ clock, cards }),
  makeDriver: (transport, clock) =>
    new SdtIdentityCardReader({
      id: 'reader',
      transport,
      clock,
      baudRate,
      pollIntervalMs: 200,
      healthIntervalMs: 10_000,
    }),
  startMs: 500,
  commands: [
    {
      name: 'readCard',
      timeoutMs: 10_000,
      prepare: layCard,
      run: ({ device }, options) => device.readCard(options),
    },
    {
      name: 'readCard with fingerprint and additional address',
      timeoutMs: 10_000,
      prepare: async ({ unit }) => {
        unit.set('card', 'none');
        unit.set('card', 'specimen-b');
      },
      run: ({ device }, options) =>
        device.readCard({ ...options, fingerprint: true, additionalAddress: true }),
    },
    { name: 'queryStatus', timeoutMs: 10_000, run: ({ device }, options) => device.queryStatus(options) },
    {
      name: 'readModuleId',
      timeoutMs: 10_000,
      run: ({ device }, options) => device.readModuleId(options),
    },
  ],
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'], media: 'unknown' } },
    { set: [['babble', true]], becomes: { device: 'offline', reasons: ['noAnswer'], media: 'unknown' } },
    { set: [['statusWord', '60']], becomes: { device: 'hardwareError', reasons: ['moduleSelfTestFailed'] } },
    { set: [['statusWord', '66']], becomes: { device: 'hardwareError', reasons: ['moduleNotAuthorised'] } },
    { set: [['card', 'none']], command: 'readCard', becomes: { device: 'online', media: 'notPresent' } },
    { set: [], command: 'readCard', becomes: { device: 'online', media: 'unknown' } },
    {
      set: [['card', 'not-an-identity-card']],
      command: 'readCard',
      becomes: { device: 'online', media: 'present' },
    },
  ],
  powerUps: [
    {
      name: 'a card lies on the glass',
      arrange: layCard,
      found: ({ device }) => device.status,
      expected: { device: 'online', reasons: [], media: 'unknown' },
    },
    {
      name: 'the power came back a moment ago',
      arrange: async ({ unit }) => unit.set('powerCycle', true),
      found: ({ device }) => device.status,
      expected: { device: 'online', reasons: [], media: 'unknown' },
    },
  ],
};
