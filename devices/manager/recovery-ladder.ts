import type { Trouble } from './trouble.ts';

/**
 * What is tried for a device that does not get well by itself, gentlest first, each rung once. A pure state machine:
 * whoever runs it tells it what happened and does what it answers.
 */

export type Rung = 'retry' | 'reinitialise' | 'reopen' | 'powerCycle';

interface Step {
  readonly rung: Rung;
  /** Milliseconds of trouble before it, counted from the end of the rung before. */
  readonly afterMs: number;
}

const ladders: Readonly<Record<'line' | 'unit', readonly Step[]>> = {
  // The driver itself opens a lost line again, at first after a quarter of a second: it gets its time.
  line: [
    { rung: 'retry', afterMs: 10_000 },
    { rung: 'reopen', afterMs: 20_000 },
    { rung: 'powerCycle', afterMs: 30_000 },
  ],
  unit: [
    { rung: 'retry', afterMs: 2_000 },
    { rung: 'reinitialise', afterMs: 5_000 },
    { rung: 'reopen', afterMs: 15_000 },
    { rung: 'powerCycle', afterMs: 30_000 },
  ],
};

/** A unit whose power was cut tests itself for up to a minute; after that nothing more will come. */
const giveUpAfterMs = 90_000;
/** A device that was recovered and falls ill again before this goes on where it was on the ladder. */
const provenAfterMs = 300_000;

const rank: readonly Rung[] = ['retry', 'reinitialise', 'reopen', 'powerCycle'];

export interface Ladder {
  readonly state: 'well' | 'waiting' | 'climbing' | 'proving' | 'givenUp';
  readonly trouble: Trouble;
  /** The highest rung that was tried. */
  readonly climbed: Rung | null;
}

export const groundLevel: Ladder = { state: 'well', trouble: 'none', climbed: null };

export type LadderEvent =
  | { readonly type: 'status'; readonly trouble: Trouble }
  /** The time of `wait` has passed. */
  | { readonly type: 'due' }
  /** The rung was tried, whatever came of it. */
  | { readonly type: 'tried' };

export type LadderOrder =
  | { readonly type: 'nothing' }
  /** Any wait before is over. */
  | { readonly type: 'rest' }
  | { readonly type: 'wait'; readonly milliseconds: number }
  | { readonly type: 'try'; readonly rung: Rung }
  | { readonly type: 'giveUp' };

type Next = readonly [Ladder, LadderOrder];

export function climb(ladder: Ladder, event: LadderEvent): Next {
  switch (event.type) {
    case 'status':
      return afterStatus({ ...ladder, trouble: event.trouble }, ladder.trouble);
    case 'tried':
      return ladder.state === 'climbing' ? settle(ladder) : [ladder, { type: 'nothing' }];
    case 'due':
      return afterWait(ladder);
  }
}

function afterStatus(ladder: Ladder, before: Trouble): Next {
  // What a rung does to the status while it is tried is its own doing.
  if (ladder.state === 'climbing') return [ladder, { type: 'nothing' }];
  if (ladder.trouble === before) return [ladder, { type: 'nothing' }];
  // A person or the unit itself put it right: trouble after that is new trouble.
  if (ladder.state === 'givenUp') {
    return needsHelp(ladder) ? [ladder, { type: 'nothing' }] : [ground(ladder), { type: 'rest' }];
  }
  return settle(ladder);
}

function settle(ladder: Ladder): Next {
  if (needsHelp(ladder)) {
    const milliseconds = nextStep(ladder)?.afterMs ?? giveUpAfterMs;
    return [
      { ...ladder, state: 'waiting' },
      { type: 'wait', milliseconds },
    ];
  }
  if (ladder.climbed === null) return [ground(ladder), { type: 'rest' }];
  return [
    { ...ladder, state: 'proving' },
    { type: 'wait', milliseconds: provenAfterMs },
  ];
}

function afterWait(ladder: Ladder): Next {
  if (ladder.state === 'proving') return [ground(ladder), { type: 'rest' }];
  if (ladder.state !== 'waiting') return [ladder, { type: 'nothing' }];
  const step = nextStep(ladder);
  if (step === undefined) return [{ ...ladder, state: 'givenUp' }, { type: 'giveUp' }];
  return [
    { ...ladder, state: 'climbing', climbed: step.rung },
    { type: 'try', rung: step.rung },
  ];
}

function nextStep({ trouble, climbed }: Ladder): Step | undefined {
  if (trouble !== 'line' && trouble !== 'unit') return undefined;
  const reached = climbed === null ? -1 : rank.indexOf(climbed);
  return ladders[trouble].find(({ rung }) => rank.indexOf(rung) > reached);
}

const needsHelp = ({ trouble }: Ladder) => trouble === 'line' || trouble === 'unit';
const ground = ({ trouble }: Ladder): Ladder => ({ ...groundLevel, trouble });
