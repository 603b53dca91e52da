import type { Mask } from '../../transport/recording/mask.ts';
import { commands } from './codec.ts';

const commandAt = 3;
/** Of a confirmation: sync, address, length, 00 or FF, CRC. */
const confirmations: readonly (number | undefined)[] = [0x00, 0xff];

/** Notes are anybody's; the number of a barcode ticket is worth what is on it. */
export function ccnetMask(): Mask {
  let hidden = false;
  return {
    host(bytes) {
      const code = bytes[commandAt];
      if (!confirmations.includes(code)) hidden = code === commands.extractBarcodeData;
      return bytes;
    },
    device: (bytes) => (hidden ? null : bytes),
  };
}
