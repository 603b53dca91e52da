import { Conversation } from '../../src-main/terminal/session/conversation.ts';
import { Stage } from '../../src-main/terminal/session/stage.ts';
import { CashOffice, type CashOfficeSurroundings } from '../../src-main/terminal/staff/cash-office.ts';
import { type Act, act as actSchema, type ScreenOf } from '../../src-shared/view.ts';

export interface Found {
  readonly place: string;
  readonly items: readonly { readonly value: number; readonly count: number }[];
}

/** Staff count what lies there, close the cases and follow differences; or they load, and enter what lies there now. */
export interface VisitPlan {
  readonly does: 'count' | 'load';
  /** As their own hands found it. */
  readonly found: readonly Found[];
}

export interface Visited {
  /** Cases that were closed, and fen that they told of. */
  readonly cases: number;
  readonly told: number;
  /** Fen that the counts found too many; negative: too few. */
  readonly difference: number;
  /** Differences of the register that were ended. */
  readonly ended: number;
}

type CashScreen = ScreenOf<'staffCash'>;
type Person = Generator<Act, Visited, CashScreen>;

/** Staff at the cash screen of a machine at rest: they see what it shows, and touch what it offers. */
export async function visit(surroundings: CashOfficeSurroundings, plan: VisitPlan): Promise<Visited> {
  const { clock, terminal } = surroundings;
  const stage = new Stage({ clock, terminal, specimen: true, onAssistance: () => {} });
  const conversation = new Conversation(stage, clock, () => ({ idleMs: 600_000, warningMs: 60_000 }));
  let person: Person | undefined;
  let visited: Visited | undefined;
  let answered = '';
  const look = () => {
    const { screen, screenId, canGoBack } = stage.view;
    // While it works it asks nothing.
    if (screen.kind !== 'staffCash' || !canGoBack || screenId === answered) return;
    answered = screenId;
    if (screen.problem !== null) throw new Error(`staff are refused: ${screen.problem}`);
    const first = person === undefined;
    person ??= plan.does === 'count' ? counts(screen, plan.found) : loads(plan.found);
    const next = first ? person.next() : person.next(screen);
    if (next.done) visited = next.value;
    stage.act(screenId, next.done ? { type: 'back' } : actSchema.parse(next.value));
  };
  const stuck = new Promise<never>((_, reject) => {
    // A screen is complete when it has been presented.
    stage.onView(() => void Promise.resolve().then(look).catch(reject));
  });
  await Promise.race([new CashOffice({ surroundings, secondPinScrypt: null }).serve(conversation), stuck]);
  if (visited === undefined) throw new Error('staff were sent away');
  return visited;
}

function* counts(first: CashScreen, found: readonly Found[]): Person {
  const { cases } = first;
  let screen = first;
  let difference = 0;
  for (const { place, items } of found) {
    screen = yield { type: 'staffCount', place, items: [...items], secondPin: null };
    if (screen.counted?.place !== place) throw new Error(`${place} could not be counted`);
    difference += screen.counted.difference;
  }
  for (const { id } of cases)
    screen = yield {
      type: 'staffCloseCase',
      caseId: id,
      finding: difference === 0 ? 'foundInMachine' : 'nothingFound',
    };
  // Every other one is followed to its end; the rest stays open, as it does for weeks.
  const ending = screen.differences.filter(({ number }) => number % 2 === 1);
  for (const { number, amount } of ending)
    yield {
      type: 'staffCloseDifference',
      number,
      state: amount > 0 ? 'returned' : 'madeGood',
      finding: 'causeUnknown',
      secondPin: null,
    };
  const told = cases.reduce((sum, { amount }) => sum + amount, 0);
  return { cases: cases.length, told, difference, ended: ending.length };
}

function* loads(found: readonly Found[]): Person {
  yield { type: 'staffStartExchange', secondPin: null };
  for (const { place, items } of found) yield { type: 'staffEnterExchange', place, items: [...items] };
  const { exchanged } = yield { type: 'staffCompleteExchange', secondPin: null };
  if (exchanged === null) throw new Error('the exchange was not completed');
  return { cases: 0, told: 0, difference: 0, ended: 0 };
}
