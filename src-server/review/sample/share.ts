import { isDrawn } from '../after-check.ts';
import { decide } from '../decide.ts';
import type { OutcomeKind } from '../outcome.ts';
import type { HashedTable } from '../table.ts';
import { type Application, dice, sampleApplications } from './applications.ts';
import { verdictOf } from './oracle.ts';

export interface Counts {
  readonly applications: number;
  readonly kinds: Readonly<Record<OutcomeKind, number>>;
  /** Decided with no clerk: approved, accepted with a promise, refused. */
  readonly automatic: number;
  /** Of these, what a person looks at again. */
  readonly afterChecked: number;
  /** Approved or accepted, and the oracle would not. */
  readonly wrongApprovals: number;
  readonly wrongRefusals: number;
  /** Asked to be corrected or passed on to a person, and the oracle would not. */
  readonly missed: number;
}

export interface Difference {
  readonly application: Application;
  readonly found: OutcomeKind;
  readonly expected: OutcomeKind;
}

export interface Share {
  readonly all: Counts;
  readonly tables: ReadonlyMap<string, Counts>;
  readonly differences: readonly Difference[];
}

const dayMs = 24 * 3_600_000;

/** The tables on a sample, against the oracle. @param percent that is looked at again, of a table in force for long. */
export async function measureShare(
  tables: readonly HashedTable[],
  seed: number,
  count: number,
  percent = 3,
): Promise<Share> {
  const perTable = new Map(tables.map(({ id }) => [id, none]));
  const differences: Difference[] = [];
  const chance = dice(seed + 1);
  const random = (size: number) => Uint8Array.from({ length: size }, () => Math.floor(chance() * 256));
  for (const application of sampleApplications(tables, seed, count)) {
    const { tableId } = application.request;
    const [found, expected] = [await foundBy(tables, application), verdictOf(application)];
    const longAgo = new Date(application.now - 365 * dayMs);
    const drawn = isDrawn(found, longAgo, application.now, percent, random);
    if (found !== expected) differences.push({ application, found, expected });
    perTable.set(tableId, sum([perTable.get(tableId) ?? none, counted(found, expected, drawn)]));
  }
  return { all: sum([...perTable.values()]), tables: perTable, differences };
}

/** The first application that a table decides otherwise than the oracle. */
export async function firstDifference(
  table: HashedTable,
  applications: readonly Application[],
): Promise<Difference | null> {
  for (const application of applications) {
    const [found, expected] = [await foundBy([table], application), verdictOf(application)];
    if (found !== expected) return { application, found, expected };
  }
  return null;
}

async function foundBy(tables: readonly HashedTable[], { request, now }: Application): Promise<OutcomeKind> {
  const table = tables.find(({ id }) => id === request.tableId) ?? null;
  return (await decide(table, request, now)).outcome.kind;
}

const noKinds = { approve: 0, acceptWithPromise: 0, correct: 0, refuse: 0, toPerson: 0 };
const none: Counts = {
  applications: 0,
  kinds: noKinds,
  automatic: 0,
  afterChecked: 0,
  wrongApprovals: 0,
  wrongRefusals: 0,
  missed: 0,
};
const decides: ReadonlySet<OutcomeKind> = new Set(['approve', 'acceptWithPromise', 'refuse']);

function counted(found: OutcomeKind, expected: OutcomeKind, drawn: boolean): Counts {
  const wrong = found !== expected;
  const approved = found === 'approve' || found === 'acceptWithPromise';
  return {
    applications: 1,
    kinds: { ...noKinds, [found]: 1 },
    automatic: Number(decides.has(found)),
    afterChecked: Number(drawn),
    wrongApprovals: Number(wrong && approved),
    wrongRefusals: Number(wrong && found === 'refuse'),
    missed: Number(wrong && !decides.has(found)),
  };
}

function sum(all: readonly Counts[]): Counts {
  const of = (part: (counts: Counts) => number) => all.reduce((total, counts) => total + part(counts), 0);
  return {
    applications: of((one) => one.applications),
    kinds: {
      approve: of(({ kinds }) => kinds.approve),
      acceptWithPromise: of(({ kinds }) => kinds.acceptWithPromise),
      correct: of(({ kinds }) => kinds.correct),
      refuse: of(({ kinds }) => kinds.refuse),
      toPerson: of(({ kinds }) => kinds.toPerson),
    },
    automatic: of((one) => one.automatic),
    afterChecked: of((one) => one.afterChecked),
    wrongApprovals: of((one) => one.wrongApprovals),
    wrongRefusals: of((one) => one.wrongRefusals),
    missed: of((one) => one.missed),
  };
}
