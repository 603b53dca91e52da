import type { CashItem, PowerUpFinding } from '../../../devices/contract/cash.ts';
import type { CashAcceptorEvent } from '../../../devices/contract/cash-acceptor.ts';
import type { CashDispenser } from '../../../devices/contract/cash-dispenser.ts';
import type { CashAccount, IntentRecord, SettledOutcome, Store, Write } from '../store/store.ts';
import { settleIntent } from '../transaction/effect.ts';
import { openCase } from './case.ts';
import { openDifference } from './differences.ts';
import { type CashGround, escrowOf, unitOf } from './ground.ts';
import { keepPayoutEnd } from './pay-from-recycler.ts';

type Kept = Pick<CashGround, 'store' | 'recycler' | 'randomUUID'>;
type Place = 'cashbox' | 'payout';

/**
 * Writes down every note that the recycler tells of, at the moment it tells: a driver acknowledges an event to
 * its unit after its listeners returned, so the ledger has the note on disk before the unit forgets it.
 *
 * A note that comes into escrow when nobody is paying is given back: it went in while the mouth was being closed,
 * or while this program was dead.
 *
 * Call it before the recycler is opened. Returns the function that ends it.
 */
export function keepLedger(ground: Kept & Pick<CashGround, 'dispensers'>): () => void {
  const { store, recycler, dispensers } = ground;
  let findings = recycler.powerUp;
  const stops = [
    recycler.onEvent((event) => writeEvent(ground, event)),
    recycler.onStatusChanged(({ device }) => {
      if (device === 'offline' || recycler.powerUp === findings) return;
      // A finding may join those that are written already: what was found once is in the ledger once.
      const news = recycler.powerUp.filter((finding) => !findings.includes(finding));
      findings = recycler.powerUp;
      for (const finding of news) writeFinding(ground, finding);
    }),
    ...dispensers.map((dispenser) => watchUnits(store, dispenser)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function writeEvent(ground: Kept, event: CashAcceptorEvent): void {
  const { store, recycler } = ground;
  switch (event.type) {
    case 'escrow':
      store.commit((write) => inEscrow(ground, write, event.item));
      if (store.read.activeCashIn() === undefined) giveBack(ground);
      break;
    case 'stacked':
      store.commit((write) => taken(ground, write, event.item, event.place, 'the unit told its credit'));
      break;
    case 'returned':
      store.commit((write) => returned(ground, write, 'the unit told that it gave the note back'));
      break;
    case 'moved':
      store.commit((write) =>
        write.moveCash({
          transactionId: null,
          reason: 'movedByUnit',
          debit: unitOf(recycler.id, event.to),
          credit: unitOf(recycler.id, event.from),
          amount: { value: event.item.value, count: 1 },
        }),
      );
      break;
    case 'payoutEnded':
      keepPayoutEnd(ground, event.value);
      break;
    // A note that is none is given back by the unit at once: kept by nobody, and told to the centre by the journal.
    case 'refused':
      store.commit((write) =>
        write.journal({ type: 'noteRefused', device: recycler.id, reason: event.reason }),
      );
      break;
    case 'unitRemoved':
    case 'unitInserted':
      if (event.unit === 'cashbox' || event.unit === 'payout')
        unitHandled(
          store,
          recycler.id,
          event.type === 'unitRemoved' ? 'cashUnitRemoved' : 'cashUnitInserted',
          event.unit,
        );
      break;
    case 'fraudAttempt':
      store.commit((write) => write.journal({ type: 'cashFraudAttempt', device: recycler.id }));
      break;
  }
}

/** Whoever had the cassette in their hands: what lies in it is known again when it was counted or exchanged. */
function unitHandled(
  store: Store,
  device: string,
  what: 'cashUnitRemoved' | 'cashUnitInserted',
  unit: string,
): void {
  const place = unitOf(device, unit);
  store.commit((write) => {
    write.setCashAccuracy(place, 'unknown');
    write.journal({ type: what, place });
  });
}

/** A dispenser tells no events: its status says which of its units is out of the machine. */
function watchUnits(store: Store, dispenser: CashDispenser): () => void {
  const missing = new Set<string>();
  return dispenser.onStatusChanged(({ device, units }) => {
    if (device === 'offline') return;
    for (const { id, status } of units) {
      if ((status === 'missing') === missing.has(id)) continue;
      if (status === 'missing') missing.add(id);
      else missing.delete(id);
      unitHandled(store, dispenser.id, status === 'missing' ? 'cashUnitRemoved' : 'cashUnitInserted', id);
    }
  });
}

function writeFinding(ground: Kept, finding: PowerUpFinding): void {
  if (finding.kind !== 'itemInPath') return;
  const { store } = ground;
  store.commit((write) => {
    const { item, fate } = finding;
    const why = `at power-up: a note of ${item?.value ?? 'unknown'} fen, ${fate}`;
    const inPath = noteInEscrow(ground)?.value;
    switch (fate) {
      case 'returned':
        return returned(ground, write, why);
      case 'stacked':
      case 'stored': {
        if (item === null) return giveUpNote(ground, write, why);
        if (inPath === undefined && payingOut(store)) return cameBack(ground, write, item, fate);
        return taken(ground, write, item, fate === 'stored' ? 'payout' : 'cashbox', why);
      }
      case 'held':
        // Whoever is paying decides about a note that the ledger knows; any other goes back.
        if (inPath === undefined) giveBack(ground);
        return;
      case 'unknown':
        return giveUpNote(ground, write, why);
    }
  });
}

/** What is found while a payout is open was on its way out of the store: nobody put it in. */
function payingOut(store: Store): boolean {
  const cashIn = store.read.activeCashIn();
  if (cashIn === undefined) return false;
  return store.read.intentsOf(cashIn.transactionId).some(
    ({ effect, outcome }) =>
      effect.kind === 'cash' &&
      effect.command === 'payOut' &&
      // What nobody could tell when the unit fell silent is told now.
      (outcome === null || outcome === 'indeterminate'),
  );
}

/** It never left; how much of the payout did is decided by the unit's own count of its store. */
function cameBack({ recycler }: Kept, write: Write, item: CashItem, fate: 'stacked' | 'stored'): void {
  if (fate === 'stored') return;
  write.moveCash({
    transactionId: null,
    reason: 'movedByUnit',
    debit: unitOf(recycler.id, 'cashbox'),
    credit: unitOf(recycler.id, 'payout'),
    amount: { value: item.value, count: 1 },
  });
}

/** Giving back moves nothing that is ours, so it needs no intent; if it fails the note stays in the ledger's escrow. */
function giveBack({ recycler }: Kept): void {
  void recycler.returnEscrow({ timeoutMs: 30_000 });
}

/** The note that lies in escrow as far as the ledger knows. */
function noteInEscrow({ store, recycler }: Kept): { readonly value: number } | undefined {
  return store.read.cashHolding(escrowOf(recycler.id))[0];
}

/** One note lies in the path at a time: who tells of another one has none of the first any more. */
const passedOver = 'the recycler tells of another note, and never told where this one went';

function inEscrow(ground: Kept, write: Write, item: CashItem): void {
  giveUpNote(ground, write, passedOver);
  const transactionId = ground.store.read.activeCashIn()?.transactionId ?? null;
  write.moveCash({
    transactionId,
    reason: 'escrow',
    debit: escrowOf(ground.recycler.id),
    credit: owner(transactionId),
    amount: { value: item.value, count: 1 },
  });
}

/**
 * The credit point. A unit that did not hear our acknowledgement tells a credit again, and after a restart of
 * this program it comes as a finding: with no note in escrow and one of its value just taken, it is the same note.
 */
function taken(ground: Kept, write: Write, item: CashItem, place: Place, why: string): void {
  const { store, recycler } = ground;
  const note = noteInEscrow(ground);
  const debit = unitOf(recycler.id, place);
  const amount = { value: item.value, count: 1 };
  if (note?.value === item.value) {
    const transactionId = noteOwner(store);
    write.moveCash({ transactionId, reason: 'stacked', debit, credit: escrowOf(recycler.id), amount });
    if (transactionId === null) ofNobody(write, debit, item);
    settleNote(store, write, 'done', why);
  } else if (!toldBefore(store, item)) {
    if (note !== undefined) giveUpNote(ground, write, passedOver);
    const transactionId = store.read.activeCashIn()?.transactionId ?? null;
    write.moveCash({ transactionId, reason: 'foundTaken', debit, credit: owner(transactionId), amount });
    if (transactionId === null) ofNobody(write, debit, item);
  }
}

/** A note that the machine kept while nobody was paying: somebody may come for it. */
function ofNobody(write: Write, place: CashAccount, { value }: CashItem): void {
  openDifference(write, { place, amount: value, foundBy: 'machine', caseId: null });
}

/** The transaction that the note in escrow was put in for; null where nobody was paying, even if somebody is now. */
export function noteOwner(store: Store): string | null {
  return store.read.lastCashMove(['escrow'])?.transactionId ?? null;
}

function returned(ground: Kept, write: Write, why: string): void {
  const { store, recycler } = ground;
  const note = noteInEscrow(ground);
  if (note === undefined) return;
  const transactionId = noteOwner(store);
  write.moveCash({
    transactionId,
    reason: 'returned',
    debit: owner(transactionId),
    credit: escrowOf(recycler.id),
    amount: { value: note.value, count: 1 },
  });
  settleNote(store, write, 'notDone', why);
}

/**
 * Nobody can say where the note is that the ledger has in escrow. It counts as not taken, so that the machine
 * does not promise it, and a person looks.
 */
export function giveUpNote(ground: Kept, write: Write, why: string): void {
  const { store, recycler } = ground;
  const note = noteInEscrow(ground);
  if (note === undefined) return;
  const transactionId = noteOwner(store);
  write.moveCash({
    transactionId,
    reason: 'noteUnknown',
    debit: owner(transactionId),
    credit: escrowOf(recycler.id),
    amount: { value: note.value, count: 1 },
  });
  settleNote(store, write, 'indeterminate', why);
  strange(ground, write, note.value, why);
}

function strange(ground: Kept, write: Write, amount: number, why: string): void {
  const transactionId = ground.store.read.activeCashIn()?.transactionId ?? null;
  openCase(write, {
    id: ground.randomUUID(),
    transactionId,
    device: ground.recycler.id,
    amount,
    evidence: [why],
  });
}

/** Notes outside of a cash-in belong to nobody known. */
function owner(transactionId: string | null): CashAccount {
  return transactionId === null ? 'suspense' : 'citizen';
}

/** What can become of a note, as reasons of moves. */
const noteReasons = ['escrow', 'stacked', 'foundTaken', 'returned', 'noteUnknown'];

/**
 * The last that the ledger heard of notes is that this one was taken: in this cash-in, or in one that has ended since.
 * A note cannot be stacked unless it was ordered out of an escrow that the ledger knew.
 */
function toldBefore(store: Store, item: CashItem): boolean {
  const last = store.read.lastCashMove(noteReasons);
  const taken = last?.reason === 'stacked' || last?.reason === 'foundTaken';
  // Two that were found while nobody paid are two.
  return (
    taken &&
    last.transactionId !== null &&
    typeof last.amount !== 'number' &&
    last.amount.value === item.value
  );
}

function noteIntents(store: Store, transactionId: string): IntentRecord[] {
  return store.read
    .intentsOf(transactionId)
    .filter(
      ({ effect }) =>
        effect.kind === 'cash' && (effect.command === 'stack' || effect.command === 'returnEscrow'),
    );
}

/** Settles what was ordered for the note in escrow: `taken` decides a stack and, the other way round, a return. */
function settleNote(store: Store, write: Write, taken: SettledOutcome, why: string): void {
  const transactionId = store.read.activeCashIn()?.transactionId;
  if (transactionId === undefined) return;
  const intent = noteIntents(store, transactionId).at(-1);
  if (intent?.effect.kind !== 'cash') return;
  const opposite = { done: 'notDone', notDone: 'done', indeterminate: 'indeterminate' } as const;
  const outcome = intent.effect.command === 'stack' ? taken : opposite[taken];
  if (intent.outcome === null || intent.outcome === 'indeterminate')
    settleIntent(write, intent, outcome, [why]);
}
