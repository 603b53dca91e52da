import type { Clock } from '../../src-shared/clock.ts';
import { EppEmulator } from '../drivers/epp/emulator.ts';
import { specimenEpp } from '../drivers/epp/profile.ts';
import { hidPosForm } from '../drivers/hid-pos/emulator.ts';
import { KrCuEmulator } from '../drivers/kr-cu/emulator.ts';
import { MegatecUpsEmulator } from '../drivers/megatec-ups/emulator.ts';
import { ModbusIoEmulator } from '../drivers/modbus-io/emulator.ts';
import { specimenMap } from '../drivers/modbus-io/map.ts';
import { ScannerEmulator } from '../drivers/scanner/emulator.ts';
import { specimenCodes } from '../drivers/scanner/specimens.ts';
import { serialScannerForm } from '../drivers/serial-scanner/emulator.ts';
import { SocialSecurityCardEmulator } from '../drivers/social-security-card/emulator.ts';
import { specimenChipCards } from '../drivers/social-security-card/specimens.ts';
import type { Emulator } from '../emulation/emulator.ts';
import type { LineHost } from '../emulation/line-host.ts';
import { hostOnTcp } from '../emulation/tcp.ts';
import type { BenchUnit } from './unit.ts';

/** The units of the bench that move neither money nor paper. */
export async function peripheralUnits(
  clock: Clock,
  serialLine: (emulator: Emulator, id: string, baudRate: number) => Promise<LineHost>,
  onSupply: (deviceId: string, on: boolean) => void,
): Promise<BenchUnit[]> {
  const pinPad = new EppEmulator({ clock, profile: specimenEpp });
  const board = new ModbusIoEmulator({ clock, map: specimenMap });
  board.onSupply(({ deviceId, on }) => onSupply(deviceId, on));
  const ups = new MegatecUpsEmulator({ clock });
  const locker = new KrCuEmulator({ clock });
  const cardReader = new SocialSecurityCardEmulator({ clock, cards: specimenChipCards() });
  const codes = specimenCodes();
  const hidScanner = new ScannerEmulator({ clock, codes, form: hidPosForm });
  // As config/devices/serial-scanner.yaml has it.
  const format = { suffix: Uint8Array.of(0x0d, 0x0a), aim: true };
  const scanner = new ScannerEmulator({ clock, codes, form: serialScannerForm(format, null) });
  return [
    {
      id: 'barcode-reader',
      class: 'barcodeReader',
      emulator: scanner,
      showPhone: (text) => scanner.show(text),
      line: await serialLine(scanner, 'barcode-reader', 9_600),
      artifacts: {},
    },
    {
      id: 'hid-barcode-reader',
      class: 'barcodeReader',
      emulator: hidScanner,
      showPhone: (text) => hidScanner.show(text),
      // No operating system lets a program play a HID device without a module of its kernel.
      line: await hostOnTcp({ emulator: hidScanner, port: 0 }),
      artifacts: {},
    },
    {
      id: 'card-reader',
      class: 'cardReader',
      emulator: cardReader,
      // PC/SC has no line that could be a pseudo-terminal.
      line: await hostOnTcp({ emulator: cardReader, port: 0 }),
      artifacts: {},
    },
    {
      id: 'pin-pad',
      class: 'pinPad',
      emulator: pinPad,
      line: await serialLine(pinPad, 'pin-pad', 9_600),
      artifacts: {},
    },
    {
      id: 'io-board',
      class: 'auxiliaries',
      emulator: board,
      line: await serialLine(board, 'io-board', 9_600),
      artifacts: {},
    },
    {
      id: 'ups',
      class: 'powerSupply',
      emulator: ups,
      line: await serialLine(ups, 'ups', 2_400),
      artifacts: {},
    },
    {
      id: 'locker',
      class: 'locker',
      emulator: locker,
      line: await serialLine(locker, 'locker', 19_200),
      artifacts: {},
    },
  ];
}
