import type { ReceiptDocument } from '../../../devices/contract/receipt-printer.ts';
import { formatYuan } from '../../../src-shared/money.ts';
import type { Act, ScreenOf } from '../../../src-shared/view.ts';
import { bookCount } from '../cash/count.ts';
import { unitOf } from '../cash/ground.ts';
import { verifyStaffPin } from '../configuration/staff-pin.ts';
import { localTime } from '../session/calendar.ts';
import type { Surroundings } from '../session/context.ts';
import type { Conversation } from '../session/conversation.ts';
import type { CashAccount } from '../store/store.ts';
import { report } from '../transaction/report.ts';

type CashScreen = ScreenOf<'staffCash'>;
type Count = Extract<Act, { type: 'staffCount' }>;

export interface CashOfficeOptions {
  readonly surroundings: Surroundings;
  /** Of a second person, where one must count with the first; null: one is enough. */
  readonly secondPinScrypt: string | null;
}

const printMs = 20_000;

/**
 * The cash of this machine in the hands of staff: what lies where, balancing (轧账), loading and collecting, claims that
 * are paid out against their code, and cases that are closed with a finding. Every act is in the journal, and those that
 * the centre waits for in a report, in the same commit.
 */
export class CashOffice {
  readonly #options: CashOfficeOptions;

  constructor(options: CashOfficeOptions) {
    this.#options = options;
  }

  async serve(conversation: Conversation): Promise<void> {
    let last: Pick<CashScreen, 'counted' | 'problem'> = { counted: null, problem: null };
    for (;;) {
      const act = await conversation.ask(this.#screen(last), [
        'staffCount',
        'staffSettleClaim',
        'staffCloseCase',
        'back',
      ]);
      if (act.type === 'back') return;
      last = { counted: null, problem: null };
      if (act.type === 'staffCount') last = await this.#working(conversation, () => this.#count(act));
      else if (act.type === 'staffSettleClaim') last.problem = this.#settle(act.code) ? null : 'unknownCode';
      else this.#close(act.caseId, act.finding);
      this.#options.surroundings.wakeUplink();
    }
  }

  /** Nothing is offered while it is booked and its slip printed. */
  async #working(
    conversation: Conversation,
    work: () => Promise<Pick<CashScreen, 'counted' | 'problem'>>,
  ): Promise<Pick<CashScreen, 'counted' | 'problem'>> {
    const working = await conversation.during(this.#screen({ counted: null, problem: null }), work, [], {
      canLeave: false,
      patience: null,
    });
    if (working.kind === 'act') throw new Error('nothing was offered');
    return working.value;
  }

  async #count({ place, items, as, secondPin }: Count): Promise<Pick<CashScreen, 'counted' | 'problem'>> {
    const { surroundings, secondPinScrypt } = this.#options;
    const { store } = surroundings;
    const account = this.#places().find((known) => known === place);
    if (account === undefined) return { counted: null, problem: null };
    if (secondPinScrypt !== null && !(await verifyStaffPin(secondPin ?? '', secondPinScrypt)))
      return this.#refused();
    // Nobody counts while money moves.
    if (store.read.activeCashIn() !== undefined) return { counted: null, problem: 'cashInActive' };
    const ledger = store.read.cashBalance(account) ?? 0;
    const by = secondPinScrypt === null ? 'staff' : 'two staff';
    const difference = bookCount(store, {
      place: account,
      items,
      by,
      against: as === 'count' ? 'suspense' : 'vault',
    });
    const total = ledger + difference;
    const slip = await this.#printSlip({ place, as, ledger, total, difference, items });
    return { counted: { place, as, ledger, total, difference, slip }, problem: null };
  }

  #refused(): Pick<CashScreen, 'counted' | 'problem'> {
    this.#options.surroundings.store.commit((write) => write.journal({ type: 'staffRefused' }));
    return { counted: null, problem: 'secondPinWrong' };
  }

  #settle(code: string): boolean {
    const { store } = this.#options.surroundings;
    const claim = store.read.openCashClaims().find((open) => open.code === code);
    if (claim === undefined) return false;
    const { transactionId, amount } = claim;
    store.commit((write) => {
      write.settleCashClaim(code, 'staff');
      // Paid out of the teller's own drawer, which the cash centre fills.
      write.moveCash({ transactionId: null, reason: 'claimPaid', debit: 'claims', credit: 'vault', amount });
      write.journal({ type: 'cashClaimSettled', transactionId, amount });
      report(write, 'cashClaim', { transactionId, state: 'settled', amount });
    });
    return true;
  }

  #close(caseId: string, finding: Extract<Act, { type: 'staffCloseCase' }>['finding']): void {
    const { store } = this.#options.surroundings;
    const open = store.read.openCashCases().find(({ id }) => id === caseId);
    if (open === undefined) return;
    const { transactionId, device, amount, evidence } = open;
    store.commit((write) => {
      write.closeCashCase(caseId, finding);
      write.journal({ type: 'cashCaseClosed', caseId, finding });
      report(write, 'cashCase', {
        caseId,
        transactionId,
        device,
        amount,
        evidence: [...evidence, `closed: ${finding}`],
      });
    });
  }

  #places(): CashAccount[] {
    const recycler = this.#options.surroundings.devices.cashRecycler;
    return recycler === undefined ? [] : [unitOf(recycler.id, 'payout'), unitOf(recycler.id, 'cashbox')];
  }

  #screen(last: Pick<CashScreen, 'counted' | 'problem'>): CashScreen {
    const { surroundings, secondPinScrypt } = this.#options;
    const { store, notes } = surroundings;
    const traceOf = (id: string | null) => (id === null ? null : (store.read.transaction(id)?.trace ?? null));
    return {
      kind: 'staffCash',
      places: this.#places().map((place) => ({
        place,
        kind: place.endsWith('/payout') ? 'payout' : 'cashbox',
        items: [...store.read.cashHolding(place)],
        total: store.read.cashBalance(place) ?? 0,
      })),
      values: [...new Set([10_000, 5_000, 2_000, 1_000, 500, 100, ...notes])].sort((a, b) => b - a),
      suspense: 0 - (store.read.cashBalance('suspense') ?? 0),
      claims: store.read
        .openCashClaims()
        .map(({ transactionId, amount }) => ({ trace: traceOf(transactionId) ?? '', amount })),
      cases: store.read.openCashCases().map(({ id, transactionId, amount, evidence }) => ({
        id,
        trace: traceOf(transactionId),
        amount,
        evidence: [...evidence],
      })),
      twoPersons: secondPinScrypt !== null,
      ...last,
    };
  }

  async #printSlip(counted: {
    readonly place: string;
    readonly as: Count['as'];
    readonly ledger: number;
    readonly total: number;
    readonly difference: number;
    readonly items: Count['items'];
  }): Promise<boolean> {
    const { devices, terminal, clock } = this.#options.surroundings;
    const printer = devices.receiptPrinter;
    if (printer === undefined || printer.status.device !== 'online') return false;
    const pair = (label: string, value: string) => ({ kind: 'pair' as const, label, value });
    const yuan = (fen: number) => `${fen < 0 ? '-' : ''}${formatYuan(Math.abs(fen))}`.replace('¥', '￥');
    const slip: ReceiptDocument = {
      elements: [
        {
          kind: 'text',
          text: counted.as === 'count' ? '现金轧账单' : '加钞清机单',
          align: 'centre',
          size: 'double',
          bold: true,
        },
        { kind: 'text', text: '样张 SPECIMEN', align: 'centre', size: 'double' },
        { kind: 'rule' },
        pair('终端号', terminal.number),
        pair('时间', localTime(clock)),
        pair('钞箱', counted.place),
        { kind: 'rule' },
        ...counted.items.map(({ value, count }) => pair(`${value / 100} 元`, `${count} 张`)),
        { kind: 'rule' },
        pair('账面', yuan(counted.ledger)),
        pair(counted.as === 'count' ? '实点' : '加清后', yuan(counted.total)),
        pair(differenceName(counted), yuan(counted.difference)),
        { kind: 'rule' },
        pair('经办', '____________'),
        pair('复核', '____________'),
        { kind: 'feed', lines: 3 },
      ],
    };
    return (await printer.print(slip, { timeoutMs: printMs })).ok;
  }
}

function differenceName({ as, difference }: { as: Count['as']; difference: number }): string {
  if (as === 'exchange') return '加入或取出';
  if (difference === 0) return '相符';
  return difference > 0 ? '长款' : '短款';
}
