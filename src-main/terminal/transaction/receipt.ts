import type { DeviceError } from '../../../devices/contract/common.ts';
import type {
  ReceiptDocument,
  ReceiptPrinter,
  ReceiptPrinterErrorCode,
} from '../../../devices/contract/receipt-printer.ts';
import { capitalYuan, formatYuan } from '../../../src-shared/money.ts';
import { cellText } from '../../../src-shared/service/cell-text.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet, SheetCell } from '../../../src-shared/service/sheet.ts';
import { localTime } from '../session/calendar.ts';
import type { ItemContext, Payment } from '../session/context.ts';
import { idNumberMasked, namesMasked } from '../session/steps/names-masked.ts';
import type { CashClaim } from '../store/store.ts';
import { type EffectAnswer, performEffect } from './effect.ts';
import { report } from './report.ts';

const patienceMs = 20_000;

/** What the slip says. The person only masked: it may be left lying. */
function receiptOf(context: ItemContext): ReceiptDocument {
  const { transaction, item, found, terminal } = context;
  const { holderMasked, agentMasked } = namesMasked(found);
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
      ...(holderMasked === null
        ? []
        : [pair('姓名', holderMasked), pair('证件号码', idNumberMasked(found) ?? '')]),
      ...(agentMasked === null ? [] : [pair('代办人', agentMasked)]),
      ...(found.company === null ? [] : [pair('单位', found.company.name)]),
      ...(found.range === null ? [] : [pair('起止年月', `${found.range.from} 至 ${found.range.to}`)]),
      ...(found.certificate === null
        ? []
        : [
            pair('证明编号', found.certificate.certificateNumber),
            pair('打印页数', `${found.certificate.pages} 页`),
          ]),
      ...(found.card === null ? [] : [pair('社保卡号尾号', found.card.number.reveal().slice(-4))]),
      ...paymentElements(context),
      ...sheetElements(found.outcome?.sheet ?? found.sheet),
      ...outcomeElements(found.outcome),
      ...collectedElements(context),
      pair('办理结果', resultOf(context)),
      ...(found.payment === null || found.bills === null
        ? []
        : [{ kind: 'text' as const, text: '本凭条不作为完税凭证' }]),
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

/** The wide sign: the narrow one is not in GBK, and would be drawn as a picture. */
const slipYuan = (fen: number) => formatYuan(fen).replace('¥', '￥');

type Elements = ReceiptDocument['elements'][number][];

/** What was paid, for whom, how, and what is still owed. Names only masked. */
function paymentElements({ found: { bills, payment } }: ItemContext): Elements {
  if (payment === null) return [];
  const pair = (label: string, value: string) => ({ kind: 'pair' as const, label, value });
  if (bills === null)
    return [
      { kind: 'rule' },
      pair('已付现金', slipYuan(payment.repaid)),
      ...(payment.repaid > 0 ? [{ kind: 'text' as const, text: capitalYuan(payment.repaid) }] : []),
      ...owedElements(payment),
    ];
  const settled = payment.outcome === 'paid' || payment.outcome === 'waiting';
  return [
    ...bills.lines.flatMap((line) => [
      { kind: 'rule' as const },
      { kind: 'text' as const, text: line.title.zh, bold: true },
      pair('被缴费人', line.nameMasked),
      pair('费款所属期', line.period),
      pair('缴费档次', line.label.zh),
      pair('金额', slipYuan(line.amount)),
    ]),
    { kind: 'rule' },
    pair(settled ? '合计' : '应缴合计', slipYuan(bills.due)),
    ...(settled ? [{ kind: 'text' as const, text: capitalYuan(bills.due) }] : []),
    ...(payment.cash > 0 ? [pair('现金', slipYuan(payment.cash))] : []),
    ...(payment.code > 0 ? [pair('扫码支付', slipYuan(payment.code))] : []),
    ...(payment.orderNumber === null ? [] : [pair('渠道订单号尾号', payment.orderNumber.slice(-6))]),
    ...(payment.receiptNumber === null ? [] : [pair('缴费凭证号', payment.receiptNumber)]),
    ...(payment.repaid > 0 ? [pair(settled ? '找零' : '已退回', slipYuan(payment.repaid))] : []),
    ...owedElements(payment),
  ];
}

/** What staff look for, and what can still be collected. */
function owedElements({ open, claim }: Payment): Elements {
  return [
    ...(open > 0
      ? [
          { kind: 'pair' as const, label: '待查金额', value: slipYuan(open) },
          { kind: 'text' as const, text: '本机不能确定是否已退出，工作人员会核查。请凭流水号查询。' },
        ]
      : []),
    ...claimElements(claim),
  ];
}

function claimElements(claim: CashClaim | null): Elements {
  if (claim === null) return [];
  return [
    { kind: 'rule' },
    { kind: 'text', text: '本机未能退回的金额', bold: true },
    { kind: 'text', text: slipYuan(claim.amount), size: 'double', bold: true },
    { kind: 'text', text: capitalYuan(claim.amount) },
    { kind: 'text', text: `领款码 ${claim.code}`, size: 'double', bold: true },
    { kind: 'text', text: '凭此码在本机“领款”领取，或带身份证到本网点窗口领取。此码等于现金，请妥善保管。' },
  ];
}

/** What was found or taken down, as on the screen. */
function sheetElements(sheet: Sheet | null): Elements {
  if (sheet === null) return [];
  return [
    { kind: 'rule' },
    { kind: 'text', text: sheet.title.zh, bold: true },
    ...sheet.sections.flatMap((section): Elements => {
      if (section.kind === 'note') return [{ kind: 'text', text: section.text.zh }];
      const title: Elements =
        section.title === undefined ? [] : [{ kind: 'text', text: section.title.zh, bold: true }];
      if (section.kind === 'fields')
        return [
          ...title,
          ...section.rows.map(({ label, value }) => ({
            kind: 'pair' as const,
            label: label.zh,
            value: slipCell(value),
          })),
        ];
      return [
        ...title,
        ...section.rows.slice(0, mostRows).map((row) => ({
          kind: 'text' as const,
          text: row.map(slipCell).join('  '),
        })),
        ...(section.rows.length > mostRows
          ? [{ kind: 'text' as const, text: `共 ${section.rows.length} 条，凭条只列前 ${mostRows} 条` }]
          : []),
      ];
    }),
  ];
}

const slipCell = (value: SheetCell) => cellText(value, 'zh').replaceAll('¥', '￥');

/** A slip is no ledger. */
const mostRows = 20;

/** Reason, law, remedy, what is still to be brought, and the way to a person. */
function outcomeElements(outcome: Outcome | null): Elements {
  if (outcome === null) return [];
  const text = (value: string, bold = false) => ({ kind: 'text' as const, text: value, bold });
  return [
    { kind: 'rule' },
    ...(outcome.number === null ? [] : [{ kind: 'pair' as const, label: '受理编号', value: outcome.number }]),
    ...outcome.sentences.map(({ zh }) => text(zh)),
    ...outcome.corrections.map(({ zh }, index) => text(`${index + 1}. ${zh}`)),
    ...outcome.promises.flatMap(({ material, dueDate, consequence }) => [
      text(`待补：${material.zh}`, true),
      text(`请于 ${dueDate} 前补交`),
      text(consequence.zh),
    ]),
    ...(outcome.law.length === 0
      ? []
      : [text(`依据：${outcome.law.map((law) => (law.includes('《') ? law : `《${law}》`)).join('；')}`)]),
    ...(outcome.remedy === null ? [] : [text(outcome.remedy.zh)]),
    text(outcome.human.zh),
  ];
}

/** Papers out of the cabinet. */
function collectedElements({ found: { collected } }: ItemContext): Elements {
  return collected.flatMap(
    ({ number, itemName, compartment }): Elements => [
      { kind: 'rule' },
      { kind: 'text', text: `已领取：${itemName.zh}`, bold: true },
      { kind: 'pair', label: '受理编号', value: number },
      { kind: 'pair', label: '证照柜', value: `${String(compartment).padStart(2, '0')} 号格` },
    ],
  );
}

/** What the result line of a slip says of an outcome. */
const resultWords: Record<Outcome['kind'], string> = {
  done: '已办结',
  approved: '已通过',
  accepted: '已受理',
  acceptedWithPromise: '已容缺受理',
  corrections: '需要补正',
  refused: '不予办理',
  toPerson: '已转人工审核',
  nothingFound: '没有查到记录',
};

function resultOf({ found }: ItemContext): string {
  if (found.pinSetAt !== null) return '密码已设置';
  if (found.outcome !== null) return resultWords[found.outcome.kind];
  if (found.collected.length > 0) return '已领取';
  if (found.certificate === null && found.sheet !== null) return '已查询';
  switch (found.payment?.outcome) {
    case undefined:
      return '已打印';
    case 'paid':
      return '缴费成功';
    case 'waiting':
      return '结果待确认，请勿重复缴费';
    case 'collected':
      return found.payment.claim === null ? '已领款' : '已领部分款';
    default:
      return '未缴费';
  }
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
