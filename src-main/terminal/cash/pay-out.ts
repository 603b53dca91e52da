import type { CashCount, CashError, PowerUpFinding } from '../../../devices/contract/cash.ts';
import type { CashClaim, IntentRecord, Store, Write } from '../store/store.ts';
import { performEffect, settleIntent } from '../transaction/effect.ts';
import { openCase, openClaim } from './case.ts';
import { until } from './change.ts';
import { type CashGround, unitOf } from './ground.ts';

/** A note takes seconds; this is only the end of all patience. */
const patienceMs = 120_000;
/** How long a recycler that was lost in the middle may take to come back and tell what left. */
const returnMs = 60_000;

const payoutUnknown = 'payoutUnknown';

export interface Repaid {
  /** Fen that surely left to the citizen. */
  readonly paid: number;
  /** For what could not be paid here. */
  readonly claim: CashClaim | null;
  /** Fen of which nobody knows whether they came out: staff look, and the citizen is told so. */
  readonly open: number;
}

/**
 * Gives the citizen back what this transaction owes: pays out once, and turns what stays owed into a claim.
 * A payout is never repeated by itself, for nobody knows what a second one would add to.
 */
export async function repay(ground: CashGround, transactionId: string): Promise<Repaid> {
  const { store } = ground;
  const owed = store.read.owedToCitizen(transactionId);
  if (owed > 0) await payOut(ground, transactionId, owed);
  const open = store.read
    .cashMoves(transactionId)
    .filter(({ reason }) => reason === payoutUnknown)
    .reduce((sum, { amount }) => sum + (typeof amount === 'number' ? amount : 0), 0);
  const paid = owed - store.read.owedToCitizen(transactionId) - open;
  return { paid, claim: claimRest(ground, transactionId), open };
}

/** What is still owed becomes a claim. */
export function claimRest(ground: CashGround, transactionId: string): CashClaim | null {
  const amount = ground.store.read.owedToCitizen(transactionId);
  if (amount === 0) return null;
  const claim = { code: ground.claimCode(), transactionId, amount };
  ground.store.commit((write) => openClaim(write, claim, 'citizen'));
  return claim;
}

async function payOut(ground: CashGround, transactionId: string, amount: number): Promise<void> {
  const { store, recycler } = ground;
  const intent = {
    id: ground.randomUUID(),
    transactionId,
    step: 'cash',
    effect: { kind: 'cash', device: recycler.id, command: 'payOut', amount },
  } as const;
  const known = recycler.powerUp;
  const answer = await performEffect<readonly CashCount[], CashError>(
    store,
    intent,
    async () => {
      const paid = await recycler.payOut(amount, { timeoutMs: patienceMs });
      if (paid.ok) return { outcome: 'done', value: paid.value, evidence: ['the recycler told all notes'] };
      const { error } = paid;
      return { outcome: error.outcome, error, evidence: [error.description] };
    },
    (write, told) => {
      if (told.outcome === 'done') writeLeft(write, ground, transactionId, told.value);
      else if (told.outcome === 'notDone') writeLeft(write, ground, transactionId, told.error.moved ?? []);
    },
  );
  if (answer.outcome !== 'indeterminate') return;
  const [open] = store.read.intentsOf(transactionId).filter(({ id }) => id === intent.id);
  if (open !== undefined) await decidePayOut(ground, open, known);
}

/** Where the ledger keeps the last sum that a recycler named at the end of a payout, with the payout's intent. */
const endedFact = (device: string) => `payoutEnded:${device}`;

/** Called at the moment the recycler tells, before it forgets: a process that dies now finds the sum again. */
export function keepPayoutEnd(
  { store, recycler }: Pick<CashGround, 'store' | 'recycler'>,
  sum: number,
): void {
  const transactionId = store.read.activeCashIn()?.transactionId;
  if (transactionId === undefined) return;
  const intent = store.read
    .intentsOf(transactionId)
    .findLast(({ effect }) => effect.kind === 'cash' && effect.command === 'payOut');
  if (intent === undefined || intent.outcome === 'done' || intent.outcome === 'notDone') return;
  store.commit((write) => write.setFact(endedFact(recycler.id), `${intent.id} ${sum}`));
}

function keptEnd({ store, recycler }: CashGround, intentId: string): number | null {
  const [id, sum] = store.read.fact(endedFact(recycler.id))?.split(' ') ?? [];
  return id === intentId ? Number(sum) : null;
}

/**
 * What became of a payout whose end was not heard: what the store held by the ledger when it began, less what it
 * holds now by its own count, left. That is believed only where it agrees with the sum that the recycler named,
 * or, where it named none, where it is nothing. Else a person looks: a note may lie in the cashbox that nobody
 * recognised on its way out.
 *
 * @param known what the recycler had found before this payout: the sum of an older one is no word about this
 */
export async function decidePayOut(
  ground: CashGround,
  intent: IntentRecord,
  known: readonly PowerUpFinding[] = [],
): Promise<void> {
  const { store, recycler } = ground;
  const { transactionId, effect } = intent;
  if (effect.kind !== 'cash') throw new Error(`intent ${intent.id} moves no cash`);
  await until(ground, () => recycler.status.device !== 'offline', returnMs);
  const units = await recycler.units({ timeoutMs: 10_000 });
  const counts = units.ok ? units.value.find(({ kind }) => kind === 'recycler')?.counts : null;
  const held = store.read.cashHolding(unitOf(recycler.id, 'payout'));
  const told = recycler.powerUp
    .filter((finding) => !known.includes(finding))
    .find((finding) => finding.kind === 'payoutIncomplete');
  const left = counts === null || counts === undefined ? null : missing(held, counts);
  const sum = left === null ? null : value(left);
  const expected = told?.dispensedValue ?? keptEnd(ground, intent.id);
  const believed = left !== null && sum === (expected ?? 0);
  const evidence = [
    left === null ? 'the recycler cannot tell what it holds' : `${sum} fen are missing from its store`,
    expected === null ? 'it named no sum that left' : `it named ${expected} fen as paid`,
  ];
  store.commit((write) => {
    if (believed) {
      writeLeft(write, ground, transactionId, left);
      settleIntent(write, intent, sum === effect.amount ? 'done' : 'notDone', evidence);
      return;
    }
    settleIntent(write, intent, 'indeterminate', evidence);
    const owed = store.read.owedToCitizen(transactionId);
    // It may have been paid or not: nobody is promised it a second time before somebody has looked.
    write.moveCash({
      transactionId,
      reason: payoutUnknown,
      debit: 'citizen',
      credit: 'suspense',
      amount: owed,
    });
    openCase(write, {
      id: ground.randomUUID(),
      transactionId,
      device: recycler.id,
      amount: effect.amount,
      evidence,
    });
  });
}

function writeLeft(
  write: Write,
  { recycler }: CashGround,
  transactionId: string,
  left: readonly { readonly value: number; readonly count: number }[],
): void {
  for (const { value, count } of left) {
    if (count === 0) continue;
    write.moveCash({
      transactionId,
      reason: 'paidOut',
      debit: 'citizen',
      credit: unitOf(recycler.id, 'payout'),
      amount: { value, count },
    });
  }
}

/** Null where there is more of some kind than before: then something else happened too. */
function missing(
  before: ReturnType<Store['read']['cashHolding']>,
  now: readonly CashCount[],
): { value: number; count: number }[] | null {
  const left: { value: number; count: number }[] = [];
  const values = new Set([...before, ...now].map(({ value }) => value));
  for (const value of values) {
    const was = before.find((one) => one.value === value)?.count ?? 0;
    const count = was - (now.find((one) => one.value === value)?.count ?? 0);
    if (count < 0) return null;
    if (count > 0) left.push({ value, count });
  }
  return left;
}

function value(counts: readonly { readonly value: number; readonly count: number }[]): number {
  return counts.reduce((sum, one) => sum + one.value * one.count, 0);
}
