import type { DeviceError } from '../../../devices/contract/common.ts';
import type {
  ReceiptDocument,
  ReceiptPrinter,
  ReceiptPrinterErrorCode,
} from '../../../devices/contract/receipt-printer.ts';
import { maskIdNumber, maskName } from '../../../src-shared/masking.ts';
import { localTime } from '../session/calendar.ts';
import type { ItemContext } from '../session/context.ts';
import { type EffectAnswer, performEffect } from './effect.ts';
import { report } from './report.ts';

const patienceMs = 20_000;

/** What the slip says. The person only masked: it may be left lying. */
function receiptOf(context: ItemContext): ReceiptDocument {
  const { transaction, item, found, terminal } = context;
  const person = found.person?.card;
  const pair = (label: string, value: string) => ({ kind: 'pair' as const, label, value });
  return {
    elements: [
      { kind: 'text', text: '政务服务自助终端凭条', align: 'centre', size: 'double', bold: true },
      { kind: 'text', text: terminal.place.zh, align: 'centre' },
      { kind: 'feed', lines: 1 },
      ...(context.specimen
        ? [
            {
              kind: 'text' as const,
              text: '样张 SPECIMEN',
              align: 'centre' as const,
              size: 'double' as const,
            },
          ]
        : []),
      { kind: 'rule' },
      pair('终端号', terminal.number),
      pair('流水号', transaction.trace),
      pair('时间', localTime(context.clock)),
      { kind: 'rule' },
      { kind: 'text', text: item.name.zh, bold: true },
      ...(person === undefined
        ? []
        : [
            pair('姓名', maskName(person.name.reveal())),
            pair('证件号码', maskIdNumber(person.number.reveal())),
          ]),
      ...(found.range === null ? [] : [pair('起止年月', `${found.range.from} 至 ${found.range.to}`)]),
      ...(found.certificate === null
        ? []
        : [
            pair('证明编号', found.certificate.certificateNumber),
            pair('打印页数', `${found.certificate.pages} 页`),
          ]),
      pair('办理结果', '已打印'),
      { kind: 'rule' },
      ...(found.certificate === null
        ? []
        : [
            { kind: 'qr' as const, value: found.certificate.verificationUrl, moduleSize: 5 },
            { kind: 'feed' as const, lines: 1 },
            { kind: 'text' as const, text: '扫码核对证明真伪', align: 'centre' as const },
          ]),
      { kind: 'text', text: `咨询电话 ${terminal.hotline}`, align: 'centre' },
      ...(context.specimen
        ? [{ kind: 'text' as const, text: '未连接真实业务系统 不具法律效力', align: 'centre' as const }]
        : []),
      { kind: 'feed', lines: 3 },
    ],
  };
}

/** Prints the slip as an intent of its own. A slip that fails stops nothing: the certificate is out already. */
export async function printReceipt(
  context: ItemContext,
  printer: ReceiptPrinter,
): Promise<EffectAnswer<void, DeviceError<ReceiptPrinterErrorCode>>> {
  const id = context.randomUUID();
  const answer = await performEffect<void, DeviceError<ReceiptPrinterErrorCode>>(
    context.store,
    {
      id,
      transactionId: context.transaction.id,
      step: 'receipt',
      effect: { kind: 'motion', device: printer.id, jobName: `zerowindow-${id}`, sheets: 1 },
    },
    async () => {
      const printed = await printer.print(receiptOf(context), { timeoutMs: patienceMs });
      if (printed.ok)
        return { outcome: 'done', value: undefined, evidence: ['the unit says the slip is out'] };
      const { error } = printed;
      return { outcome: error.outcome, error, evidence: [error.description] };
    },
    (write, { outcome, evidence }) =>
      report(write, 'printOutcome', {
        transactionId: context.transaction.id,
        step: 'receipt',
        device: printer.id,
        outcome,
        evidence: [...evidence],
      }),
  );
  context.wakeUplink();
  return answer;
}
