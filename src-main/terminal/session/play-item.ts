import type { Item, StepKind, StepOf } from '../../../src-shared/service/item.ts';
import type { TrailStep } from '../../../src-shared/visit.ts';
import type { TransactionResult } from '../store/store.ts';
import { report } from '../transaction/report.ts';
import type { Arrival, ItemContext, Step, StepResult, Surroundings } from './context.ts';
import { type Conversation, Departure } from './conversation.ts';
import { bills } from './steps/bills.ts';
import { card } from './steps/card.ts';
import { collect } from './steps/collect.ts';
import { company } from './steps/company.ts';
import { confirm } from './steps/confirm.ts';
import { consent } from './steps/consent.ts';
import { form } from './steps/form.ts';
import { identify } from './steps/identify.ts';
import { materials } from './steps/materials.ts';
import { notice } from './steps/notice.ts';
import { parameters } from './steps/parameters.ts';
import { pay } from './steps/pay.ts';
import { pickUp } from './steps/pick-up.ts';
import { preview } from './steps/preview.ts';
import { principal } from './steps/principal.ts';
import { print } from './steps/print.ts';
import { query } from './steps/query.ts';
import { rate } from './steps/rate.ts';
import { receipt } from './steps/receipt.ts';
import { setPin } from './steps/set-pin.ts';
import { submit } from './steps/submit.ts';
import { take } from './steps/take.ts';
import { verify } from './steps/verify.ts';

/** Every step kind that an item file can name. */
const steps: { readonly [K in StepKind]: Step<K> } = {
  notice,
  consent,
  card,
  identify,
  verify,
  company,
  principal,
  setPin,
  parameters,
  form,
  materials,
  query,
  pickUp,
  submit,
  bills,
  pay,
  collect,
  preview,
  confirm,
  print,
  receipt,
  rate,
  take,
};

/** Steps whose screens a citizen may come back to. */
const comeBackTo: ReadonlySet<StepKind> = new Set([
  'notice',
  'consent',
  'company',
  'principal',
  'parameters',
  'form',
  'materials',
  'query',
  'bills',
  'preview',
]);

/** Steps that follow the result: whatever happens in them, the matter itself is settled. */
const afterwards: ReadonlySet<StepKind> = new Set(['rate', 'take']);

/** Plays one item with one citizen, from its first step until nothing of theirs is left on the machine. */
export async function playItem(
  surroundings: Surroundings,
  conversation: Conversation,
  item: Item,
): Promise<void> {
  const context = beginItem(surroundings, conversation, item);
  try {
    await playSteps(context);
  } finally {
    // Whoever comes next must find no trace of this person, not in an exception either.
    context.found.person?.photo?.reveal().fill(0);
    context.found.person = null;
    context.found.card = null;
    context.found.participation = null;
    context.found.company = null;
    context.found.principal = null;
    context.found.answers = {};
    context.found.offered.clear();
    context.found.papers.clear();
    context.found.licences = null;
    context.found.sheet = null;
    context.found.outcome = null;
    context.found.collected.length = 0;
    context.found.bills = null;
    context.found.payment = null;
    conversation.trail = null;
    conversation.principal = null;
  }
}

function beginItem(surroundings: Surroundings, conversation: Conversation, item: Item): ItemContext {
  const id = surroundings.randomUUID();
  const { configurationVersion } = surroundings;
  const transaction = surroundings.store.commit((write) => {
    const begun = write.beginTransaction({ id, itemCode: item.code, configurationVersion });
    write.journal({ type: 'transactionStarted', transactionId: id, trace: begun.trace, itemCode: item.code });
    report(write, 'transaction', {
      state: 'started',
      transactionId: id,
      trace: begun.trace,
      itemCode: item.code,
      itemName: item.name.zh,
      configurationVersion,
    });
    return begun;
  });
  surroundings.wakeUplink();
  return {
    ...surroundings,
    conversation,
    item,
    transaction,
    found: {
      person: null,
      range: null,
      participation: null,
      principal: null,
      principalAsked: false,
      principalDocument: null,
      company: null,
      answers: {},
      offered: new Map(),
      refusedAnswers: new Map(),
      faceTries: 0,
      claimTries: 0,
      promises: [],
      papers: new Map(),
      licences: null,
      sheet: null,
      slipWanted: false,
      outcome: null,
      prints: null,
      previewPages: 0,
      certificate: null,
      printed: false,
      receiptPrinted: false,
      card: null,
      pinSetAt: null,
      collected: [],
      bills: null,
      payment: null,
    },
  };
}

async function playSteps(context: ItemContext): Promise<void> {
  const ending = new Ending(context);
  let index = 0;
  let cameBack = false;
  try {
    for (let step = context.item.steps[index]; step !== undefined; step = context.item.steps[index]) {
      if (afterwards.has(step.kind)) ending.write('completed', null);
      enter(context, step.kind);
      const before = context.item.steps[index - 1]?.kind;
      const mayGoBack = before !== undefined && comeBackTo.has(before);
      const result: StepResult = await play(context, step, { cameBack, mayGoBack });
      cameBack = result === 'back';
      if (result === 'next') index += 1;
      else if (result === 'back') index -= 1;
      else if ('redo' in result) index = indexOf(context.item, result.redo);
      else {
        ending.write(result.end, result.reason);
        await takeBelongings(context);
        return;
      }
      if (index < 0) {
        ending.write('left', null);
        return;
      }
    }
    ending.write('completed', null);
  } catch (thrown) {
    if (!(thrown instanceof Departure)) throw thrown;
    ending.write(thrown.how, null);
    await takeBelongings(context);
  }
}

/** The types of `steps` pair each kind with its own settings; only the pairing itself is beyond them. */
function play<K extends StepKind>(
  context: ItemContext,
  step: StepOf<K>,
  arrival: Arrival,
): Promise<StepResult> {
  return (steps[step.kind] as Step<K>)(context, step, arrival);
}

function indexOf(item: Item, kind: StepKind): number {
  const index = item.steps.findIndex((step) => step.kind === kind);
  if (index < 0) throw new Error(`${item.code} has no step ${kind} to go back to`);
  return index;
}

function enter(context: ItemContext, kind: StepKind): void {
  const trail = trailOf(context.item);
  // A receipt is part of what went before it.
  const shown = kind === 'receipt' ? (settling.find((it) => trail.includes(it)) ?? 'query') : kind;
  context.conversation.trail = { steps: trail, current: trail.indexOf(shown) };
  const { principal } = context.found;
  context.conversation.principal = principal && {
    relation: principal.relation,
    nameMasked: principal.nameMasked,
  };
  const transactionId = context.transaction.id;
  context.store.commit((write) => {
    write.journal({ type: 'stepEntered', transactionId, step: kind });
    report(write, 'transaction', { state: 'step', transactionId, step: shown });
  });
  context.wakeUplink();
}

/** What a receipt may belong to. */
const settling = ['print', 'pay', 'collect', 'submit', 'setPin', 'pickUp', 'query'] as const;

/** A receipt is no step of its own to the citizen, and several forms are one. */
function trailOf(item: Item): TrailStep[] {
  const all = item.steps.flatMap((step) => (step.kind === 'receipt' ? [] : [step.kind]));
  return [...new Set(all)];
}

/** Also a person who leaves early, or was refused, gets their card back first. */
async function takeBelongings(context: ItemContext): Promise<void> {
  if (context.found.person === null && context.found.card === null) return;
  context.conversation.trail = null;
  await take(context, { kind: 'take' }, { cameBack: false, mayGoBack: false });
}

/** The end of a transaction is written once. */
class Ending {
  readonly #context: ItemContext;
  #written = false;

  constructor(context: ItemContext) {
    this.#context = context;
  }

  write(result: TransactionResult, reason: string | null): void {
    if (this.#written) return;
    this.#written = true;
    const { store, transaction, wakeUplink } = this.#context;
    const transactionId = transaction.id;
    store.commit((write) => {
      write.endTransaction(transactionId, result);
      write.journal({ type: 'transactionEnded', transactionId, result });
      report(write, 'transaction', { state: 'ended', transactionId, result, reason });
    });
    wakeUplink();
  }
}
