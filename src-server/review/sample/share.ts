import { decide } from '../decide.ts';
import type { OutcomeKind } from '../outcome.ts';
import type { HashedTable } from '../table.ts';
import { type Application, sampleApplications } from './applications.ts';
import { verdictOf } from './oracle.ts';

export interface Share {
  readonly applications: number;
  readonly kinds: Readonly<Record<OutcomeKind, number>>;
  /** Decided with no clerk: approved, accepted with a promise, refused. */
  readonly automatic: number;
  /** Approved or accepted, and the oracle would not. */
  readonly wrongApprovals: readonly Application[];
  readonly wrongRefusals: readonly Application[];
  /** The answers were in order and the oracle would decide, but the tables did not. */
  readonly missed: readonly Application[];
}

/** The tables on a sample, against the oracle. */
export async function measureShare(
  tables: readonly HashedTable[],
  seed: number,
  count: number,
): Promise<Share> {
  const kinds = { approve: 0, correct: 0, acceptWithPromise: 0, refuse: 0, toPerson: 0 };
  const wrongApprovals: Application[] = [];
  const wrongRefusals: Application[] = [];
  const missed: Application[] = [];
  for (const application of sampleApplications(tables, seed, count)) {
    const table = tables.find(({ id }) => id === application.request.tableId) ?? null;
    const { kind } = (await decide(table, application.request, application.now)).outcome;
    kinds[kind] += 1;
    const verdict = verdictOf(application);
    if (kind === 'refuse' && verdict !== 'refuse') wrongRefusals.push(application);
    if ((kind === 'approve' || kind === 'acceptWithPromise') && kind !== verdict)
      wrongApprovals.push(application);
    const decided = kind !== 'toPerson' && kind !== 'correct';
    if (!decided && application.disturbance === null && verdict !== 'nobody') missed.push(application);
  }
  const automatic = kinds.approve + kinds.acceptWithPromise + kinds.refuse;
  return { applications: count, kinds, automatic, wrongApprovals, wrongRefusals, missed };
}
