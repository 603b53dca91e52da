import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { DriverConformance, Rig } from '../../conformance/kit.ts';
import type { EncryptedKey } from '../../contract/pin-pad.ts';
import { EppPinPad } from './driver.ts';
import { EppEmulator } from './emulator.ts';
import { specimenMasterKey } from './emulator-pad.ts';
import { encrypt } from './pin-block.ts';
import { specimenEpp } from './profile.ts';

type EppRig = Rig<EppEmulator, EppPinPad>;
const keyName = 'pin';
const newKey = new Uint8Array(16).fill(0x5b);

/** A citizen who types as soon as the pad listens. */
async function citizen({ unit }: EppRig): Promise<void> {
  const stop = unit.onChanged(() => {
    if (!unit.describe().holds.includes('keypad:  (0 digits)')) return;
    stop();
    for (const key of ['1', '2', '3', '4', 'enter']) unit.set(`key_${key}`, true);
  });
}

export const conformance: DriverConformance<EppEmulator, EppPinPad> = {
  driver: 'epp',
  serial: { baudRate: 9_600, parity: 'none', stopBits: 1 },
  makeUnit: (clock) => new EppEmulator({ clock, profile: specimenEpp }),
  makeDriver: (transport, clock) =>
    new EppPinPad({ id: 'pad', transport, clock, profile: specimenEpp, healthIntervalMs: 10_000 }),
  startMs: 2_000,
  commands: [
    {
      name: 'readPinBlock',
      timeoutMs: 10_000,
      prepare: citizen,
      run: ({ device }, options) =>
        device.readPinBlock({
          ...options,
          format: 'iso0',
          keyName,
          account: new Sensitive('4356876509876788', '************6788'),
          minimumLength: 4,
          maximumLength: 6,
        }),
    },
    {
      name: 'keyCheckValue',
      timeoutMs: 10_000,
      run: ({ device }, options) => device.keyCheckValue(keyName, options),
    },
    {
      name: 'importKey',
      timeoutMs: 10_000,
      // The slot of the pad may hold another key afterwards.
      motion: true,
      run: ({ device }, options) =>
        device.importKey({
          ...options,
          keyName,
          key: encrypt('tripleDes', specimenMasterKey, newKey) as EncryptedKey,
          checkValue: encrypt('tripleDes', newKey, new Uint8Array(8)).slice(0, 4),
        }),
    },
  ],
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'] } },
    { set: [['babble', true]], becomes: { device: 'offline', reasons: ['noAnswer'] } },
    { set: [['power', false]], becomes: { device: 'offline', encryptionState: 'undefined' } },
    {
      set: [['tamper', true]],
      becomes: { device: 'fraudAttempt', reasons: ['tampered'], encryptionState: 'notInitialized' },
    },
    {
      set: [['loseWorkKeys', true]],
      becomes: { device: 'online', reasons: ['workingKeyMissing'], encryptionState: 'initialized' },
    },
    { set: [['batteryLow', true]], becomes: { device: 'online', reasons: ['batteryLow'] } },
  ],
  powerUps: [
    {
      name: 'a PIN was being typed',
      arrange: async ({ unit, device, time }) => {
        const options = { format: 'iso0', keyName, minimumLength: 4, maximumLength: 6 } as const;
        void device.readPinBlock({
          ...options,
          account: new Sensitive('4356876509876788', ''),
          timeoutMs: 9_000,
        });
        await time.until(
          'the pad listens',
          () => unit.describe().holds.includes('keypad:  (0 digits)'),
          5_000,
        );
        unit.set('key_1', true);
        unit.set('powerCycle', true);
      },
      found: ({ unit, device }) => [device.status.encryptionState, unit.describe().holds.at(-1)],
      expected: ['ready', 'keypad: not listening'],
    },
    {
      name: 'its housing was opened while it was off',
      arrange: async ({ unit }) => {
        unit.set('power', false);
        unit.set('tamper', true);
      },
      powerOn: (unit) => unit.set('power', true),
      found: ({ device }) => device.status,
      expected: { device: 'online', reasons: ['masterKeyMissing'], encryptionState: 'notInitialized' },
    },
  ],
  hands(unit) {
    unit.set('power', true);
    unit.set('tamper', false);
    unit.set('injectKeys', true);
  },
};
