import iconv from 'iconv-lite';

/** What a unit reads out of its buffer. */
export type EscPosCommand =
  | { readonly name: 'initialise' | 'lineFeed' | 'chineseOn' | 'chineseOff' | 'clearBuffer' | 'qrPrint' }
  | { readonly name: 'text'; readonly text: string }
  | { readonly name: 'align'; readonly align: 'left' | 'centre' | 'right' }
  | { readonly name: 'characterSize'; readonly width: number; readonly height: number }
  | { readonly name: 'bold'; readonly on: boolean }
  | { readonly name: 'lineSpacing'; readonly dots: number }
  | { readonly name: 'feedLines'; readonly lines: number }
  | {
      readonly name: 'raster';
      readonly widthBytes: number;
      readonly height: number;
      readonly data: Uint8Array;
    }
  | { readonly name: 'qrModel'; readonly model: number }
  | { readonly name: 'qrModuleSize'; readonly dots: number }
  | { readonly name: 'qrErrorCorrection'; readonly level: 'L' | 'M' | 'Q' | 'H' }
  | { readonly name: 'qrStore'; readonly data: Uint8Array }
  | { readonly name: 'cut'; readonly cut: 'full' | 'partial'; readonly feedDots: number | null }
  | { readonly name: 'automaticStatus'; readonly mask: number }
  | { readonly name: 'statusInTurn'; readonly n: number }
  | {
      readonly name: 'ejector';
      readonly action: 'retract' | 'eject' | 'status' | 'holdWhilePrinting' | 'pushOut';
    }
  | { readonly name: 'ejector'; readonly action: 'present'; readonly steps: number }
  | { readonly name: 'automaticFullStatus'; readonly mask: number }
  | { readonly name: 'hardwareReset' }
  | { readonly name: 'realTimeStatus'; readonly n: number }
  | { readonly name: 'realTimeRequest'; readonly n: number };

export type Reading =
  | { readonly kind: 'command'; readonly command: EscPosCommand; readonly length: number }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'unknown'; readonly length: number; readonly reason: string };

const incomplete: Reading = { kind: 'incomplete' };

/** Reads the first command of `bytes`, which is not empty. Never reads past what it needs. */
export function readCommand(bytes: Uint8Array, chinese: boolean): Reading {
  const first = at(bytes, 0);
  if (first === 0x0a) return command({ name: 'lineFeed' }, 1);
  if (first >= 0x20) return readText(bytes, chinese);
  if (bytes.length < 2) return introducers.has(first) ? incomplete : unknown(1, first);
  if (first === 0x10) return readRealTime(bytes);
  if (first === 0x1b) return readEsc(bytes);
  if (first === 0x1c) return readFs(bytes);
  if (first === 0x1d) return readGs(bytes);
  return unknown(1, first);
}

const introducers = new Set([0x10, 0x1b, 0x1c, 0x1d]);

/** One character: the unit knows no longer unit, and a line may break between any two. */
function readText(bytes: Uint8Array, chinese: boolean): Reading {
  const first = at(bytes, 0);
  if (first < 0x80 || first === 0x80 || first === 0xff || !chinese)
    return command({ name: 'text', text: first < 0x7f ? String.fromCharCode(first) : '?' }, 1);
  if (bytes.length < 2) return incomplete;
  const second = at(bytes, 1);
  const length = second >= 0x30 && second <= 0x39 ? 4 : 2;
  if (bytes.length < length) return incomplete;
  return command(
    { name: 'text', text: iconv.decode(Buffer.from(bytes.slice(0, length)), 'gb18030') },
    length,
  );
}

const clearBufferTail = [0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

function readRealTime(bytes: Uint8Array): Reading {
  if (bytes.length < 3) return incomplete;
  const [, code, n] = [0x10, at(bytes, 1), at(bytes, 2)];
  if (code === 0x04 && ((n >= 1 && n <= 4) || n === 0x14)) return command({ name: 'realTimeStatus', n }, 3);
  if (code === 0x05 && n <= 2) return command({ name: 'realTimeRequest', n }, 3);
  if (code === 0x14 && n === 0x08) {
    if (bytes.length < 10) return incomplete;
    if (clearBufferTail.every((byte, index) => at(bytes, 3 + index) === byte))
      return command({ name: 'clearBuffer' }, 10);
  }
  return unknown(1, 0x10, code, n);
}

function readEsc(bytes: Uint8Array): Reading {
  const code = at(bytes, 1);
  if (code === 0x40) return command({ name: 'initialise' }, 2);
  if (code === 0x69) return command({ name: 'cut', cut: 'full', feedDots: null }, 2);
  if (code === 0x6d) return command({ name: 'cut', cut: 'partial', feedDots: null }, 2);
  if (bytes.length < 3) return incomplete;
  const n = at(bytes, 2);
  switch (code) {
    case 0x61: {
      const align = (['left', 'centre', 'right'] as const)[n % 48];
      return align === undefined ? unknown(3, 0x1b, code, n) : command({ name: 'align', align }, 3);
    }
    case 0x45:
      return command({ name: 'bold', on: (n & 1) === 1 }, 3);
    case 0x33:
      return command({ name: 'lineSpacing', dots: n }, 3);
    case 0x64:
      return command({ name: 'feedLines', lines: n }, 3);
    default:
      return unknown(2, 0x1b, code);
  }
}

const resetTail = [0x18, 0x10, 0x14, 0x1a];

function readFs(bytes: Uint8Array): Reading {
  const code = at(bytes, 1);
  if (code === 0x26) return command({ name: 'chineseOn' }, 2);
  if (code === 0x2e) return command({ name: 'chineseOff' }, 2);
  if (code === 0xc0) {
    if (bytes.length < 6) return incomplete;
    if (resetTail.every((byte, index) => at(bytes, 2 + index) === byte))
      return command({ name: 'hardwareReset' }, 6);
  }
  return unknown(2, 0x1c, code);
}

function readGs(bytes: Uint8Array): Reading {
  const code = at(bytes, 1);
  if (bytes.length < 3) return incomplete;
  const n = at(bytes, 2);
  switch (code) {
    case 0x21:
      return command({ name: 'characterSize', width: ((n >> 4) & 7) + 1, height: (n & 7) + 1 }, 3);
    case 0x56:
      return readCut(bytes, n);
    case 0x65:
      return readEjector(bytes, n);
    case 0xe0:
      return command({ name: 'automaticFullStatus', mask: n }, 3);
    case 0x61:
      return command({ name: 'automaticStatus', mask: n }, 3);
    case 0x72:
      return command({ name: 'statusInTurn', n }, 3);
    case 0x76:
      return readRaster(bytes);
    case 0x28:
      return readQr(bytes);
    default:
      return unknown(2, 0x1d, code);
  }
}

function readCut(bytes: Uint8Array, n: number): Reading {
  if (n === 0 || n === 48) return command({ name: 'cut', cut: 'full', feedDots: null }, 3);
  if (n === 1 || n === 49) return command({ name: 'cut', cut: 'partial', feedDots: null }, 3);
  if (n !== 0x41 && n !== 0x42) return unknown(3, 0x1d, 0x56, n);
  if (bytes.length < 4) return incomplete;
  return command({ name: 'cut', cut: n === 0x41 ? 'full' : 'partial', feedDots: at(bytes, 3) }, 4);
}

const ejectorActions = {
  2: 'retract',
  5: 'eject',
  6: 'status',
  18: 'holdWhilePrinting',
  20: 'pushOut',
} as const satisfies Record<number, string>;

function readEjector(bytes: Uint8Array, n: number): Reading {
  if (n === 3) {
    if (bytes.length < 4) return incomplete;
    return command({ name: 'ejector', action: 'present', steps: at(bytes, 3) }, 4);
  }
  const action = (ejectorActions as Record<number, (typeof ejectorActions)[2 | 5 | 6 | 18 | 20]>)[n];
  return action === undefined ? unknown(3, 0x1d, 0x65, n) : command({ name: 'ejector', action }, 3);
}

function readRaster(bytes: Uint8Array): Reading {
  if (bytes.length < 8) return incomplete;
  if (at(bytes, 2) !== 0x30) return unknown(3, 0x1d, 0x76, at(bytes, 2));
  const widthBytes = at(bytes, 4) + at(bytes, 5) * 256;
  const height = at(bytes, 6) + at(bytes, 7) * 256;
  const length = 8 + widthBytes * height;
  if (bytes.length < length) return incomplete;
  return command({ name: 'raster', widthBytes, height, data: bytes.slice(8, length) }, length);
}

function readQr(bytes: Uint8Array): Reading {
  if (at(bytes, 2) !== 0x6b) return unknown(3, 0x1d, 0x28, at(bytes, 2));
  if (bytes.length < 5) return incomplete;
  const size = at(bytes, 3) + at(bytes, 4) * 256;
  const length = 5 + size;
  if (bytes.length < length) return incomplete;
  const [symbol, code, n] = [bytes[5], bytes[6], bytes[7]];
  if (symbol === 0x31 && code !== undefined && n !== undefined) {
    if (code === 0x41) return command({ name: 'qrModel', model: n - 48 }, length);
    if (code === 0x43 && n >= 1 && n <= 16) return command({ name: 'qrModuleSize', dots: n }, length);
    const level = (['L', 'M', 'Q', 'H'] as const)[n - 48];
    if (code === 0x45 && level !== undefined) return command({ name: 'qrErrorCorrection', level }, length);
    if (code === 0x50) return command({ name: 'qrStore', data: bytes.slice(8, length) }, length);
    if (code === 0x51) return command({ name: 'qrPrint' }, length);
  }
  return unknown(length, ...bytes.slice(0, Math.min(length, 8)));
}

function command(value: EscPosCommand, length: number): Reading {
  return { kind: 'command', command: value, length };
}

function unknown(length: number, ...bytes: number[]): Reading {
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return { kind: 'unknown', length, reason: `no command that is known begins with ${hex}` };
}

function at(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new Error(`byte ${index} was read before it came`);
  return byte;
}
