import { type Clock, sleep } from '../../../src-shared/clock.ts';
import type { CashAcceptor } from '../../contract/cash-acceptor.ts';
import { CcnetNoteAcceptor } from '../../drivers/ccnet/driver.ts';
import { CcnetEmulator } from '../../drivers/ccnet/emulator.ts';
import { CctalkBus } from '../../drivers/cctalk/bus.ts';
import { CctalkCoinAcceptor } from '../../drivers/cctalk/coin-acceptor.ts';
import { CoinAcceptorEmulator } from '../../drivers/cctalk/coin-acceptor-emulator.ts';
import { CctalkHopper } from '../../drivers/cctalk/hopper.ts';
import { HopperEmulator } from '../../drivers/cctalk/hopper-emulator.ts';
import { CctalkWire } from '../../drivers/cctalk/wire.ts';
import { barRasteriser } from '../../drivers/escpos/bench.test-support.ts';
import { EscPosPrinter } from '../../drivers/escpos/driver.ts';
import { EscPosEmulator } from '../../drivers/escpos/emulator.ts';
import { Id003NoteAcceptor } from '../../drivers/id003/driver.ts';
import { Id003Emulator } from '../../drivers/id003/emulator.ts';
import { KrCuLocker } from '../../drivers/kr-cu/driver.ts';
import { KrCuEmulator } from '../../drivers/kr-cu/emulator.ts';
import { LcdmCashDispenser } from '../../drivers/lcdm/driver.ts';
import { LcdmEmulator } from '../../drivers/lcdm/emulator.ts';
import { lcdm1000 } from '../../drivers/lcdm/profile.ts';
import { MegatecUps } from '../../drivers/megatec-ups/driver.ts';
import { MegatecUpsEmulator } from '../../drivers/megatec-ups/emulator.ts';
import { ModbusIoBoard } from '../../drivers/modbus-io/driver.ts';
import { ModbusIoEmulator } from '../../drivers/modbus-io/emulator.ts';
import { specimenMap } from '../../drivers/modbus-io/map.ts';
import { specimenCards } from '../../drivers/sdt/cards.ts';
import { SdtIdentityCardReader } from '../../drivers/sdt/driver.ts';
import { SdtEmulator } from '../../drivers/sdt/emulator.ts';
import { SspNoteRecycler } from '../../drivers/ssp/driver.ts';
import { SspEmulator } from '../../drivers/ssp/emulator.ts';
import { replayableRandom } from '../../drivers/ssp/replayable-random.ts';
import type { Emulator } from '../../emulation/emulator.ts';
import type { Transport } from '../transport.ts';

/** What a driver and a person do while a line is recorded, and again when the recording is replayed. */
export interface Scene {
  readonly driver: string;
  readonly baudRate: number;
  /** The unit that is recorded, switched on a minute before. */
  unit(clock: Clock): { readonly onLine: Pick<Emulator, 'attach'>; readonly hands: () => void };
  /** What came of it, as plain data. `hands` does what a person does; in a replay nothing. */
  play(transport: Transport, clock: Clock, hands: () => void): Promise<unknown>;
}

const id = 'unit';
const ample = { timeoutMs: 60_000 };

async function takeNote(acceptor: CashAcceptor, clock: Clock, hands: () => void): Promise<unknown> {
  const events: unknown[] = [];
  acceptor.onEvent((event) => events.push(event));
  await acceptor.open();
  const enabled = await acceptor.enable(
    acceptor.itemTypes.map(({ value }) => value),
    ample,
  );
  await sleep(clock, 1_000);
  hands();
  await sleep(clock, 4_000);
  const stacked = await acceptor.stack(ample);
  const disabled = await acceptor.disable(ample);
  await acceptor.close();
  return { enabled: enabled.ok, stacked, disabled: disabled.ok, events };
}

export const scenes: readonly Scene[] = [
  {
    driver: 'sdt',
    baudRate: 115_200,
    unit(clock) {
      const unit = new SdtEmulator({ clock, cards: specimenCards() });
      return { onLine: unit, hands: () => unit.set('card', 'specimen-b') };
    },
    async play(transport, clock, hands) {
      const settings = { baudRate: 115_200, pollIntervalMs: 200, healthIntervalMs: 10_000 };
      const reader = new SdtIdentityCardReader({ id, transport, clock, ...settings });
      await reader.open();
      const moduleId = await reader.readModuleId(ample);
      hands();
      const card = await reader.readCard(ample);
      await reader.close();
      return {
        moduleId,
        name: card.ok && card.value.name.reveal(),
        valid: card.ok && card.value.numberValid,
      };
    },
  },
  {
    driver: 'escpos',
    baudRate: 115_200,
    unit: (clock) => ({ onLine: new EscPosEmulator({ clock }), hands: () => {} }),
    async play(transport, clock) {
      const printer = new EscPosPrinter({ id, transport, clock, rasteriser: barRasteriser });
      await printer.open();
      const printed = await printer.print({ elements: [{ kind: 'text', text: '样张 specimen' }] }, ample);
      const { device } = printer.status;
      await printer.close();
      return { printed: printed.ok, device };
    },
  },
  {
    driver: 'ssp',
    baudRate: 9_600,
    unit(clock) {
      const unit = new SspEmulator({ clock, random: replayableRandom(7) });
      return { onLine: unit, hands: () => unit.set('insert', '100 CNY') };
    },
    play(transport, clock, hands) {
      const random = replayableRandom(3);
      const settings = { currency: 'CNY', fixedKey: 0x0123456701234567n, primeBits: 64, pollIntervalMs: 200 };
      const recycler = new SspNoteRecycler({ id, transport, clock, random, attempts: 21, ...settings });
      return takeNote(recycler, clock, hands);
    },
  },
  {
    driver: 'ccnet',
    baudRate: 9_600,
    unit(clock) {
      const unit = new CcnetEmulator({ clock });
      return { onLine: unit, hands: () => unit.set('insert', '100') };
    },
    play(transport, clock, hands) {
      const settings = {
        unit: 'billValidator',
        baudRate: 9_600,
        pollIntervalMs: 150,
        escrowHoldMs: 0,
      } as const;
      const currencies = { CHN: 'CNY' };
      return takeNote(
        new CcnetNoteAcceptor({ id, transport, clock, ...settings, currencies, ticketDigits: null }),
        clock,
        hands,
      );
    },
  },
  {
    driver: 'id003',
    baudRate: 9_600,
    unit(clock) {
      const unit = new Id003Emulator({ clock });
      return { onLine: unit, hands: () => unit.set('insert', '100') };
    },
    play(transport, clock, hands) {
      const settings = { baudRate: 9_600, pollIntervalMs: 150, escrowHoldMs: 0, currency: 'CNY' };
      const denominations = new Map([[0x67, 10_000]]);
      return takeNote(
        new Id003NoteAcceptor({ id, transport, clock, ...settings, denominations }),
        clock,
        hands,
      );
    },
  },
  {
    driver: 'lcdm',
    baudRate: 9_600,
    unit: (clock) => ({ onLine: new LcdmEmulator({ clock }), hands: () => {} }),
    async play(transport, clock) {
      const item = { currency: 'CNY', value: 10_000 };
      const settings = { profile: lcdm1000, item, healthIntervalMs: 10_000 };
      const dispenser = new LcdmCashDispenser({ id, transport, clock, ...settings });
      await dispenser.open();
      const dispensed = await dispenser.dispense('cassette', 3, { timeoutMs: 90_000 });
      await dispenser.close();
      return dispensed;
    },
  },
  {
    driver: 'cctalk-coin-hopper',
    baudRate: 9_600,
    unit(clock) {
      const wire = new CctalkWire();
      new CoinAcceptorEmulator({ clock }).attach(wire.tap());
      new HopperEmulator({ clock }).attach(wire.tap());
      return { onLine: wire, hands: () => {} };
    },
    async play(transport, clock) {
      const item = { currency: 'CNY', value: 100 };
      const security = { kind: 'fixed', bytes: [0, 0, 0, 0, 0, 0, 0, 0] } as const;
      const unit = { address: 3, mode: 'checksum' } as const;
      const bus = new CctalkBus(transport, clock);
      const settings = { bus, unit, item, security, levelSensors: true, healthIntervalMs: 10_000 };
      const hopper = new CctalkHopper({ id, clock, ...settings });
      await hopper.open();
      const dispensed = await hopper.dispense('hopper', 2, ample);
      await hopper.close();
      return dispensed;
    },
  },
  {
    driver: 'cctalk-coin-acceptor',
    baudRate: 9_600,
    unit(clock) {
      const wire = new CctalkWire();
      const unit = new CoinAcceptorEmulator({ clock });
      unit.attach(wire.tap());
      return { onLine: wire, hands: () => unit.set('insertCoin3', true) };
    },
    async play(transport, clock, hands) {
      const coins = [{ position: 3, currency: 'CNY', value: 100, path: 2 }];
      const settings = { coins, places: { 2: 'hopper' }, pollIntervalMs: 200 };
      const bus = new CctalkBus(transport, clock);
      const unit = { address: 2, mode: 'checksum' } as const;
      const acceptor = new CctalkCoinAcceptor({ id, clock, bus, unit, ...settings });
      const events: unknown[] = [];
      acceptor.onEvent((event) => events.push(event));
      await acceptor.open();
      const enabled = await acceptor.enable([100], ample);
      hands();
      await sleep(clock, 3_000);
      await acceptor.close();
      return { enabled: enabled.ok, events };
    },
  },
  {
    driver: 'modbus-io',
    baudRate: 9_600,
    unit(clock) {
      const unit = new ModbusIoEmulator({ clock, map: specimenMap });
      return { onLine: unit, hands: () => {} };
    },
    async play(transport, clock) {
      const settings = { baudRate: 9_600, unit: 1, map: specimenMap, pollIntervalMs: 500 };
      const board = new ModbusIoBoard({ id, transport, clock, ...settings });
      await board.open();
      const lit = await board.setLight('identityCardReader', 'continuous', ample);
      const cut = await board.powerCycle('identityCardReader', ample);
      const { device, cabinetDoor, temperature } = board.status;
      await board.close();
      return { lit: lit.ok, cut: cut.ok, device, cabinetDoor, temperature };
    },
  },
  {
    driver: 'megatec-ups',
    baudRate: 2_400,
    unit(clock) {
      const unit = new MegatecUpsEmulator({ clock });
      return { onLine: unit, hands: () => unit.set('mainsFailed', true) };
    },
    async play(transport, clock, hands) {
      const ups = new MegatecUps({ id, transport, clock, pollIntervalMs: 2_000 });
      await ups.open();
      const before = ups.status.mains;
      hands();
      await sleep(clock, 6_000);
      const { mains, battery } = ups.status;
      await ups.close();
      return { before, mains, battery };
    },
  },
  {
    driver: 'kr-cu',
    baudRate: 19_200,
    unit(clock) {
      const unit = new KrCuEmulator({ clock, filled: [7] });
      const hands = () => {
        unit.set('at', '7');
        unit.set('takeOut', true);
      };
      return { onLine: unit, hands };
    },
    async play(transport, clock, hands) {
      const settings = {
        board: 0,
        compartments: 16,
        pollIntervalMs: 500,
        closedBit: 1,
        presentBit: 1,
      } as const;
      const locker = new KrCuLocker({ id, transport, clock, ...settings });
      await locker.open();
      const opened = await locker.openDoor(7, ample);
      const before = locker.status.compartments[6];
      hands();
      await sleep(clock, 3_000);
      const after = locker.status.compartments[6];
      await locker.close();
      return { opened: opened.ok, before, after };
    },
  },
];
