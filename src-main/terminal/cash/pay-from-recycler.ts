import type { CashCount, PowerUpFinding } from '../../../devices/contract/cash.ts';
import type { Store } from '../store/store.ts';
import { performEffect } from '../transaction/effect.ts';
import { until } from './change.ts';
import type { Held } from './denominate.ts';
import { type CashGround, unitOf } from './ground.ts';
import { asAnswer, type Paid, type PayIntent, writePaid } from './paid.ts';

/** A note takes seconds; this is only the end of all patience. */
const patienceMs = 120_000;
/** How long a recycler that was lost in the middle may take to come back and tell what left. */
const returnMs = 60_000;

/**
 * Has the recycler pay, which chooses the notes itself and waits until each is taken. What lies in its bezel is the
 * citizen's (XFS4IoT: presented); none of its units can take it back.
 */
export async function payFromRecycler(
  ground: CashGround,
  transactionId: string,
  amount: number,
): Promise<'asTold' | 'failed' | 'notTaken'> {
  const { store, recycler } = ground;
  let notTaken = false;
  const intent = {
    id: ground.randomUUID(),
    transactionId,
    step: 'cash',
    effect: { kind: 'cash', device: recycler.id, command: 'payOut', amount },
  } as const;
  const known = recycler.powerUp;
  const answer = await performEffect<Paid, Paid>(
    store,
    intent,
    async () => {
      const told = await recycler.payOut(amount, { timeoutMs: patienceMs });
      notTaken = !told.ok && told.error.completionCode === 'timeOut';
      if (!told.ok && told.error.outcome === 'indeterminate')
        return asAnswer(await judgePayOut(ground, intent, known));
      const evidence = [told.ok ? 'the recycler told all notes' : told.error.description];
      const left = told.ok ? told.value : (told.error.moved ?? []);
      return asAnswer({ outcome: told.ok ? 'done' : 'notDone', left, unknown: 0, doubt: null, evidence });
    },
    (write, told) =>
      writePaid(
        write,
        ground,
        intent,
        unitOf(recycler.id, 'payout'),
        told.outcome === 'done' ? told.value : told.error,
      ),
  );
  return notTaken ? 'notTaken' : answer.outcome === 'done' ? 'asTold' : 'failed';
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
export async function judgePayOut(
  ground: CashGround,
  { id, transactionId, effect: { amount } }: PayIntent,
  known: readonly PowerUpFinding[] = [],
): Promise<Paid> {
  const { store, recycler } = ground;
  await until(ground, () => recycler.status.device !== 'offline', returnMs);
  const units = await recycler.units({ timeoutMs: 10_000 });
  const counts = units.ok ? units.value.find(({ kind }) => kind === 'recycler')?.counts : null;
  const held = store.read.cashHolding(unitOf(recycler.id, 'payout'));
  const told = recycler.powerUp
    .filter((finding) => !known.includes(finding))
    .find((finding) => finding.kind === 'payoutIncomplete');
  const left = counts === null || counts === undefined ? null : missing(held, counts);
  const sum = left === null ? null : value(left);
  const expected = told?.dispensedValue ?? keptEnd(ground, id);
  const believed = left !== null && sum === (expected ?? 0);
  const evidence = [
    left === null ? 'the recycler cannot tell what it holds' : `${sum} fen are missing from its store`,
    expected === null ? 'it named no sum that left' : `it named ${expected} fen as paid`,
  ];
  if (believed)
    return { outcome: sum === amount ? 'done' : 'notDone', left, unknown: 0, doubt: null, evidence };
  const unknown = Math.min(amount, store.read.owedToCitizen(transactionId));
  return { outcome: 'indeterminate', left: [], unknown, doubt: amount, evidence };
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

function value(counts: readonly Held[]): number {
  return counts.reduce((sum, one) => sum + one.value * one.count, 0);
}
