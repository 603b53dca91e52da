import { scannerConformance } from '../scanner/conformance-cases.ts';
import { ScannerEmulator } from '../scanner/emulator.ts';
import { specimenCodes } from '../scanner/specimens.ts';
import { serialScanner } from './driver.ts';
import { serialScannerForm } from './emulator.ts';

const format = { suffix: Uint8Array.of(0x0d, 0x0a), aim: true };
/** SYN T CR and SYN U CR. */
const trigger = { on: Uint8Array.of(0x16, 0x54, 0x0d), off: Uint8Array.of(0x16, 0x55, 0x0d) };

export const conformance = serialConformance('serial-scanner', null);
export const triggeredConformance = serialConformance('serial-scanner-triggered', trigger);

function serialConformance(driver: string, switched: typeof trigger | null) {
  return scannerConformance({
    driver,
    serial: { baudRate: 9_600, parity: 'none', stopBits: 1 },
    makeUnit: (clock) =>
      new ScannerEmulator({ clock, codes: specimenCodes(), form: serialScannerForm(format, switched) }),
    makeDriver: (transport, clock) =>
      serialScanner({
        id: 'scanner',
        transport,
        clock,
        format,
        // On real time the emulated unit is held up by a busy machine, which no scanner is.
        gapMs: 500,
        encoding: 'utf-8',
        trigger: switched,
      }),
  });
}
