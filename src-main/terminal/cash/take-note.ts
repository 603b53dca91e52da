import type { SettledOutcome, Store } from '../store/store.ts';
import { settleIntent, writeIntent } from '../transaction/effect.ts';
import { until } from './change.ts';
import { type CashGround, escrowOf } from './ground.ts';
import { giveUpNote } from './keep-ledger.ts';

const patienceMs = 30_000;
/** How long a recycler that was lost in the middle may take to come back and tell what became of the note. */
const returnMs = 60_000;

/**
 * Takes the note in escrow, or gives it back. What became of it is written by `keepLedger`, at the moment the
 * recycler tells, with the outcome of the intent; this waits until the ledger knows.
 *
 * @returns whether it does: the note is out of escrow, one way or the other
 */
export async function decideNote(
  ground: CashGround,
  transactionId: string,
  command: 'stack' | 'returnEscrow',
): Promise<boolean> {
  const { store, recycler, randomUUID } = ground;
  const note = store.read.cashHolding(escrowOf(recycler.id))[0];
  if (note === undefined) return true;
  const intent = {
    id: randomUUID(),
    transactionId,
    step: 'cash',
    effect: { kind: 'cash', device: recycler.id, command, amount: note.value },
  } as const;
  store.commit((write) => writeIntent(write, intent));
  const found = recycler.powerUp;
  const answer = await recycler[command]({ timeoutMs: patienceMs });
  // By the intent and not by the escrow, in which the next note may lie already.
  const decided = () => outcomeOf(store, intent) !== null;
  const refused = !answer.ok && answer.error.outcome === 'notDone';
  // The line was lost under the order, and the recycler that is back says that the note lies there still.
  const held = () =>
    recycler.powerUp !== found &&
    recycler.powerUp.some((one) => one.kind === 'itemInPath' && one.fate === 'held');
  const stays = () => (refused || held()) && recycler.status.intermediateStacker === 'notEmpty';
  await until(ground, () => decided() || stays(), returnMs);
  if (decided()) return true;
  const evidence = [answer.ok ? 'done, said the recycler, and told of no note' : answer.error.description];
  store.commit((write) => settleIntent(write, intent, stays() ? 'notDone' : 'indeterminate', evidence));
  return false;
}

/** A note may have come in while the mouth was being closed, and be told of later: it goes back, whatever goes on. */
export async function giveBackLast(ground: CashGround, transactionId: string): Promise<void> {
  const { store, recycler } = ground;
  if (store.read.cashHolding(escrowOf(recycler.id)).length === 0) return;
  if (!(await decideNote(ground, transactionId, 'returnEscrow'))) giveUpLast(ground);
}

export function giveUpLast(ground: CashGround): void {
  ground.store.commit((write) =>
    giveUpNote(ground, write, 'the recycler told of a note in escrow and never where it went'),
  );
}

function outcomeOf(store: Store, intent: { id: string; transactionId: string }): SettledOutcome | null {
  return store.read.intentsOf(intent.transactionId).find(({ id }) => id === intent.id)?.outcome ?? null;
}
