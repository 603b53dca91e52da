import type { Compartment, Locker } from '../../../devices/contract/locker.ts';
import { type Clock, sleep } from '../../../src-shared/clock.ts';
import type { ReportBodies } from '../../../src-shared/contract/report-bodies.ts';
import type { LockerHands, LockerPaper, SettledOutcome, Store, Write } from '../store/store.ts';
import { report } from '../transaction/report.ts';

/** What door and item sensor say now. */
export function lookInto(locker: Locker | undefined, compartment: number): Compartment {
  const found = locker?.status.compartments.find(({ number }) => number === compartment);
  return found ?? { number: compartment, door: 'unknown', item: 'unknown' };
}

/** One line of evidence. */
export function reading({ number, door, item }: Compartment): string {
  return `compartment ${number}: door ${door}, item ${item}`;
}

/**
 * Whether the paper of a compartment that was told to open was taken: the fixed table, alive and after a crash. An open
 * door with the paper in it proves nothing: whoever comes by may take it.
 */
export function takenOut({ door, item }: Compartment): SettledOutcome {
  if (item === 'notPresent') return 'done';
  return item === 'present' && door === 'closed' ? 'notDone' : 'indeterminate';
}

/** What hands have to do next, and how often they were reminded of it. */
export interface HandsProgress {
  readonly phase: 'opening' | 'full' | 'empty' | 'cabinetAway';
  readonly reminders: number;
}

const lookEveryMs = 250;
const remindEveryMs = 20_000;
const reminders = 3;
/** A board that lost its line, or its power, is back in less when it comes back at all. */
const awayMs = 30_000;

/** Follows the hands at an open door until it is closed. Gives up on hands that were reminded, and on a cabinet that is away. */
export async function followHands(
  clock: Clock,
  locker: Locker,
  compartment: number,
  onProgress: (progress: HandsProgress) => void,
): Promise<Compartment> {
  let phase: HandsProgress['phase'] | null = null;
  let since = clock.now();
  let reminded = 0;
  for (;;) {
    const seen = lookInto(locker, compartment);
    if (seen.door === 'closed') return seen;
    const now = seen.door === 'unknown' ? 'cabinetAway' : seen.item === 'present' ? 'full' : 'empty';
    if (now !== phase) {
      phase = now;
      since = clock.now();
      reminded = 0;
      onProgress({ phase, reminders: 0 });
    }
    const waited = clock.now() - since;
    if (phase === 'cabinetAway' ? waited >= awayMs : waited >= remindEveryMs * (reminders + 1)) return seen;
    if (phase !== 'cabinetAway' && waited >= remindEveryMs * (reminded + 1)) {
      reminded += 1;
      onProgress({ phase, reminders: reminded });
    }
    await sleep(clock, lookEveryMs);
  }
}

interface Said {
  readonly by: LockerHands;
  readonly transactionId: string | null;
  readonly evidence: readonly string[];
}

/** Where a paper is now, with its journal record and its report; the caller holds the commit. */
export function writeLockerPaper(
  write: Write,
  { compartment, matter }: Pick<LockerPaper, 'compartment' | 'matter'>,
  state: ReportBodies['locker']['state'],
  { by, transactionId, evidence }: Said,
): void {
  if (state === 'collected' || state === 'removed') write.dropLockerPaper(compartment);
  else write.setLockerPaper(compartment, state, by);
  write.journal({ type: 'lockerPaper', matter, compartment, state, by, evidence });
  report(write, 'locker', { matter, compartment, state, transactionId, by, evidence: [...evidence] });
}

/**
 * What staff began and nobody saw the end of: decided as soon as the door is closed. A paper that was to be laid in and is
 * not there never was.
 */
export function settleStaffMoves(store: Store, locker: Locker | undefined): void {
  for (const paper of store.read.lockerPapers()) {
    if (paper.state !== 'loading' && paper.state !== 'removing') continue;
    const seen = lookInto(locker, paper.compartment);
    if (seen.door === 'closed') store.commit((write) => writeStaffMove(write, paper, seen));
  }
}

/** How a move of staff ended, with the door closed; the caller holds the commit. */
export function writeStaffMove(write: Write, paper: LockerPaper, seen: Compartment): void {
  const evidence = [reading(seen)];
  const said = { by: paper.by, transactionId: null, evidence };
  if (seen.item === 'present') writeLockerPaper(write, paper, 'inside', said);
  else if (paper.state === 'removing') writeLockerPaper(write, paper, 'removed', said);
  else {
    const { compartment, matter, by } = paper;
    write.dropLockerPaper(compartment);
    write.journal({ type: 'lockerPaper', matter, compartment, state: 'notLoaded', by, evidence });
  }
}
