import type { CashDispenser } from '../../../../devices/contract/cash-dispenser.ts';
import { CctalkBus } from '../../../../devices/drivers/cctalk/bus.ts';
import { CctalkHopper } from '../../../../devices/drivers/cctalk/hopper.ts';
import { HopperEmulator } from '../../../../devices/drivers/cctalk/hopper-emulator.ts';
import { CctalkWire } from '../../../../devices/drivers/cctalk/wire.ts';
import { LcdmCashDispenser } from '../../../../devices/drivers/lcdm/driver.ts';
import { LcdmEmulator } from '../../../../devices/drivers/lcdm/emulator.ts';
import { lcdm1000 } from '../../../../devices/drivers/lcdm/profile.ts';
import { type MemoryLine, memoryLine } from '../../../../devices/transport/memory.ts';
import type { Clock } from '../../../../src-shared/clock.ts';
import type { CashAccount } from '../../store/store.ts';
import { unitOf } from '../ground.ts';

const hundred = { currency: 'CNY', value: 10_000 };
const oneYuan = { currency: 'CNY', value: 100 };
/** Of what pays out besides the recycler. A dispenser that is not asked to pay need not be looked after here. */
const healthIntervalMs = 60_000;

/** How many notes of 100 yuan and coins of 1 yuan. */
export interface Filled {
  readonly notes: number;
  readonly coins: number;
}

export type Inventory = readonly {
  readonly place: CashAccount;
  readonly value: number;
  readonly count: number;
}[];

export interface SecondLines {
  readonly notes: MemoryLine;
  readonly coins: MemoryLine;
}

/** What pays out besides the recycler, and lives on when the process dies. */
export class SecondUnits {
  readonly notes: LcdmEmulator;
  readonly coins: HopperEmulator;
  readonly #wire = new CctalkWire();

  constructor(clock: Clock, filled: Filled) {
    this.notes = new LcdmEmulator({ clock, notesInCassette: filled.notes });
    this.coins = new HopperEmulator({ clock, coins: filled.coins });
    this.coins.attach(this.#wire.tap());
  }

  /** The drivers of a process, on lines of their own. */
  connect(clock: Clock): { readonly lines: SecondLines; readonly dispensers: readonly CashDispenser[] } {
    const lines = { notes: memoryLine('dispenser'), coins: memoryLine('hopper') };
    this.notes.attach(lines.notes.unit);
    this.#wire.attach(lines.coins.unit);
    return {
      lines,
      dispensers: [
        new LcdmCashDispenser({
          id: 'dispenser-1',
          transport: lines.notes.host,
          clock,
          profile: lcdm1000,
          item: hundred,
          healthIntervalMs,
        }),
        new CctalkHopper({
          id: 'hopper-1',
          bus: new CctalkBus(lines.coins.host, clock),
          unit: { address: 3, mode: 'checksum' },
          clock,
          item: oneYuan,
          security: { kind: 'fixed', bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
          levelSensors: false,
          healthIntervalMs,
        }),
      ],
    };
  }

  /** What lies in each place of the ledger. */
  inventory(): Inventory {
    const { cassette, reject } = this.notes.notes;
    return [
      { place: unitOf('dispenser-1', 'cassette'), value: hundred.value, count: cassette },
      { place: unitOf('dispenser-1', 'reject'), value: hundred.value, count: reject },
      { place: unitOf('hopper-1', 'hopper'), value: oneYuan.value, count: this.coins.coins.hopper },
    ];
  }
}
