import { createRequire } from 'node:module';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { CCTalkParser } from '@serialport/parser-cctalk';
import { PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { transform } from 'receiptline';

/** Codecs of the npm packages that do the same work, each as a plain function over bytes or lines. */

type Push = (bytes: Uint8Array) => void;

interface OpenTransform {
  _transform(chunk: Buffer, encoding: string, done: () => void): void;
  push: (frame: unknown) => boolean;
}

/** The parser without the stream around it, which only costs it time. */
function bareParser(parser: OpenTransform, onFrame: () => void): Push {
  parser.push = () => {
    onFrame();
    return true;
  };
  return (bytes) =>
    parser._transform(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), '', () => {});
}

/** Cuts frames by their length; looks at no checksum. 0: no clock. */
export function peerCctalkParser(onFrame: () => void): Push {
  return bareParser(new CCTalkParser(0) as unknown as OpenTransform, onFrame);
}

interface SmileyProtocol {
  prototype: { getPacket(command: string, args: readonly number[]): Uint8Array };
}

// It has no types, and its constructor refuses this Node by version: its functions are taken without it.
const require = createRequire(import.meta.url);
const SmileyProtocol = require('encrypted-smiley-secure-protocol') as SmileyProtocol;
const SmileyParser = require('encrypted-smiley-secure-protocol/src/parser.js') as new (options: {
  id: number;
}) => OpenTransform;

export function peerSspParser(onFrame: () => void): Push {
  return bareParser(new SmileyParser({ id: 0 }), onFrame);
}

/** A frame with these parameters. */
export function peerSspEncoder(): (parameters: readonly number[]) => Uint8Array {
  const encoder = Object.assign(Object.create(SmileyProtocol.prototype) as SmileyProtocol['prototype'], {
    id: 0,
    sequence: 0x80,
    aesEncryption: null,
  });
  return (parameters) => encoder.getPacket('SET_CHANNEL_INHIBITS', parameters);
}

/** A title, a rule, so many pairs of label and value, and a cut, 48 columns wide. */
export interface Slip {
  readonly title: string;
  readonly pairs: readonly (readonly [label: string, value: string])[];
}

const columns = 48;
const pairLine = ([label, value]: readonly [string, string]) =>
  `${label}${value.padStart(columns - label.length)}`;

export function pointOfSaleSlip({ title, pairs }: Slip): Uint8Array {
  const encoder = new ReceiptPrinterEncoder({ language: 'esc-pos', columns });
  encoder.initialize().align('center').bold(true).line(title).bold(false).align('left').rule();
  for (const pair of pairs) encoder.line(pairLine(pair));
  return encoder.cut('full').encode();
}

export function thermalPrinterSlip({ title, pairs }: Slip): Uint8Array {
  const printer = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    interface: 'tcp://127.0.0.1',
    width: columns,
  });
  printer.alignCenter();
  printer.bold(true);
  printer.println(title);
  printer.bold(false);
  printer.alignLeft();
  printer.drawLine();
  for (const [label, value] of pairs) printer.leftRight(label, value);
  printer.cut();
  return printer.getBuffer();
}

export function receiptlineSlip({ title, pairs }: Slip): Uint8Array {
  const lines = [`"${title}`, '-', ...pairs.map(([label, value]) => `${label} | ${value}`), '='];
  const text = transform(lines.join('\n'), {
    cpl: columns,
    encoding: 'cp437',
    command: 'escpos',
    cutting: true,
  });
  return Buffer.from(text, 'binary');
}
