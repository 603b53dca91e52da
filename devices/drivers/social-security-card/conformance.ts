import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { DriverConformance, Rig } from '../../conformance/kit.ts';
import { SocialSecurityCardReader } from './driver.ts';
import { SocialSecurityCardEmulator } from './emulator.ts';
import { specimenChipCards } from './specimens.ts';
import { vpcdChannel } from './vpcd-channel.ts';

const cards = specimenChipCards();
const pin = (digits: string) => new Sensitive(digits, '******');

/** A card as it was issued, in the slot, and noticed. */
async function newCard({
  unit,
  device,
  time,
}: Rig<SocialSecurityCardEmulator, SocialSecurityCardReader>): Promise<void> {
  unit.set('chipCard', 'none');
  unit.set('newCards', true);
  await time.until('no card', () => device.status.media === 'notPresent', 10_000);
  unit.set('chipCard', 'specimen-a');
  await time.until('a card', () => device.status.media === 'present', 10_000);
}

export const conformance: DriverConformance<SocialSecurityCardEmulator, SocialSecurityCardReader> = {
  driver: 'social-security-card',
  serial: { baudRate: 115_200, parity: 'none', stopBits: 1 },
  connected: true,
  skips: { pty: 'PC/SC has no serial line; the real pcscd is in pcscd.test.ts' },
  makeUnit: (clock) => new SocialSecurityCardEmulator({ clock, cards }),
  makeDriver: (transport, clock) =>
    new SocialSecurityCardReader({
      id: 'chip',
      channel: vpcdChannel({ transport, clock }),
      clock,
      answerMs: 5_000,
    }),
  commands: [
    {
      name: 'readCard',
      timeoutMs: 20_000,
      prepare: newCard,
      run: ({ device }, options) => device.readCard(options),
    },
    {
      name: 'verifyPin',
      timeoutMs: 20_000,
      prepare: newCard,
      run: ({ device }, options) => device.verifyPin(pin('888888'), options),
      // A try is spent before the card looks.
      motion: true,
    },
    {
      name: 'changePin',
      timeoutMs: 20_000,
      prepare: newCard,
      run: ({ device }, options) => device.changePin({ old: pin('888888'), next: pin('654321') }, options),
      motion: true,
    },
  ],
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', media: 'unknown', chipPower: 'unknown' } },
    { set: [['chipCard', 'specimen-a']], becomes: { device: 'online', media: 'present' } },
    { set: [], command: 'readCard', becomes: { device: 'online', media: 'present' } },
    {
      set: [['tear', 'read']],
      command: 'readCard',
      becomes: { device: 'online', media: 'notPresent', chipPower: 'noCard' },
    },
  ],
  powerUps: [
    {
      name: 'no card',
      arrange: async () => {},
      found: ({ device }) => device.status.media,
      expected: 'notPresent',
    },
    {
      name: 'a card was left inside',
      arrange: async ({ unit }) => unit.set('chipCard', 'specimen-b'),
      found: ({ device }) => device.status.media,
      expected: 'present',
    },
  ],
};
