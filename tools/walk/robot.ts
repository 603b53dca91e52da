import { specimenCards } from '../../devices/drivers/sdt/cards.ts';
import type { Answer } from '../../src-shared/service/field.ts';
import type { Act, ScreenOf, View } from '../../src-shared/view.ts';
import type { WalkGround } from './ground.ts';
import { photograph } from './phone.ts';
import type { Walk, WalkEnd } from './walks.ts';

/** What a walk came to. */
export interface Walked {
  readonly ended: WalkEnd;
  /** Screens, in the order in which they came. */
  readonly screens: readonly string[];
  /** Sheets of paper and slips. */
  readonly documents: number;
  readonly slips: number;
  /** The last sentence that the citizen was told. */
  readonly said: string;
  /** Under which a matter was filed. */
  readonly number: string | null;
}

/** The PIN of the specimen terminal's staff. */
export const staffPin = '20261122';
/** Of the company that most people here may act for. */
const usualCompany = '91445202MA00000C3W';
/** With which the specimen cards are issued, and what it becomes. */
const issuedPin = '123456';
const newPin = '260417';
const mostScreens = 120;

/** Plays one citizen at the screens of the terminal: answers as the walk says, or as most people would. */
export async function walkItem(ground: WalkGround, walk: Walk): Promise<Walked> {
  const { session, clock } = ground;
  const { stage } = session;
  const seen: View['screen'][] = [];
  const before = { documents: session.printer.printed.length, slips: session.receipts.length };
  const robot = new Robot(ground, walk);
  await ground.passUntil(() => stage.view.screen.kind === 'attract', 600_000);
  session.lift();
  session.slotUnit.set('chipCard', 'none');
  await clock.advance(1_000);
  for (;;) {
    const { view } = stage;
    if (seen.length >= mostScreens) throw new Error(`no end after ${mostScreens} screens`);
    seen.push(view.screen);
    if (view.screen.kind === 'farewell') break;
    const { screenId } = view;
    await robot.answer(view);
    await ground.passUntil(() => stage.view.screenId !== screenId || stage.view.screen !== view.screen);
  }
  await ground.passUntil(() => stage.view.screen.kind === 'attract');
  const documents = session.printer.printed.length - before.documents;
  return {
    ended: endOf(seen, documents),
    screens: seen.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]),
    documents,
    slips: session.receipts.length - before.slips,
    said: lastWords(seen),
    number: seen.findLast((screen) => screen.kind === 'outcome')?.outcome.number ?? null,
  };
}

function endOf(seen: readonly View['screen'][], documents: number): WalkEnd {
  const outcome = seen.findLast((screen): screen is ScreenOf<'outcome'> => screen.kind === 'outcome');
  if (seen.some(({ kind }) => kind === 'fault')) return 'fault';
  if (outcome !== undefined) return outcome.outcome.kind;
  if (seen.some((screen) => screen.kind === 'paymentResult' && screen.outcome === 'paid')) return 'paid';
  if (seen.some(({ kind }) => kind === 'pinSet')) return 'changed';
  const list = seen.findLast((screen) => screen.kind === 'readyPapers');
  if (list?.papers.some(({ where }) => where.at === 'collected')) return 'collected';
  if (documents > 0) return 'printed';
  return seen.some(({ kind }) => kind === 'result') ? 'found' : 'fault';
}

function lastWords(seen: readonly View['screen'][]): string {
  for (const screen of [...seen].reverse()) {
    if (screen.kind === 'outcome') return screen.outcome.sentences[0]?.zh ?? '';
    if (screen.kind === 'fault') return screen.code;
    if (screen.kind === 'result') return screen.sheet.title.zh;
    if (screen.kind === 'paymentResult') return screen.outcome;
  }
  return '';
}

/** Of an invented person. */
function numberOf(key: string): string {
  const card = specimenCards().find((one) => one.key === key);
  if (card === undefined) throw new Error(`people.yaml has no ${key}`);
  return card.text.number;
}

class Robot {
  readonly #ground: WalkGround;
  readonly #walk: Walk;
  #asked: string | null = null;
  #shows: ScreenOf<'identify'>['whose'] = 'self';

  constructor(ground: WalkGround, walk: Walk) {
    this.#ground = ground;
    this.#walk = walk;
  }

  async answer({ screen }: View): Promise<void> {
    const { session, clock } = this.#ground;
    const { act } = session;
    switch (screen.kind) {
      case 'attract':
        return act({ type: 'start' });
      case 'home':
        return act({ type: 'chooseItem', code: this.#walk.item });
      case 'identify':
        // The step that keeps the social security card asks for nothing else.
        if (screen.ways.every(({ document }) => document === 'socialSecurityCard'))
          session.slotUnit.set('chipCard', this.#walk.person ?? 'specimen-a');
        else await this.#lay(screen.whose);
        return;
      case 'forWhom': {
        const relation = this.#walk.principal?.relation;
        const first = screen.options.some(({ whom }) => whom === 'self');
        return act({
          type: 'chooseWhom',
          whom: first ? (relation ? 'another' : 'self') : (relation ?? 'other'),
        });
      }
      case 'pinEntry':
        return this.#typePin(screen.which === 'old' ? issuedPin : newPin);
      case 'chooseMethod':
        return act({ type: 'chooseMethod', method: screen.methods[0] ?? 'sms' });
      case 'verify':
        if (screen.state === 'checking') return;
        return act({ type: 'submitCode', code: await this.#ground.lastCode() });
      case 'staffConfirm':
        if (screen.state === 'checking') return;
        await act({ type: 'confirmPerson', pin: staffPin });
        // The PIN is hashed by a thread of the operating system, which virtual time does not move.
        while (session.stage.view.screen === screen) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          await clock.advance(0);
        }
        return;
      case 'parameters':
        return act({
          type: 'chooseParameters',
          schemes: screen.selectedSchemes,
          months: screen.selectedMonths,
        });
      case 'field':
        return this.#answerField(screen);
      case 'materials': {
        const missing = screen.materials.find(({ state }) => state === 'missing');
        if (missing === undefined) return act({ type: 'next' });
        const way = this.#walk.papers ?? 'promise';
        if (!missing.ways.includes(way))
          throw new Error(`${missing.name.zh}: ${way} is not offered, but ${missing.ways.join(', ')}`);
        return act({ type: 'chooseMaterial', id: missing.id, way });
      }
      case 'paperPhone':
        if (screen.state === 'waiting' && screen.link !== null && screen.pages === 0)
          await photograph(screen.link);
        return;
      case 'paperPreview':
        return act({ type: 'next' });
      case 'result':
        return act({ type: screen.slip ? 'nextWithSlip' : 'next' });
      case 'readyPapers': {
        const here = screen.papers.find(({ where }) => where.at === 'here');
        if (here !== undefined) return act({ type: 'openCompartment', number: here.number });
        return act({ type: screen.slip ? 'nextWithSlip' : 'next' });
      }
      case 'pickUp':
        session.lockerUnit.set('at', String(screen.compartment));
        session.lockerUnit.set(screen.phase === 'full' ? 'takeOut' : 'closeDoor', true);
        return clock.advance(1_000);
      case 'bills': {
        const [bill] = screen.bills;
        const option = bill?.options[0];
        if (bill === undefined || option === undefined) throw new Error('no bill');
        return act({ type: 'chooseBills', charges: [{ billId: bill.id, optionId: option.id }] });
      }
      case 'choosePayment':
        return act({ type: 'choosePayment', method: screen.cash === 'available' ? 'cash' : 'code' });
      case 'payCash':
        return this.#pushNotes();
      case 'payCode':
        // What the phone does on the page that the code leads to.
        if (screen.state === 'waiting' && screen.code !== null)
          await fetch(screen.code, { method: 'POST', body: new URLSearchParams() });
        return;
      case 'rate':
        return act({ type: 'rate', level: 'satisfied' });
      case 'take':
        session.lift();
        session.slotUnit.set('chipCard', 'none');
        await clock.advance(1_000);
        if (session.stage.view.screen.kind !== 'take') return;
        return act({ type: 'next' });
      case 'working':
      case 'printing':
      case 'starting':
      case 'farewell':
        return;
      case 'notice':
      case 'consent':
      case 'principal':
      case 'preview':
      case 'confirm':
      case 'declaration':
      case 'outcome':
      case 'paymentResult':
      case 'pinSet':
      case 'fault':
        return act({ type: 'next' });
      default:
        throw new Error(`nobody knows what to do at ${screen.kind}`);
    }
  }

  /** Two cards do not lie on the reader at once. */
  async #lay(whose: ScreenOf<'identify'>['whose']): Promise<void> {
    const { session, clock } = this.#ground;
    const own = this.#walk.person ?? 'specimen-a';
    // The screen comes again while a card is read.
    if (whose === 'principal' && this.#shows !== 'principal') {
      session.lift();
      await clock.advance(1_000);
    }
    this.#shows = whose;
    session.lay(whose === 'principal' ? (this.#walk.principal?.person ?? own) : own);
  }

  async #typePin(digits: string): Promise<void> {
    const { session, clock } = this.#ground;
    await clock.advance(1_000);
    for (const digit of digits) {
      session.padUnit.set(`key_${digit}`, true);
      await clock.advance(200);
    }
    session.padUnit.set('key_enter', true);
    await clock.advance(1_000);
  }

  async #answerField(screen: ScreenOf<'field'>): Promise<void> {
    const { field, problem } = screen;
    if (problem !== null && this.#asked === field.id)
      throw new Error(`${field.id}: ${JSON.stringify(this.#answerTo(screen))} was not taken: ${problem.zh}`);
    this.#asked = field.id;
    if (field.id === 'companyCode' && this.#walk.licence !== undefined) {
      this.#ground.session.scannerUnit.show(await this.#ground.codeOn(`licence-${this.#walk.licence}`));
      return;
    }
    const made: Act = { type: 'answer', answer: this.#answerTo(screen) };
    return this.#ground.session.act(made);
  }

  #answerTo({ field, options, bounds }: ScreenOf<'field'>): Answer {
    const said = this.#walk.answers?.[field.id];
    const nth = typeof said === 'string' ? /^option (\d+)$/.exec(said) : null;
    if (nth !== null) return options[Number(nth[1]) - 1]?.value ?? '';
    if (said !== undefined) return said;
    const other = this.#walk.principal?.person;
    if (field.id === 'principalNumber' && other !== undefined) return numberOf(other);
    switch (field.type) {
      case 'choice':
        return options[0]?.value ?? '';
      case 'choices':
        return options.slice(0, Math.max(1, field.least)).map(({ value }) => value);
      case 'month':
      case 'year':
      case 'date':
        return this.#someDay(field.id, bounds);
      case 'digits':
        return '13800000001'.padEnd(field.least, '0').slice(0, field.most);
      case 'code':
        if (field.id === 'companyCode') return this.#walk.company ?? usualCompany;
        return 'A1'.padEnd(field.least, '0').slice(0, field.most);
      case 'idNumber':
        return '445202196006060029';
      case 'amount':
        return String(Math.min(Math.max(field.least, 100_000), field.most));
    }
  }

  /** A period begins half a year before it ends. */
  #someDay(id: string, bounds: ScreenOf<'field'>['bounds']): string {
    const { earliest = '', latest = '' } = bounds ?? {};
    if (latest.length !== 7 || !/from|start|begin/i.test(id)) return latest;
    const at = new Date(Date.UTC(Number(latest.slice(0, 4)), Number(latest.slice(5)) - 7, 1));
    const month = at.toISOString().slice(0, 7);
    return month < earliest ? earliest : month;
  }

  /** Notes of 100 until it is enough; where one is not taken, because its change cannot be given, the rest by code. */
  async #pushNotes(): Promise<void> {
    const { session, clock } = this.#ground;
    const { stage } = session;
    for (let refused = 0; stage.view.screen.kind === 'payCash'; ) {
      const { state, taken, canPayRest } = stage.view.screen;
      if (refused >= 2) {
        await session.act({ type: canPayRest ? 'payRest' : 'cancelPayment' });
        return;
      }
      if (state === 'taking' && session.recycler.status.accepting) session.noteUnit.set('insert', '100 CNY');
      await clock.advance(6_000);
      await this.#ground.passUntil(() => true);
      const { screen } = stage.view;
      if (screen.kind === 'payCash' && screen.state === 'taking')
        refused = screen.taken > taken ? 0 : refused + 1;
    }
  }
}
