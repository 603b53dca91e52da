import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../src-shared/clock.ts';
import { ccnetMask } from '../drivers/ccnet/mask.ts';
import { sdtMask } from '../drivers/sdt/mask.ts';
import { answersOnly, type Mask, nothingPersonal, onlyLengths } from '../transport/recording/mask.ts';
import { recordedLine } from '../transport/recording/record-line.ts';
import type { Transport } from '../transport/transport.ts';

/** What may be written down of each driver's line; of one that is not here, only how many bytes went by. */
const masks: Readonly<Record<string, () => Mask>> = {
  sdt: sdtMask,
  ccnet: ccnetMask,
  escpos: () => answersOnly,
  ssp: () => nothingPersonal,
  id003: () => nothingPersonal,
  lcdm: () => nothingPersonal,
  'cctalk-coin-acceptor': () => nothingPersonal,
  'cctalk-coin-hopper': () => nothingPersonal,
  'modbus-io': () => nothingPersonal,
  'megatec-ups': () => nothingPersonal,
  'kr-cu': () => nothingPersonal,
};

export function maskOf(driver: string): Mask {
  return Object.hasOwn(masks, driver) ? (masks[driver]?.() ?? onlyLengths) : onlyLengths;
}

export interface RecorderOptions {
  readonly driver: string;
  /** A new file; its folder is made. */
  readonly file: string;
  readonly clock: Clock;
  /** Bytes after which the recording ends, with a note that it did. */
  readonly limit?: number;
}

/** Half a day of a polled note acceptor. */
const usualLimit = 20_000_000;

/** The switch of the recorder: a line that writes what goes over it into a file of its own, for its owner alone. */
export function recordToFile(line: Transport, options: RecorderOptions): Transport {
  const { driver, file, clock, limit = usualLimit } = options;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(file, 'wx', 0o600);
  const began = clock.now();
  let size = 0;
  return recordedLine(line, {
    clock,
    driver,
    mask: maskOf(driver),
    write(text) {
      if (size > limit) return;
      size += text.length;
      const full = `${JSON.stringify({ t: clock.now() - began, event: 'full' })}\n`;
      writeSync(descriptor, size > limit ? full : text);
    },
  });
}
