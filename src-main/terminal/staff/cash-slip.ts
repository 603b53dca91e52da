import type { ReceiptDocument } from '../../../devices/contract/receipt-printer.ts';
import { formatYuan } from '../../../src-shared/money.ts';
import { localTime } from '../session/calendar.ts';
import type { Devices, Surroundings } from '../session/context.ts';
import type { CashItems } from '../store/store.ts';

const printMs = 20_000;

export type Element = ReceiptDocument['elements'][number];

export const pair = (label: string, value: string): Element => ({ kind: 'pair', label, value });
export const rule: Element = { kind: 'rule' };

/** In full-width yen, which every code page of the slip has. */
export const yuan = (fen: number): string =>
  `${fen < 0 ? '-' : ''}${formatYuan(Math.abs(fen))}`.replace('¥', '￥');

export const noteLines = (items: readonly CashItems[]): Element[] =>
  items.map(({ value, count }) => pair(`${value / 100} 元`, `${count} 张`));

/** Where a slip of the cash office comes out. */
export type SlipPlace = Pick<Surroundings, 'terminal' | 'clock'> & {
  readonly devices: Pick<Devices, 'receiptPrinter'>;
};

/** A slip of the cash office, with two lines to sign. Answers whether it was printed. */
export async function printCashSlip(
  { devices, terminal, clock }: SlipPlace,
  title: string,
  body: readonly Element[],
): Promise<boolean> {
  const printer = devices.receiptPrinter;
  if (printer === undefined || printer.status.device !== 'online') return false;
  const slip: ReceiptDocument = {
    elements: [
      { kind: 'text', text: title, align: 'centre', size: 'double', bold: true },
      { kind: 'text', text: '样张 SPECIMEN', align: 'centre', size: 'double' },
      rule,
      pair('终端号', terminal.number),
      pair('时间', localTime(clock)),
      ...body,
      rule,
      pair('经办', '____________'),
      pair('复核', '____________'),
      { kind: 'feed', lines: 3 },
    ],
  };
  return (await printer.print(slip, { timeoutMs: printMs })).ok;
}
