import { collectClaim } from '../collect-claim.ts';
import { type CashPaymentEnd, payInCash } from '../pay-in-cash.ts';
import type { HostTrouble } from './host.ts';
import type { DeathPlan } from './mortal-store.ts';
import type { SeededRandom } from './random.ts';
import type { SecondUnits } from './second-units.ts';
import type { Life, SimulatedTerminal } from './terminal.ts';

const yuan = [1, 5, 10, 20, 50, 100];

const unitTroubles = [
  'power',
  'line',
  'loseReply',
  'wrongCheck',
  'silent',
  'storeRefuses',
  'jam',
  'payoutJam',
  'payoutNotRecognised',
  'notTaken',
] as const;
/** Of what pays out besides the recycler; most of them strike in the middle of its next payout. */
const secondTroubles = [
  'notesJam',
  'notesRejected',
  'notesMiscounted',
  'notesReset',
  'notesUnheard',
  'notesLine',
  'coinsJam',
  'coinInExit',
  'coinsCheated',
  'coinsReset',
  'coinsUnheard',
  'coinsLine',
] as const;
type SecondTrouble = (typeof secondTroubles)[number];
type UnitTrouble = (typeof unitTroubles)[number] | SecondTrouble | 'none';

/** What one citizen does, and what goes wrong meanwhile. All of it follows from the seed. */
export interface RoundPlan {
  readonly due: number;
  /** Notes that the citizen has, in yuan, and pushes in one after the other; who has no more wants everything back. */
  readonly notes: readonly number[];
  readonly eachMs: number;
  /** When the citizen wants everything back; null: never before a long wait. */
  readonly cancelMs: number | null;
  readonly host: HostTrouble;
  readonly unit: { readonly trouble: UnitTrouble; readonly at: number; readonly lasts: number };
  /** At a commit; or, null, when the host has booked the payment and the answer is under way. */
  readonly death: DeathPlan | null;
  readonly deathWhenPosted: boolean;
  /** Comes with the slip of an earlier claim instead, where there is one. */
  readonly collects: boolean;
}

export function planRound({ random, second }: SimulatedTerminal): RoundPlan {
  const troubled = random.chance(0.35);
  const troubles = second !== null && random.chance(0.5) ? secondTroubles : unitTroubles;
  const due = random.pick([random.whole(1, 30), random.whole(1, 300), 400, 100]);
  return {
    due: 100 * due,
    notes: purse(random, due),
    eachMs: random.whole(800, 5_000),
    cancelMs: random.chance(0.15) ? random.whole(0, 40_000) : null,
    host: random.chance(0.25)
      ? random.pick<HostTrouble>(['down', 'refuses', 'losesAnswer', 'losesRequest'])
      : 'none',
    unit: {
      trouble: troubled ? random.pick<UnitTrouble>(troubles) : 'none',
      at: random.whole(0, 30_000),
      // Some go away and leave what lies in the mouth.
      lasts: random.chance(0.2) ? 300_000 : random.whole(50, 20_000),
    },
    death: random.chance(0.4)
      ? { at: random.whole(1, 22), when: random.pick(['before', 'after'] as const) }
      : null,
    deathWhenPosted: random.chance(0.05),
    collects: random.chance(0.1),
  };
}

/** Mostly what pays the price in a few notes; some have too little, and some nothing but small notes. */
function purse(random: SeededRandom, due: number): readonly number[] {
  const least = random.chance(0.8) ? due / 4 : 1;
  const choices = yuan.filter((note) => note >= Math.min(least, 100));
  const most = random.chance(0.9) ? 8 : 30;
  const held: number[] = [];
  let sum = 0;
  while (sum < due && held.length < most) {
    const exact = random.chance(0.6) ? yuan.findLast((one) => one <= due - sum) : undefined;
    const note = exact ?? random.pick(choices);
    held.push(note);
    sum += note;
  }
  if (random.chance(0.1)) held.pop();
  // One more may go in while the machine has enough already.
  return random.chance(0.2) ? [...held, random.pick(yuan)] : held;
}

type RoundEnd = CashPaymentEnd | { readonly kind: 'collected' };

/** Plays one citizen at the machine. Answers how it ended, or null when the process died under it. */
export async function playRound(
  terminal: SimulatedTerminal,
  life: Life,
  plan: RoundPlan,
): Promise<RoundEnd | null> {
  const { clock, unit, host, random } = terminal;
  const { ground, line } = life;
  const transactionId = random.uuid();
  terminal.begun.push(transactionId);
  const wish = new AbortController();
  const timers: (() => void)[] = [];
  let gone = false;
  const later = (ms: number, action: () => void) => timers.push(clock.schedule(ms, () => !gone && action()));

  host.trouble = plan.host;
  host.onPosted = plan.deathWhenPosted ? () => life.kill() : null;
  if (isSecond(plan.unit.trouble)) strikeSecond(plan.unit, terminal, life, later);
  else strike(plan, unit, line, later);
  if (plan.cancelMs !== null) later(plan.cancelMs, () => wish.abort());
  // Nobody stands there for ever: the screen's own patience.
  later(240_000, () => wish.abort());
  let next = 0;
  const insert = () => {
    const note = plan.notes[next];
    if (note === undefined) later(20_000, () => wish.abort());
    else {
      if (ground.recycler.status.accepting && !unit.busy) {
        unit.set('insert', `${note} CNY`);
        // What the unit did not let in stays in the citizen's hand.
        if (unit.busy) next++;
      }
      later(plan.eachMs, insert);
    }
  };

  let end: RoundEnd | null = null;
  const claim = plan.collects ? ground.store.read.openCashClaims()[0] : undefined;
  if (claim === undefined) later(plan.eachMs, insert);
  const paying = (async () => {
    ground.store.commit((write) =>
      write.beginTransaction({ id: transactionId, itemCode: 'SIM', configurationVersion: 'simulation' }),
    );
    if (claim !== undefined) {
      await collectClaim(ground, transactionId, claim);
      end = { kind: 'collected' };
    } else
      end = await payInCash(ground, {
        transactionId,
        due: plan.due,
        signal: wish.signal,
        onTaken: () => {},
      });
    ground.store.commit((write) => write.endTransaction(transactionId, 'completed'));
  })();
  await terminal.runs(paying, life);
  gone = true;
  for (const cancel of timers) cancel();
  return life.dead() ? null : end;
}

const isSecond = (trouble: UnitTrouble): trouble is SecondTrouble =>
  secondTroubles.some((one) => one === trouble);

/** Strikes in the middle of the next payout; what is left is done to its line while it pays. */
function setFault({ trouble, at }: RoundPlan['unit'], { notes, coins }: SecondUnits): void {
  const early = at % 2 === 0;
  if (trouble === 'notesJam') notes.set('dispenseFault', early ? 'jamAtCheck' : 'jamAtExit');
  else if (trouble === 'notesRejected') notes.set('dispenseFault', early ? 'doublePick' : 'overReject');
  else if (trouble === 'notesMiscounted') notes.set('dispenseFault', 'miscount');
  else if (trouble === 'notesReset') notes.set('dispenseFault', 'reset');
  else if (trouble === 'coinsJam') coins.set('payoutFault', 'jam');
  else if (trouble === 'coinInExit') coins.set('payoutFault', 'coinInExit');
  else if (trouble === 'coinsCheated') coins.set('payoutFault', 'cheat');
  else if (trouble === 'coinsReset') coins.set('payoutFault', 'reset');
}

function strikeSecond(
  plan: RoundPlan['unit'],
  { second }: SimulatedTerminal,
  { secondLines }: Life,
  later: (ms: number, action: () => void) => void,
): void {
  if (second === null || secondLines === null) return;
  const { notes, coins } = second;
  const { trouble, lasts } = plan;
  setFault(plan, second);
  if (!/Unheard|Line/.test(trouble)) return;
  const ofNotes = trouble.startsWith('notes');
  const outside = () => (ofNotes ? notes.notes.exit : coins.coins.tray);
  const before = outside();
  const look = () => {
    if (outside() === before) later(100, look);
    else if (trouble === 'notesUnheard') notes.set('lostReply', 'once');
    else if (trouble === 'coinsUnheard') coins.set('lostReply', 'always');
    else {
      const line = ofNotes ? secondLines.notes : secondLines.coins;
      line.cut();
      later(lasts, () => line.mend());
    }
  };
  look();
}

function strike(
  { unit: { trouble, at, lasts } }: RoundPlan,
  unit: SimulatedTerminal['unit'],
  line: Life['line'],
  later: (ms: number, action: () => void) => void,
): void {
  const on = (begins: boolean) => {
    if (trouble === 'power') unit.set('power', !begins);
    else if (trouble === 'line') begins ? line.cut() : line.mend();
    else if (trouble === 'silent') unit.set('silent', begins);
    else if (trouble === 'notTaken') {
      unit.set('autoTake', !begins);
      if (!begins) unit.set('takeNote', true);
    } else if (trouble === 'storeRefuses') unit.set('storeRefusesNext', begins);
    else if (trouble === 'jam') begins ? unit.set('jamNext', 'safe') : unit.set('clearJam', true);
    else if (trouble === 'payoutJam') begins ? unit.set('payoutFault', 'jam') : unit.set('clearJam', true);
    else if (trouble === 'payoutNotRecognised') unit.set('payoutFault', begins ? 'notRecognised' : 'off');
    else if (trouble !== 'none') unit.set(trouble, begins ? 'always' : 'off');
  };
  if (trouble === 'none') return;
  if (trouble === 'payoutJam' || trouble === 'payoutNotRecognised') {
    // Behind the first note that comes out, whenever that is; one jam, or every note from then on unrecognised.
    const outside = () => unit.inventory().outside.reduce((sum, { count }) => sum + count, 0);
    const before = outside();
    const look = () => {
      const begun = outside() > before;
      if (begun) on(true);
      if (!begun || trouble === 'payoutNotRecognised') later(200, look);
    };
    look();
    return;
  }
  later(at, () => on(true));
  later(at + lasts, () => on(false));
}

/**
 * Everything that was broken is mended, by staff or by itself, and the machine comes to rest. Where nothing was, it is
 * soon there.
 */
export async function calmDown(
  terminal: SimulatedTerminal,
  life: Life,
  { troubled = true } = {},
): Promise<void> {
  const { clock, unit, host } = terminal;
  host.trouble = 'none';
  unit.set('power', true);
  unit.set('silent', false);
  unit.set('storeRefusesNext', false);
  unit.set('autoTake', true);
  unit.set('takeNote', true);
  host.onPosted = null;
  unit.set('payoutFault', 'off');
  unit.set('jamNext', 'off');
  unit.set('clearJam', true);
  unit.set('wrongCheck', 'off');
  unit.set('loseReply', 'off');
  mendSecond(terminal, life);
  if (life.dead()) return;
  life.line.mend();
  // Until a driver has given up a unit that was silent to the last of its attempts.
  if (troubled) await clock.advance(8_000);
  const { recycler, dispensers } = life.ground;
  const answer = () =>
    recycler.status.device === 'online' && dispensers.every(({ status }) => status.device !== 'offline');
  await clock.advanceUntil(() => life.dead() || answer(), 600_000);
  if (troubled) await clock.advance(3_000);
  // A payout whose notes are not recognised one after the other may still go on.
  // Twice is longer than a driver waits between two polls.
  const often = troubled ? 3 : 2;
  for (let still = 0, waited = 0; still < often && waited < 400; waited++) {
    still = unit.inventory().path.length === 0 ? still + 1 : 0;
    await clock.advance(1_700);
  }
}

/** What lies in a path is taken out by hand, and who was in trouble is switched off and on. */
function mendSecond({ second }: SimulatedTerminal, { secondLines, ground, dead }: Life): void {
  if (second === null) return;
  const { notes, coins } = second;
  notes.set('dispenseFault', 'off');
  notes.set('lostReply', 'off');
  coins.set('payoutFault', 'off');
  coins.set('lostReply', 'off');
  notes.set('clearPathByHand', true);
  coins.set('takeCoinFromExit', true);
  if (dead()) return;
  secondLines?.notes.mend();
  secondLines?.coins.mend();
  const [dispenser, hopper] = ground.dispensers;
  if (dispenser?.status.device === 'hardwareError') notes.set('powerCycle', true);
  if (hopper?.status.device !== 'online') coins.set('powerCycle', true);
}
