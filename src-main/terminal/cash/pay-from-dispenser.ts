import type { CashDispenser, Dispensed, DispenseError } from '../../../devices/contract/cash-dispenser.ts';
import { sleep } from '../../../src-shared/clock.ts';
import type { Result } from '../../../src-shared/result.ts';
import { performEffect } from '../transaction/effect.ts';
import type { CashGround } from './ground.ts';
import { type Judgement, judgeDispense, traceOf } from './judge-dispense.ts';
import { asAnswer, type Paid, type PayIntent, writePaid } from './paid.ts';
import { placesOf } from './paying-units.ts';

/** The slowest unit needs a minute for its most; this is only the end of all patience. */
const patienceMs = 120_000;
/** How long one that was lost in the middle may take to come back and tell what left, and how often it is asked. */
const returnMs = 60_000;
const askEveryMs = 500;
const answerMs = 10_000;

/** Has a dispenser or a hopper pay, into an open tray. */
export async function payFromDispenser(
  ground: CashGround,
  transactionId: string,
  dispenser: CashDispenser,
  amount: number,
): Promise<'asTold' | 'failed'> {
  const { store, randomUUID } = ground;
  const { source, item, place } = placesOf(dispenser);
  const intent = {
    id: randomUUID(),
    transactionId,
    step: 'cash',
    effect: { kind: 'cash', device: dispenser.id, command: 'dispense', amount },
  } as const;
  const before = await dispenser.lastDispense({ timeoutMs: answerMs });
  // Who does not answer is not told to pay.
  if (!before.ok) return 'failed';
  store.commit((write) => write.setFact(beforeFact(dispenser.id), `${intent.id} ${traceOf(before.value)}`));
  const answer = await performEffect<Paid, Paid>(
    store,
    intent,
    async () => {
      const told = await dispenser.dispense(source.id, amount / item.value, { timeoutMs: patienceMs });
      return told.ok || told.error.outcome === 'notDone' || told.error.dispensed !== null
        ? asAnswer(paidBy(ground, dispenser, intent, toldBy(told)))
        : asAnswer(await judgeByMemory(ground, dispenser, intent));
    },
    (write, told) =>
      writePaid(write, ground, intent, place, told.outcome === 'done' ? told.value : told.error),
  );
  return answer.outcome === 'done' ? 'asTold' : 'failed';
}

/** Where the ledger keeps what a unit remembered before an order, with the order's intent. */
const beforeFact = (device: string) => `dispenseBefore:${device}`;

/** The unit did not tell the end of it: waits until it is back, and asks what it remembers. */
export async function judgeByMemory(
  ground: CashGround,
  dispenser: CashDispenser,
  intent: PayIntent,
): Promise<Paid> {
  const { store, clock } = ground;
  const [id, before] = store.read.fact(beforeFact(dispenser.id))?.split(' ') ?? [];
  const count = intent.effect.amount / placesOf(dispenser).item.value;
  const end = clock.now() + returnMs;
  for (;;) {
    // A hopper that still pays says so, and a dispenser is silent meanwhile and then says again what it did.
    const now = await dispenser.lastDispense({ timeoutMs: answerMs });
    if (now.ok && (dispenser.status.device !== 'offline' || clock.now() >= end)) {
      const judged = judgeDispense(count, id === intent.id ? (before ?? null) : null, now.value);
      return paidBy(ground, dispenser, intent, judged);
    }
    if (!now.ok && clock.now() >= end) {
      const evidence = `it does not tell what it did: ${now.error.description}`;
      return paidBy(ground, dispenser, intent, {
        outcome: 'indeterminate',
        presented: 0,
        rejected: 0,
        evidence,
      });
    }
    await sleep(clock, askEveryMs);
  }
}

function toldBy(told: Result<Dispensed, DispenseError>): Judgement {
  const dispensed = told.ok ? told.value : told.error.dispensed;
  const presented = dispensed?.presented.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const counts = { presented, rejected: dispensed?.rejected ?? 0 };
  if (told.ok) return { outcome: 'done', ...counts, evidence: 'it told all items' };
  const { outcome, description: evidence, errorCode } = told.error;
  if (dispensed === null) return { outcome, ...counts, evidence };
  return { outcome, ...counts, evidence, failed: errorCode === 'noItems' ? 'empty' : 'broken' };
}

/**
 * The same in fen, for the ledger. A person looks at a unit that began and did not end as it was told, and at one that
 * tells of more than the ledger has there; until they have, it pays nothing.
 */
function paidBy(
  { store }: CashGround,
  dispenser: CashDispenser,
  { effect: { amount }, transactionId }: PayIntent,
  { outcome, presented, rejected, evidence, failed }: Judgement,
): Paid {
  const { item, place, reject } = placesOf(dispenser);
  const { value } = item;
  const asked = Math.min(amount, store.read.owedToCitizen(transactionId)) / value;
  const held = store.read.cashHolding(place).find((one) => one.value === value)?.count ?? 0;
  const left = Math.min(presented, asked, held);
  const aside = reject === null ? 0 : Math.min(rejected, held - left);
  const unknown = (outcome === 'indeterminate' ? asked : Math.min(presented, asked)) - left;
  const excess = presented - left + rejected - aside;
  const strange = outcome === 'indeterminate' || failed !== undefined || excess > 0;
  // One that is empty where the ledger has items has lost all of those.
  const missing = failed === 'empty' ? held - left - aside : 1;
  return {
    outcome,
    left: [{ value, count: left }],
    rejected: reject === null ? undefined : { items: { value, count: aside }, place: reject },
    unknown: unknown * value,
    doubt: strange ? Math.max(unknown, excess, missing) * value : null,
    evidence: [evidence],
  };
}
