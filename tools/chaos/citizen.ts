import type { SeededRandom } from '../../src-main/terminal/cash/simulation/random.ts';
import type { Motion } from './in-motion.ts';
import { type Moment, moments } from './report-wire.ts';

export const killed = ['terminal', 'recycler', 'dispenser', 'hopper', 'server', 'printer'] as const;
export type Killed = (typeof killed)[number];
/** Whoever has to do with money. */
export type Victim = Exclude<Killed, 'printer'> | 'power' | 'line';

export interface Strike {
  readonly victim: Victim;
  /** Struck in the middle of it; null: at any moment. */
  readonly motion: Motion | null;
  /** So many milliseconds after the payment began, or after the motion was seen. */
  readonly afterMs: number;
}

/** A report to the centre that is struck while it is under way. */
export interface ReportStrike {
  readonly victim: 'terminal' | 'server';
  readonly moment: Moment;
  readonly afterMs: number;
}

/** What somebody does at the machine, and what strikes it meanwhile. */
export interface Citizen {
  /** Of the premium: the higher, the dearer. */
  readonly tier: number;
  /** Out of which each note is taken that is pushed in. */
  readonly notes: readonly string[];
  readonly cancelAfterMs: number;
  readonly strikes: readonly Strike[];
  /** Nothing else strikes then. */
  readonly report: ReportStrike | null;
}

const anybody: readonly Victim[] = ['recycler', 'dispenser', 'hopper', 'server', 'power', 'line', 'terminal'];
const mixed = ['1 CNY', '1 CNY', '20 CNY', '50 CNY', '100 CNY', '100 CNY', '100 CNY', '100 CNY'];
const patientMs = 30_000;
/** So dear that nobody reaches it before they have enough of it. */
const dear = 3;

/** Whoever wants these notes back lets this unit pay; and who has to do with it is struck in the middle. */
const refunds = [
  { motion: 'recycler payout', notes: ['20 CNY', '50 CNY'], victims: ['terminal', 'recycler'] },
  { motion: 'note dispense', notes: ['100 CNY'], victims: ['terminal', 'dispenser'] },
  { motion: 'coin payout', notes: ['1 CNY', '1 CNY', '100 CNY'], victims: ['terminal', 'hopper'] },
] as const satisfies readonly { motion: Motion; notes: readonly string[]; victims: readonly Killed[] }[];

const payments = [
  { motion: 'accept', victims: ['terminal', 'recycler'] },
  { motion: 'booking', victims: ['terminal', 'terminal', 'server'] },
] as const satisfies readonly { motion: Motion; victims: readonly Killed[] }[];

/** Longest: a late report meets the next terminal; most of an answer is read in a moment. */
const latest: Readonly<Record<Moment, number>> = { sent: 3_000, taken: 25, kept: 5, answered: 5 };

/** Most are struck in the middle of a motion; half of all are struck at any moment besides. */
export function citizenOf(random: SeededRandom): Citizen {
  if (random.chance(0.3)) {
    const victim = random.pick<ReportStrike['victim']>(['terminal', 'server']);
    // What has not come to the server, or has left it, is no matter of its death.
    const moment = random.pick<Moment>(victim === 'server' ? ['taken', 'kept'] : moments);
    return {
      tier: random.whole(0, 1),
      notes: mixed,
      cancelAfterMs: patientMs,
      strikes: [],
      report: { victim, moment, afterMs: random.whole(0, latest[moment]) },
    };
  }
  const anytime: Strike[] = random.chance(0.5)
    ? [{ victim: random.pick(anybody), motion: null, afterMs: random.whole(50, 2_000) }]
    : [];
  if (random.chance(0.6)) {
    const { motion, notes, victims } = random.pick(refunds);
    return {
      tier: dear,
      notes,
      cancelAfterMs: random.whole(1_500, 4_000),
      strikes: [
        ...anytime,
        { victim: random.pick<Victim>(victims), motion, afterMs: random.whole(0, 300) },
        // And who goes on after that may be struck once more.
        { victim: random.pick<Victim>(victims), motion, afterMs: random.whole(0, 600) },
      ],
      report: null,
    };
  }
  const { motion, victims } = random.pick(payments);
  return {
    tier: random.whole(0, 1),
    notes: mixed,
    cancelAfterMs: random.chance(0.2) ? random.whole(1_500, 6_000) : patientMs,
    strikes: [...anytime, { victim: random.pick<Victim>(victims), motion, afterMs: random.whole(0, 200) }],
    report: null,
  };
}
