import type { ScannerForm } from '../scanner/emulator.ts';
import { encodeReports, reportBytes } from './codec.ts';

/** A scanner in HID POS mode: for `ScannerEmulator`. */
export const hidPosForm: ScannerForm = {
  title: 'HID POS barcode scanner',
  portions: ({ aim, data }) => encodeReports(aim, data),
  // USB repeats what was disturbed; what can come between is a report of another kind, of the battery for example.
  noisy: (portions) => [Uint8Array.of(0x04, 0x02, 0x5d, 0x51), ...portions, new Uint8Array(reportBytes)],
  trigger: null,
};
