import { scannerConformance } from '../scanner/conformance-cases.ts';
import { ScannerEmulator } from '../scanner/emulator.ts';
import { specimenCodes } from '../scanner/specimens.ts';
import { hidPosScanner } from './driver.ts';
import { hidPosForm } from './emulator.ts';

export const conformance = scannerConformance({
  driver: 'hid-pos',
  serial: { baudRate: 115_200, parity: 'none', stopBits: 1 },
  skips: { pty: 'a HID device has no serial line; hid.test.ts tries it on reports' },
  makeUnit: (clock) => new ScannerEmulator({ clock, codes: specimenCodes(), form: hidPosForm }),
  makeDriver: (transport, clock) => hidPosScanner({ id: 'scanner', transport, clock, encoding: 'utf-8' }),
});
