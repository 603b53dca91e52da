import type { CashDay } from '../../../src-shared/contract/cash-day.ts';
import { daysRemainder } from '../../../src-shared/contract/days-remainder.ts';
import { type Element, pair, rule, yuan } from './cash-slip.ts';

/** Ledger, physical count and what the authority was paid, of one business day: what two people sign. */
export function daySlip(day: CashDay): Element[] {
  const { totals, units } = day;
  const lines: readonly (readonly [string, number])[] = [
    ['期初账面', day.opening],
    ['收入现金', totals.cashIn],
    ['找零', -totals.change],
    ['退款', -totals.refunds],
    ['付出现金', -totals.cashOut],
    ['加钞', totals.loaded],
    ['取钞', -totals.collected],
    ['长款', totals.long],
    ['短款', -totals.short],
    ['期末账面', day.closing],
  ];
  const remainder = daysRemainder(day);
  return [
    pair('营业日', day.day),
    rule,
    ...lines.map(([label, fen]) => pair(label, yuan(fen))),
    ...(day.carriedIn === 0 ? [] : [pair('其中上日未完', yuan(day.carriedIn))]),
    ...(day.carriedOut === 0 ? [] : [pair('其中次日业务', yuan(day.carriedOut))]),
    pair(remainder === 0 ? '账面相符' : '账面不符', yuan(remainder)),
    rule,
    pair('已入业务系统', yuan(totals.host)),
    pair('笔数', `${day.payments.length}`),
    pair('结果待确认', yuan(totals.pending)),
    pair('新开待领款', yuan(totals.claimsOpened)),
    pair('已付待领款', yuan(totals.claimsSettled)),
    rule,
    ...units.flatMap(({ place, ledger, count }) => [
      pair('钞箱', place),
      pair('账面', yuan(ledger)),
      pair('当日实点', count === null ? '未盘点' : yuan(count.counted)),
      ...(count === null ? [] : [pair('长短款', yuan(count.counted - count.ledger))]),
    ]),
    rule,
    pair('待查差额', yuan(day.openDifferences)),
    pair('待查事项占用', yuan(day.heldByCases)),
  ];
}
