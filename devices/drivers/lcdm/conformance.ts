import type { DriverConformance, Rig } from '../../conformance/kit.ts';
import { LcdmCashDispenser } from './driver.ts';
import { LcdmEmulator } from './emulator.ts';
import { lcdm1000 } from './profile.ts';

type LcdmRig = Rig<LcdmEmulator, LcdmCashDispenser>;
const ampleMs = 75_000;
const paid = ({ notes }: LcdmEmulator) => notes.exit + notes.customer;

/** A dispense that ends in a jam. */
async function jam({ unit, device, time }: LcdmRig): Promise<void> {
  unit.set('dispenseFault', 'jamAtDiverter');
  await time.answer(device.dispense('cassette', 2, { timeoutMs: ampleMs }));
}

export const conformance: DriverConformance<LcdmEmulator, LcdmCashDispenser> = {
  driver: 'lcdm',
  serial: { baudRate: 9_600, parity: 'none', stopBits: 1 },
  makeUnit: (clock) => new LcdmEmulator({ clock, notesInCassette: 200 }),
  makeDriver: (transport, clock) =>
    new LcdmCashDispenser({
      id: 'dispenser',
      transport,
      clock,
      profile: lcdm1000,
      item: { currency: 'CNY', value: 10_000 },
      healthIntervalMs: 10_000,
    }),
  commands: [
    {
      name: 'dispense',
      timeoutMs: ampleMs,
      prepare: async ({ unit }) => unit.set('takeNotes', true),
      run: ({ device }, options) => device.dispense('cassette', 3, options),
      moved: paid,
    },
    {
      name: 'reset',
      timeoutMs: ampleMs,
      prepare: jam,
      run: ({ device }, options) => device.reset(options),
      motion: true,
    },
    {
      name: 'lastDispense',
      timeoutMs: ampleMs,
      run: ({ device }, options) => device.lastDispense(options),
      // The unit has no memory that could be asked.
      local: true,
    },
    { name: 'romVersion', timeoutMs: ampleMs, run: ({ device }, options) => device.romVersion(options) },
  ],
  hands(unit) {
    if (unit.describe().holds.includes('off')) unit.set('powerCycle', true);
    unit.set('takeNotes', true);
    unit.set('clearPathByHand', true);
    unit.set('emptyRejectTray', true);
  },
  async recover({ device, time }) {
    await time.answer(device.reset({ timeoutMs: ampleMs }));
  },
  invariant(unit) {
    const all = Object.values(unit.notes).reduce((sum, count) => sum + count, 0);
    return all === 1_200 ? null : `${all} notes of 1200`;
  },
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'], transport: 'unknown' } },
    { set: [['babble', true]], becomes: { device: 'offline', reasons: ['noAnswer'] } },
    { set: [['cassetteOut', true]], becomes: { device: 'userError', reasons: ['cassetteMissing'] } },
    { set: [['rejectTrayOut', true]], becomes: { device: 'userError', reasons: ['rejectTrayMissing'] } },
    {
      set: [['dispenseFault', 'jamAtExit']],
      command: 'dispense',
      becomes: { device: 'hardwareError', transport: 'inoperative' },
    },
    { set: [], command: 'dispense', becomes: { device: 'online', reasons: [] } },
  ],
  powerUps: [
    {
      name: 'nothing in the path',
      arrange: async ({ unit }) => unit.set('powerCycle', true),
      found: ({ device }) => device.status.reasons,
      expected: [],
    },
    {
      name: 'a dispense was cut short, notes lie in the path',
      arrange: async ({ unit, device, time }) => {
        unit.set('dispenseFault', 'powerCut');
        await time.answer(device.dispense('cassette', 4, { timeoutMs: ampleMs }));
      },
      powerOn: (unit) => unit.set('powerCycle', true),
      found: ({ device }) => [device.status.device, device.status.reasons],
      expected: ['hardwareError', ['itemsInPath']],
    },
    {
      name: 'notes wait in the exit',
      arrange: async ({ unit, device, time }) => {
        await time.answer(device.dispense('cassette', 2, { timeoutMs: ampleMs }));
        unit.set('powerCycle', true);
      },
      // The exit's sensors look into the mouth, not at what hangs out of it.
      found: ({ device }) => device.status.reasons,
      expected: [],
    },
  ],
};
