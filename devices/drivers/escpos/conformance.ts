import type { Clock } from '../../../src-shared/clock.ts';
import type { DriverConformance, Rig } from '../../conformance/kit.ts';
import type { ReceiptDocument } from '../../contract/receipt-printer.ts';
import { barRasteriser } from './bench.test-support.ts';
import { EscPosPrinter } from './driver.ts';
import { EscPosEmulator } from './emulator.ts';
import { custom80mm, type EscPosProfile, paper80mm } from './profile.ts';

/** Eight lines, one of them drawn: an image is where a lost byte does the most harm. */
const receipt: ReceiptDocument = {
  elements: Array.from({ length: 8 }, (_, line) => ({
    kind: 'text',
    text: line === 3 ? '𠮷' : `specimen ${line + 1}`,
  })),
};

/** A unit under whose mouth somebody collects what comes out. */
class WatchedPrinter extends EscPosEmulator {
  #cut = 0;

  constructor(clock: Clock, profile: EscPosProfile = paper80mm) {
    super({ clock, profile });
    this.onReceipt(({ lines }) => {
      this.#cut += lines.length;
    });
  }

  /** Lines with ink, on slips that were cut off and on paper that was not. */
  get lines(): number {
    const uncut = this.describe().holds.find((line) => line.startsWith('uncut: '));
    return this.#cut + (uncut === undefined ? 0 : Number.parseInt(uncut.slice(7), 10));
  }
}

/** What staff and citizens do by hand: clear, take, open and close. */
function hands(unit: EscPosEmulator): void {
  unit.set('clearJam', true);
  unit.set('takeTicket', true);
  unit.set('coverOpen', true);
  unit.set('coverOpen', false);
}

export const conformance: DriverConformance<WatchedPrinter, EscPosPrinter> = {
  driver: 'escpos',
  serial: { baudRate: 115_200, parity: 'none', stopBits: 1 },
  makeUnit: (clock) => new WatchedPrinter(clock),
  makeDriver: (transport, clock) =>
    new EscPosPrinter({ id: 'receipt', transport, clock, rasteriser: barRasteriser }),
  commands: [
    {
      name: 'print',
      timeoutMs: 20_000,
      prepare: async ({ unit }) => unit.set('takeTicket', true),
      run: ({ device }, options) => device.print(receipt, options),
      moved: (unit) => unit.lines,
    },
    { name: 'queryStatus', timeoutMs: 5_000, run: ({ device }, options) => device.queryStatus(options) },
  ],
  hands,
  // What a broken slip left in the unit goes out with the next one, and is not counted for the one after.
  async recover({ device, time }) {
    const short = { elements: [{ kind: 'text', text: 'staff' }] } as const;
    await time.answer(device.print(short, { timeoutMs: 20_000 }));
  },
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', paper: 'unknown', cover: 'unknown' } },
    {
      set: [['coverOpen', true]],
      becomes: { device: 'userError', reasons: ['coverOpen'], cover: 'open' },
    },
    { set: [['paper', 'out']], becomes: { device: 'userError', reasons: ['paperOut'], paper: 'out' } },
    { set: [['paper', 'nearEnd']], becomes: { device: 'online', reasons: ['paperLow'], paper: 'low' } },
    { set: [['headHot', true]], becomes: { device: 'deviceBusy', reasons: ['headHot'] } },
    {
      set: [['knifeBlocked', true]],
      command: 'print',
      becomes: { device: 'hardwareError', reasons: ['cutterError'] },
    },
    {
      set: [['jamNext', true]],
      command: 'print',
      becomes: { device: 'hardwareError', reasons: ['mechanicalError'], paper: 'jammed' },
    },
  ],
  powerUps: [
    {
      name: 'ready',
      arrange: async ({ unit }) => unit.set('powerCycle', true),
      found: ({ device }) => device.status.device,
      expected: 'online',
    },
    {
      name: 'paper jammed',
      arrange: async ({ unit, device, time }) => {
        unit.set('jamNext', true);
        await time.answer(device.print(receipt, { timeoutMs: 20_000 }));
        unit.set('powerCycle', true);
      },
      found: ({ device }) => [device.status.device, device.status.paper],
      expected: ['hardwareError', 'jammed'],
    },
    {
      name: 'the paper ran out',
      arrange: async ({ unit }) => {
        unit.set('paper', 'out');
        unit.set('powerCycle', true);
      },
      found: ({ device }) => [device.status.device, device.status.paper],
      expected: ['userError', 'out'],
    },
  ],
};

type PresenterRig = Rig<WatchedPrinter, EscPosPrinter>;

/** A slip in the mouth, for the commands that put it away. */
async function presentSlip({ unit, device, time }: PresenterRig): Promise<void> {
  unit.set('takeTicket', true);
  device.resetCount();
  await time.answer(device.print(receipt, { timeoutMs: 20_000 }));
}

/** Custom units: full status, presenter, a reset in place of a cleared buffer. */
export const presenterConformance: DriverConformance<WatchedPrinter, EscPosPrinter> = {
  ...conformance,
  driver: 'escpos-presenter',
  makeUnit: (clock) => new WatchedPrinter(clock, custom80mm),
  makeDriver: (transport, clock) =>
    new EscPosPrinter({
      id: 'receipt',
      transport,
      clock,
      rasteriser: barRasteriser,
      profile: custom80mm,
    }),
  commands: [
    ...conformance.commands,
    {
      name: 'retract',
      timeoutMs: 15_000,
      prepare: presentSlip,
      run: ({ device }, options) => device.controlMedia('retract', options),
      moved: (unit) => unit.slips.retracted,
    },
    {
      name: 'eject',
      timeoutMs: 15_000,
      prepare: presentSlip,
      run: ({ device }, options) => device.controlMedia('eject', options),
      moved: (unit) => unit.slips.ejected,
    },
  ],
  statuses: [
    ...conformance.statuses,
    { set: [], command: 'print', becomes: { device: 'online', ticket: 'present' } },
    { set: [], command: 'retract', becomes: { device: 'online', ticket: 'retracted', retractBin: 'ok' } },
    { set: [], command: 'eject', becomes: { device: 'online', ticket: 'notPresent' } },
    {
      set: [['jamAtMouth', true]],
      command: 'print',
      becomes: { device: 'hardwareError', reasons: ['mechanicalError'], paper: 'jammed' },
    },
  ],
  powerUps: [
    ...conformance.powerUps,
    {
      name: 'a slip in the mouth',
      arrange: async (rig) => {
        await presentSlip(rig);
        rig.unit.set('powerCycle', true);
      },
      found: ({ device }) => [device.status.device, device.status.ticket],
      expected: ['online', 'present'],
    },
  ],
};
