import { randomBytes } from 'node:crypto';
import { CcnetEmulator } from '../../devices/drivers/ccnet/emulator.ts';
import { CoinAcceptorEmulator } from '../../devices/drivers/cctalk/coin-acceptor-emulator.ts';
import { HopperEmulator } from '../../devices/drivers/cctalk/hopper-emulator.ts';
import { CctalkWire } from '../../devices/drivers/cctalk/wire.ts';
import { EppEmulator } from '../../devices/drivers/epp/emulator.ts';
import { specimenEpp } from '../../devices/drivers/epp/profile.ts';
import { EscPosEmulator } from '../../devices/drivers/escpos/emulator.ts';
import { paper80mm } from '../../devices/drivers/escpos/profile.ts';
import { hidPosForm } from '../../devices/drivers/hid-pos/emulator.ts';
import { Id003Emulator } from '../../devices/drivers/id003/emulator.ts';
import { KrCuEmulator } from '../../devices/drivers/kr-cu/emulator.ts';
import { LcdmEmulator } from '../../devices/drivers/lcdm/emulator.ts';
import { MegatecUpsEmulator } from '../../devices/drivers/megatec-ups/emulator.ts';
import { ModbusIoEmulator } from '../../devices/drivers/modbus-io/emulator.ts';
import { specimenMap } from '../../devices/drivers/modbus-io/map.ts';
import { ScannerEmulator } from '../../devices/drivers/scanner/emulator.ts';
import { specimenCodes } from '../../devices/drivers/scanner/specimens.ts';
import { specimenCards } from '../../devices/drivers/sdt/cards.ts';
import { SdtEmulator } from '../../devices/drivers/sdt/emulator.ts';
import { serialScannerForm } from '../../devices/drivers/serial-scanner/emulator.ts';
import { SocialSecurityCardEmulator } from '../../devices/drivers/social-security-card/emulator.ts';
import { specimenChipCards } from '../../devices/drivers/social-security-card/specimens.ts';
import { SspEmulator } from '../../devices/drivers/ssp/emulator.ts';
import type { Emulator } from '../../devices/emulation/emulator.ts';
import type { Profile } from '../../devices/manager/profile.ts';
import type { Clock } from '../../src-shared/clock.ts';

export interface EmulatedUnit {
  /** What hands move. */
  readonly unit: Emulator;
  /** What hangs on the line: the unit, or the wire that it hangs on. */
  readonly onLine: Pick<Emulator, 'attach'> & Emulator;
}

/** The emulated unit of a profile, as it leaves the factory and filled; undefined where its driver has none. */
export function emulatedUnit(profile: Profile, clock: Clock): EmulatedUnit | undefined {
  if (profile.driver === 'escpos') {
    return alone(new EscPosEmulator({ clock, profile: { ...paper80mm, ...profile.settings } }));
  }
  return units[profile.driver]?.(clock);
}

const alone = (unit: Emulator): EmulatedUnit => ({ unit, onLine: unit });

function onWire(unit: CoinAcceptorEmulator | HopperEmulator): EmulatedUnit {
  const wire = new CctalkWire();
  unit.attach(wire.tap());
  return { unit, onLine: wire };
}

const yuan = 100;

const units: Readonly<Record<string, (clock: Clock) => EmulatedUnit>> = {
  sdt: (clock) => alone(new SdtEmulator({ clock, cards: specimenCards() })),
  ssp: (clock) =>
    alone(
      new SspEmulator({
        clock,
        random: (count) => randomBytes(count),
        filled: [100, 50, 20, 10, 10, 5, 1].map((face) => face * yuan),
      }),
    ),
  lcdm: (clock) => alone(new LcdmEmulator({ clock })),
  ccnet: (clock) => alone(new CcnetEmulator({ clock })),
  id003: (clock) => alone(new Id003Emulator({ clock })),
  'cctalk-coin-acceptor': (clock) => onWire(new CoinAcceptorEmulator({ clock })),
  'cctalk-coin-hopper': (clock) => onWire(new HopperEmulator({ clock })),
  epp: (clock) => alone(new EppEmulator({ clock, profile: specimenEpp })),
  'modbus-io': (clock) => alone(new ModbusIoEmulator({ clock, map: specimenMap })),
  'megatec-ups': (clock) => alone(new MegatecUpsEmulator({ clock })),
  'kr-cu': (clock) => alone(new KrCuEmulator({ clock, filled: [7] })),
  'hid-pos': (clock) => alone(new ScannerEmulator({ clock, codes: specimenCodes(), form: hidPosForm })),
  // Set up as config/devices/serial-scanner.yaml has it.
  'serial-scanner': (clock) =>
    alone(
      new ScannerEmulator({
        clock,
        codes: specimenCodes(),
        form: serialScannerForm({ suffix: Uint8Array.of(0x0d, 0x0a), aim: true }, null),
      }),
    ),
  'social-security-card': (clock) =>
    alone(new SocialSecurityCardEmulator({ clock, cards: specimenChipCards() })),
};
