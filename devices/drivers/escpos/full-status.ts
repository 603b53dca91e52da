import type { EscPosFlags, EscPosMessage } from './status.ts';

/** Header of the answer to 10 04 14, and of the automatic full status where all four bytes were asked for. */
const header = [0x10, 0x0f] as const;
const lastPlace = 5;

const bits = {
  paper: { 1: 'noPaper', 4: 'nearEnd', 32: 'ticketInOutput', 64: 'virtualEnd', 128: 'notch' },
  user: {
    1: 'headUp',
    2: 'coverOpen',
    4: 'spooling',
    8: 'motorOn',
    32: 'lineFeedKey',
    64: 'formFeedKey',
  },
  recoverable: {
    1: 'headTemperature',
    2: 'communicationError',
    8: 'voltage',
    32: 'commandRefused',
    64: 'paperJam',
  },
  unrecoverable: { 1: 'cutterError', 4: 'ramError', 8: 'eepromError', 64: 'flashError' },
} as const;

/** `10 0F paper user recoverable unrecoverable`: full status of Custom VKP80 and KPM, the answer to 10 04 14. */
export function customFullStatus(bytes: Uint8Array): Record<keyof typeof bits, string[]> {
  const names = (byte: number | undefined, of: Readonly<Record<number, string>>) =>
    Object.entries(of)
      .filter(([mask]) => ((byte ?? 0) & Number(mask)) !== 0)
      .map(([, name]) => name);
  return {
    paper: names(bytes[2], bits.paper),
    user: names(bytes[3], bits.user),
    recoverable: names(bytes[4], bits.recoverable),
    unrecoverable: names(bytes[5], bits.unrecoverable),
  };
}

/** In the words that all units share. */
export function fullStatusFlags(bytes: Uint8Array): EscPosFlags {
  const [, , paper = 0, user = 0, recoverable = 0, unrecoverable = 0] = bytes;
  return {
    coverOpen: (user & 0x03) !== 0,
    feedingByKey: (user & 0x60) !== 0,
    mechanicalError: (recoverable & 0x40) !== 0,
    headHot: (recoverable & 0x01) !== 0,
    voltageError: (recoverable & 0x08) !== 0,
    cutterError: (unrecoverable & 0x01) !== 0,
    unrecoverableError: (unrecoverable & 0x4c) !== 0,
    paperNearEnd: (paper & 0x05) !== 0,
    paperEnd: (paper & 0x01) !== 0,
    ticketPresent: (paper & 0x20) !== 0,
  };
}

/**
 * Tells the answers of a Custom unit apart: full status, the answer to GS r (`0xx0xxxx`), XON and XOFF. Lost
 * bytes must not make an answer to GS r of what is left of a status: that would pass for the end of a job. So
 * the place of a lost header byte is kept, and 10, which no status byte can be, begins anew.
 */
export function createFullStatusParser(): (bytes: Uint8Array) => readonly EscPosMessage[] {
  let status: number[] = [];

  function take(byte: number): EscPosMessage | null {
    if (byte === 0x11) return { kind: 'xon' };
    if (byte === 0x13) return { kind: 'xoff' };
    if (byte === header[0]) {
      status = [byte];
      return null;
    }
    if (status.length === 0 && byte === header[1]) {
      status = [Number.NaN, byte];
      return null;
    }
    if (status.length === 0)
      return (byte & 0x90) === 0 ? { kind: 'replyInTurn', byte } : { kind: 'noise', byte };
    // A second header byte was lost when something else stands in its place.
    if (status.length === 1 && byte !== header[1]) status.push(Number.NaN);
    status.push(byte);
    if (status.length <= lastPlace) return null;
    const whole = status.every((one) => !Number.isNaN(one));
    const bytes = Uint8Array.from(status);
    status = [];
    return whole ? { kind: 'fullStatus', bytes } : { kind: 'noise', byte };
  }

  return (bytes) => [...bytes].map(take).filter((message) => message !== null);
}
