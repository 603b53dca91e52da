import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { ReceiptDocument, ReceiptPrinterStatus } from '../../contract/receipt-printer.ts';
import { memoryLine } from '../../transport/memory.ts';
import { columnsOf } from './cells.ts';
import { EscPosPrinter } from './driver.ts';
import { EscPosEmulator } from './emulator.ts';
import type { LineRasteriser } from './encoder.ts';
import { type EscPosProfile, paper80mm } from './profile.ts';

/** For tests of the encoder: draws one black bar as long as the line, which costs nothing. */
export const barRasteriser: LineRasteriser = {
  rasterise: (line, { columns }) => ({
    widthBytes: (columns * 12) / 8,
    height: 1,
    data: new Uint8Array((columns * 12) / 8).fill(0xff, 0, columnsOf(line.cells)),
  }),
};

/** For tests: a printer, its unit and the line between them, on virtual time. */
export function receiptPrinterBench(profile: EscPosProfile = paper80mm, bufferBytes = 4096) {
  const clock = new VirtualClock();
  const line = memoryLine('receipt printer');
  const unit = new EscPosEmulator({ clock, profile, bufferBytes });
  unit.attach(line.unit);
  const printer = new EscPosPrinter({
    id: 'receipt',
    transport: line.host,
    clock,
    rasteriser: barRasteriser,
    profile,
  });
  const statuses: ReceiptPrinterStatus[] = [];
  printer.onStatusChanged((status) => statuses.push(status));
  const events: string[] = [];
  printer.onEvent(({ type, ...rest }) => events.push([type, ...Object.values(rest)].join(' ')));
  const receipts: (readonly string[])[] = [];
  unit.onReceipt((receipt) => receipts.push(receipt.lines));

  /** Runs virtual time until the promise has settled. */
  async function settled<T>(promise: Promise<T>): Promise<T> {
    let done = false;
    const finish = promise.finally(() => {
      done = true;
    });
    await clock.advanceUntil(() => done);
    return finish;
  }

  /** Until some lines of the receipt are on paper and some are not. */
  const untilMiddle = () => clock.advanceUntil(() => unit.describe().holds.includes('uncut: 4 lines'));

  return {
    untilMiddle,
    clock,
    line,
    unit,
    printer,
    statuses,
    events,
    receipts,
    settled,
    open: () => settled(printer.open()),
    controlMedia: (action: 'retract' | 'eject', timeoutMs = 15_000) =>
      settled(printer.controlMedia(action, { timeoutMs })),
    print: (document: ReceiptDocument = slip, timeoutMs = 20_000) =>
      settled(printer.print(document, { timeoutMs })),
  };
}

/** Ten lines, so that a fault can strike in the middle. */
export const slip: ReceiptDocument = {
  elements: [
    { kind: 'text', text: '业务办理凭条', align: 'centre', size: 'double', bold: true },
    { kind: 'rule' },
    ...Array.from({ length: 7 }, (_, index) => ({
      kind: 'pair' as const,
      label: `项目${index + 1}`,
      value: 'specimen',
    })),
    { kind: 'text', text: '服务热线 12333', align: 'centre' },
  ],
};
