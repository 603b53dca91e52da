import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ReceiptDocument } from '../../contract/receipt-printer.ts';
import { dialects, ejector } from './dialect.ts';
import { layOut, type ReceiptLine, type TextLine } from './layout.ts';
import type { EscPosProfile } from './profile.ts';
import type { RealTimeQuery } from './status.ts';

/** One bit per dot, 1 = black, rows of whole bytes, most significant bit at the left. */
export interface Raster {
  readonly widthBytes: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Draws a line that holds characters which the unit's ROM lacks. */
export interface LineRasteriser {
  /** The whole printable width; the characters stand on the unit's own column grid. */
  rasterise(line: TextLine, profile: EscPosProfile): Raster;
}

export const commands = {
  initialise: Uint8Array.of(0x1b, 0x40),
  chineseOn: Uint8Array.of(0x1c, 0x26),
  chineseOff: Uint8Array.of(0x1c, 0x2e),
  lineFeed: Uint8Array.of(0x0a),
  align: {
    left: Uint8Array.of(0x1b, 0x61, 0),
    centre: Uint8Array.of(0x1b, 0x61, 1),
    right: Uint8Array.of(0x1b, 0x61, 2),
  },
  size: { normal: Uint8Array.of(0x1d, 0x21, 0x00), double: Uint8Array.of(0x1d, 0x21, 0x11) },
  bold: (on: boolean) => Uint8Array.of(0x1b, 0x45, on ? 1 : 0),
  lineSpacing: (dots: number) => Uint8Array.of(0x1b, 0x33, dots),
  feed: (lines: number) => Uint8Array.of(0x1b, 0x64, lines),
  /** Answered in its turn, after all that stands before it in the buffer was printed: the mark of the end. */
  paperStatusInTurn: Uint8Array.of(0x1d, 0x72, 0x01),
  realTimeStatus: (n: RealTimeQuery) => Uint8Array.of(0x10, 0x04, n),
  fullStatus: Uint8Array.of(0x10, 0x04, 0x14),
} as const;

/** More data than error correction level M of the largest QR code holds. */
const qrBytesMax = 2331;

/**
 * A receipt as the bytes that print it, from ESC @ to the cut and the mouth, in parts of whole commands: between two parts,
 * and nowhere else, a real-time question does no harm (within an image it would become dots). Fails, with the reason, on a QR value that is
 * empty, too long or holds control characters.
 */
export function encodeReceipt(
  document: ReceiptDocument,
  profile: EscPosProfile,
  rasteriser: LineRasteriser,
): Result<readonly Uint8Array[], string> {
  const { presenter } = profile;
  const parts: Uint8Array[] = [
    commands.initialise,
    ...(presenter === null ? [] : [ejector.holdWhilePrinting]),
    commands.chineseOn,
  ];
  for (const line of layOut(document, profile.columns)) {
    if (line.kind === 'qr') {
      const qr = encodeQr(line);
      if (!qr.ok) return qr;
      parts.push(Buffer.concat(qr.value));
    } else if (line.kind === 'feed') parts.push(Buffer.concat(encodeFeed(line.lines, profile)));
    else parts.push(Buffer.concat(encodeText(line, profile, rasteriser)));
  }
  parts.push(commands.chineseOff, dialects[profile.dialect].cut[profile.cut]);
  if (presenter !== null) parts.push(ejector.present(presenter.presentSteps));
  return ok(parts);
}

function encodeText(line: TextLine, profile: EscPosProfile, rasteriser: LineRasteriser): Uint8Array[] {
  const bytes = line.cells.map((cell) => cell.bytes);
  if (!bytes.every((part) => part !== null)) {
    // GS v 0 stands alone on its line, so the neighbours of a rare character are drawn with it.
    return [commands.align.left, encodeRaster(rasteriser.rasterise(line, profile))];
  }
  return [
    commands.align[line.align],
    commands.size[line.size],
    commands.bold(line.bold),
    commands.lineSpacing(line.size === 'double' ? profile.doubleLineDots : profile.lineDots),
    ...bytes,
    commands.lineFeed,
  ];
}

function encodeFeed(lines: number, profile: EscPosProfile): Uint8Array[] {
  return [commands.lineSpacing(profile.lineDots), commands.feed(Math.min(255, Math.max(0, lines)))];
}

/** GS v 0. */
export function encodeRaster(raster: Raster): Uint8Array {
  const { widthBytes, height } = raster;
  const header = [0x1d, 0x76, 0x30, 0, widthBytes & 255, widthBytes >> 8, height & 255, height >> 8];
  return Uint8Array.from([...header, ...withoutRealTimeCommands(raster.data)]);
}

/**
 * A printer looks for real-time commands in the raw stream, inside images too: dots that happen to read
 * 10 04 01 would be answered, 10 05 02 or 10 14 08 would throw the job away. One dot beside is not seen.
 */
function withoutRealTimeCommands(data: Uint8Array): Uint8Array {
  return data.map((byte, index) => {
    const next = data[index + 1];
    // The last byte of an image too: what follows it is not known here.
    const dangerous = next === undefined || next === 0x04 || next === 0x05 || next === 0x14;
    return byte === 0x10 && dangerous ? 0x18 : byte;
  });
}

function encodeQr(line: Extract<ReceiptLine, { kind: 'qr' }>): Result<Uint8Array[], string> {
  const value = Buffer.from(line.value, 'utf8');
  if (value.length === 0 || value.length > qrBytesMax)
    return err(`a QR code takes 1 to ${qrBytesMax} bytes, not ${value.length}`);
  if (/\p{Cc}/u.test(line.value)) return err('a QR code of ours holds no control characters');
  const size = Math.min(16, Math.max(1, Math.round(line.moduleSize ?? 6)));
  const stored = value.length + 3;
  return ok([
    commands.align.centre,
    qrFunction(0x41, 0x32, 0x00),
    qrFunction(0x43, size),
    qrFunction(0x45, 0x31),
    Uint8Array.from([0x1d, 0x28, 0x6b, stored & 255, stored >> 8, 0x31, 0x50, 0x30, ...value]),
    qrFunction(0x51, 0x30),
  ]);
}

function qrFunction(code: number, ...parameters: number[]): Uint8Array {
  return Uint8Array.of(0x1d, 0x28, 0x6b, parameters.length + 2, 0, 0x31, code, ...parameters);
}
