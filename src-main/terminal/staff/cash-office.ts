import type { CashDay } from '../../../src-shared/contract/cash-day.ts';
import type { CashState } from '../../../src-shared/contract/cash-unit.ts';
import type { Act, ScreenOf } from '../../../src-shared/view.ts';
import { closeCase, settleClaim } from '../cash/case.ts';
import { claimBehind } from '../cash/collect-claim.ts';
import { bookCount } from '../cash/count.ts';
import { daySoFar } from '../cash/cut-over.ts';
import { closeDifference } from '../cash/differences.ts';
import { completeExchange, startExchange } from '../cash/exchange.ts';
import { escrowOf } from '../cash/ground.ts';
import { cashState } from '../cash/unit-counters.ts';
import type { Devices, Surroundings } from '../session/context.ts';
import type { Conversation } from '../session/conversation.ts';
import type { CashAccount, CashHands } from '../store/store.ts';
import { daySlip } from './cash-day-slip.ts';
import { noteLines, pair, printCashSlip, rule, type SlipPlace, yuan } from './cash-slip.ts';
import { handsOf } from './second-person.ts';

type CashScreen = ScreenOf<'staffCash'>;
/** What the last act came to. */
type Last = Pick<CashScreen, 'counted' | 'exchanged' | 'problem' | 'dayPrinted'>;
type ActOf<T extends Act['type']> = Extract<Act, { type: T }>;

/** What staff need of the terminal to look after its cash. */
export type CashOfficeSurroundings = SlipPlace &
  Pick<Surroundings, 'store' | 'randomUUID' | 'notes' | 'dayEnds' | 'wakeUplink'> & {
    readonly devices: Pick<Devices, 'cashRecycler' | 'cashDispensers'>;
  };

export interface CashOfficeOptions {
  readonly surroundings: CashOfficeSurroundings;
  /** Of a second person, where one must count with the first; null: one is enough. */
  readonly secondPinScrypt: string | null;
}

const nothing: Last = { counted: null, exchanged: null, problem: null, dayPrinted: false };
const problem = (what: NonNullable<CashScreen['problem']>): Last => ({ ...nothing, problem: what });

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
    let last = nothing;
    for (;;) {
      const act = await conversation.ask(this.#screen(last), [
        'staffCount',
        'staffPrintDay',
        'staffStartExchange',
        'staffEnterExchange',
        'staffCompleteExchange',
        'staffSettleClaim',
        'staffCloseCase',
        'staffCloseDifference',
        'back',
      ]);
      if (act.type === 'back') return;
      last = await this.#working(conversation, () => this.#do(act));
      this.#options.surroundings.wakeUplink();
    }
  }

  async #do(
    act: ActOf<
      | 'staffCount'
      | 'staffPrintDay'
      | 'staffStartExchange'
      | 'staffEnterExchange'
      | 'staffCompleteExchange'
      | 'staffSettleClaim'
      | 'staffCloseCase'
      | 'staffCloseDifference'
    >,
  ): Promise<Last> {
    switch (act.type) {
      case 'staffCount':
        return this.#count(act);
      case 'staffPrintDay':
        return this.#printDay();
      case 'staffStartExchange':
        return this.#startExchange(act.secondPin);
      case 'staffEnterExchange':
        return this.#enterExchange(act);
      case 'staffCompleteExchange':
        return this.#completeExchange(act.secondPin);
      case 'staffSettleClaim':
        return this.#settle(act.code) ? nothing : problem('unknownCode');
      case 'staffCloseCase':
        closeCase(this.#options.surroundings.store, act.caseId, act.finding, 'staff');
        return nothing;
      case 'staffCloseDifference':
        return this.#closeDifference(act);
    }
  }

  /** Nothing is offered while it is booked and its slip printed. */
  async #working(conversation: Conversation, work: () => Promise<Last>): Promise<Last> {
    const working = await conversation.during(this.#screen(nothing), work, [], {
      canLeave: false,
      patience: null,
    });
    if (working.kind === 'act') throw new Error('nothing was offered');
    return working.value;
  }

  #hands(secondPin: string | null): Promise<CashHands | null> {
    const { surroundings, secondPinScrypt } = this.#options;
    return handsOf(surroundings.store, secondPinScrypt, secondPin);
  }

  async #count({ place, items, secondPin }: ActOf<'staffCount'>): Promise<Last> {
    const { surroundings } = this.#options;
    const { store } = surroundings;
    const account = this.#places().find((known) => known === place);
    if (account === undefined) return nothing;
    const by = await this.#hands(secondPin);
    if (by === null) return problem('secondPinWrong');
    if (this.#moneyMoves()) return problem('cashInActive');
    const ledger = store.read.cashBalance(account) ?? 0;
    const difference = bookCount(store, { place: account, items, by });
    const total = ledger + difference;
    const slip = await printCashSlip(surroundings, '现金轧账单', [
      pair('钞箱', place),
      rule,
      ...noteLines(items),
      rule,
      pair('账面', yuan(ledger)),
      pair('实点', yuan(total)),
      pair(difference === 0 ? '相符' : difference > 0 ? '长款' : '短款', yuan(difference)),
    ]);
    return { ...nothing, counted: { place, ledger, total, difference, slip } };
  }

  async #printDay(): Promise<Last> {
    const { surroundings } = this.#options;
    const day = surroundings.store.read.lastCashDay();
    if (day === undefined) return nothing;
    const printed = await printCashSlip(surroundings, '日结轧账单', daySlip(day));
    return printed ? { ...nothing, dayPrinted: true } : problem('dayNotPrinted');
  }

  /** Nobody counts or loads while money moves. */
  #moneyMoves(): boolean {
    const { store, devices } = this.#options.surroundings;
    const recycler = devices.cashRecycler;
    const inMouth = recycler !== undefined && store.read.cashHolding(escrowOf(recycler.id)).length > 0;
    return inMouth || store.read.activeCashIn() !== undefined;
  }

  async #startExchange(secondPin: string | null): Promise<Last> {
    const { store, randomUUID } = this.#options.surroundings;
    const by = await this.#hands(secondPin);
    if (by === null) return problem('secondPinWrong');
    if (this.#moneyMoves()) return problem('cashInActive');
    if (store.read.openCashExchange() === undefined) startExchange(store, randomUUID(), by);
    return nothing;
  }

  async #enterExchange({ place, items }: ActOf<'staffEnterExchange'>): Promise<Last> {
    const { store } = this.#options.surroundings;
    const open = store.read.openCashExchange();
    const account = this.#places().find((known) => known === place);
    if (open === undefined || account === undefined) return nothing;
    store.commit((write) => write.enterCashExchange(open.id, account, items));
    return nothing;
  }

  async #completeExchange(secondPin: string | null): Promise<Last> {
    const { surroundings } = this.#options;
    const open = surroundings.store.read.openCashExchange();
    if (open === undefined) return nothing;
    const by = await this.#hands(secondPin);
    if (by === null) return problem('secondPinWrong');
    const units = completeExchange(surroundings.store, by);
    const total = units.reduce((sum, { after }) => sum + after, 0);
    const change = units.reduce((sum, { before, after }) => sum + after - before, 0);
    const slip = await printCashSlip(surroundings, '加钞清机单', [
      ...units.flatMap(({ place, before, after }) => [
        rule,
        pair('钞箱', place),
        ...noteLines(surroundings.store.read.cashHolding(place)),
        pair('清机前账面', yuan(before)),
        pair('加钞后', yuan(after)),
        pair('加入或取出', yuan(after - before)),
      ]),
      rule,
      pair('合计加入或取出', yuan(change)),
    ]);
    return { ...nothing, exchanged: { change, total, slip } };
  }

  #settle(code: string): boolean {
    const { store } = this.#options.surroundings;
    const claim = claimBehind(store.read, code);
    if (typeof claim === 'string') return false;
    store.commit((write) => settleClaim(write, claim, 'staff'));
    return true;
  }

  async #closeDifference({
    number,
    state,
    finding,
    secondPin,
  }: ActOf<'staffCloseDifference'>): Promise<Last> {
    const by = await this.#hands(secondPin);
    if (by === null) return problem('secondPinWrong');
    closeDifference(this.#options.surroundings.store, number, { state, finding, by });
    return nothing;
  }

  #units(): CashState['units'] {
    const { store, devices } = this.#options.surroundings;
    const { cashRecycler: recycler, cashDispensers: dispensers } = devices;
    return recycler === undefined ? [] : cashState(store, { recycler, dispensers }).units;
  }

  #places(): CashAccount[] {
    return this.#units().map(({ place }) => place as CashAccount);
  }

  #screen(last: Last): CashScreen {
    const { surroundings, secondPinScrypt } = this.#options;
    const { store, notes, devices } = surroundings;
    const { read } = store;
    const traceOf = (id: string | null) => (id === null ? null : (read.transaction(id)?.trace ?? null));
    const open = read.openCashExchange();
    const paidOut = devices.cashDispensers.flatMap(({ itemTypes }) => itemTypes.map(({ value }) => value));
    return {
      kind: 'staffCash',
      places: this.#units(),
      values: [...new Set([10_000, 5_000, 2_000, 1_000, 500, 100, ...notes, ...paidOut])].sort(
        (a, b) => b - a,
      ),
      exchange:
        open === undefined
          ? null
          : {
              startedAt: open.startedAt,
              entered: open.entered.map(({ place, items }) => ({
                place,
                total: items.reduce((sum, { value, count }) => sum + value * count, 0),
              })),
            },
      today: shortDay(daySoFar(read, surroundings.dayEnds)),
      lastDay: shortDay(read.lastCashDay() ?? null),
      differences: read.openCashDifferences().map(({ number, place, amount, openedAt, foundBy }) => ({
        number,
        place,
        amount,
        openedAt,
        foundBy,
      })),
      suspense: 0 - (read.cashBalance('suspense') ?? 0),
      claims: read
        .openCashClaims()
        .map(({ transactionId, amount }) => ({ trace: traceOf(transactionId) ?? '', amount })),
      cases: read.openCashCases().map(({ id, transactionId, amount, evidence }) => ({
        id,
        trace: traceOf(transactionId),
        amount,
        evidence: [...evidence],
      })),
      twoPersons: secondPinScrypt !== null,
      ...last,
    };
  }
}

function shortDay(whole: CashDay | null): CashScreen['today'] {
  if (whole === null) return null;
  const { day, to, totals, opening, closing } = whole;
  return { day, to, totals, opening, closing };
}
