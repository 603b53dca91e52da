import type { ScannerForm } from '../scanner/emulator.ts';
import { encodeScan, type SerialScanFormat } from './codec.ts';

/** As much as a USB-serial chip hands over at once. */
const portionBytes = 32;

/** A scanner on a serial line: for `ScannerEmulator`. */
export function serialScannerForm(format: SerialScanFormat, trigger: ScannerForm['trigger']): ScannerForm {
  return {
    title: `Serial barcode scanner${format.suffix.length === 0 ? ' without suffix' : ''}`,
    portions({ aim, data }) {
      const bytes = encodeScan({ ...format, suffix: new Uint8Array() }, aim, data);
      const portions: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += portionBytes) {
        portions.push(bytes.slice(at, at + portionBytes));
      }
      return format.suffix.length === 0 ? portions : [...portions, format.suffix];
    },
    // A start bit that is lost makes such bytes.
    noisy: ([first = new Uint8Array(), ...rest]) => [
      Uint8Array.of(...first.subarray(0, 8), 0xff, 0xfe),
      ...rest,
    ],
    trigger,
  };
}
