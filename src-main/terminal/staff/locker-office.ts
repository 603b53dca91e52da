import type { Locker } from '../../../devices/contract/locker.ts';
import { isOverdue } from '../../../src-shared/service/fetched-by.ts';
import type { Act, ScreenOf } from '../../../src-shared/view.ts';
import {
  followHands,
  type HandsProgress,
  lookInto,
  reading,
  settleStaffMoves,
  writeLockerPaper,
  writeStaffMove,
} from '../locker/compartments.ts';
import type { Surroundings } from '../session/context.ts';
import type { Conversation } from '../session/conversation.ts';
import type { LockerPaper, SettledOutcome, Store, Write } from '../store/store.ts';
import { settleIntent } from '../transaction/effect.ts';
import { jobNameOf } from '../transaction/pick-up.ts';
import { handsOf } from './second-person.ts';

type LockerScreen = ScreenOf<'staffLocker'>;
type Last = Pick<LockerScreen, 'last' | 'problem'>;
type Problem = NonNullable<LockerScreen['problem']>;
type ActOf<T extends Act['type']> = Extract<Act, { type: T }>;
type Move = 'load' | 'remove';
type OnProgress = (progress: HandsProgress) => void;

export interface LockerOfficeOptions {
  readonly surroundings: Surroundings;
  /** Of a second person, who must be there when a paper is taken out; null: one is enough. */
  readonly secondPinScrypt: string | null;
}

const openMs = 8_000;
const nothing: Last = { last: null, problem: null };
const problem = (what: Problem): Last => ({ last: null, problem: what });

/**
 * The certificate cabinet in the hands of staff: a paper is laid in under the number of its matter, and taken out when
 * nobody fetched it. Written down before a door opens, and again when it is closed, by what the sensors say.
 */
export class LockerOffice {
  readonly #options: LockerOfficeOptions;
  readonly #locker: Locker;

  constructor(options: LockerOfficeOptions, locker: Locker) {
    this.#options = options;
    this.#locker = locker;
  }

  async serve(conversation: Conversation): Promise<void> {
    let last = nothing;
    for (;;) {
      settleStaffMoves(this.#options.surroundings.store, this.#locker);
      const act = await conversation.ask(this.#screen(last), [
        'staffLoadLocker',
        'staffEmptyCompartment',
        'staffConfirmTaken',
        'back',
      ]);
      if (act.type === 'back') return;
      const working = await conversation.during(
        this.#screen(nothing),
        (_signal, amend) => this.#do(act, (busy) => amend({ ...this.#screen(nothing), busy })),
        [],
        { canLeave: false, patience: null },
      );
      if (working.kind === 'act') throw new Error('nothing was offered');
      last = working.value;
      this.#options.surroundings.wakeUplink();
    }
  }

  async #do(
    act: ActOf<'staffLoadLocker' | 'staffEmptyCompartment' | 'staffConfirmTaken'>,
    onBusy: (busy: LockerScreen['busy']) => void,
  ): Promise<Last> {
    const during =
      (compartment: number, move: Move): OnProgress =>
      (progress) =>
        onBusy({ compartment, move, ...progress });
    switch (act.type) {
      case 'staffLoadLocker':
        return this.#load(act.number, during);
      case 'staffEmptyCompartment':
        return this.#empty(act, during);
      case 'staffConfirmTaken':
        return this.#confirmTaken(act.compartment);
    }
  }

  async #load(matter: string, during: (compartment: number, move: Move) => OnProgress): Promise<Last> {
    const { store, centre } = this.#options.surroundings;
    if (this.#locker.status.device !== 'online') return problem('cabinetAway');
    const compartment = this.#free();
    if (compartment === null) return problem('cabinetFull');
    if (this.#papers().some((paper) => paper.matter === matter)) return problem('elsewhere');
    const asked = await centre.services.readyPaper({ number: matter });
    if (!asked.ok) {
      const { code } = asked.error;
      return problem(
        code === 'NOT_READY' ? 'notReady' : code === 'ELSEWHERE' ? 'elsewhere' : 'centreUnreachable',
      );
    }
    store.commit((write) => {
      write.addLockerPaper({ compartment, matter, by: 'staff' });
      write.journal({
        type: 'lockerPaper',
        matter,
        compartment,
        state: 'loading',
        by: 'staff',
        evidence: [],
      });
    });
    return this.#move(compartment, 'load', during(compartment, 'load'));
  }

  async #empty(
    { compartment, secondPin }: ActOf<'staffEmptyCompartment'>,
    during: (compartment: number, move: Move) => OnProgress,
  ): Promise<Last> {
    const { store } = this.#options.surroundings;
    const paper = this.#papers().find((one) => one.compartment === compartment);
    if (paper === undefined) return nothing;
    const by = await handsOf(store, this.#options.secondPinScrypt, secondPin);
    if (by === null) return problem('secondPinWrong');
    if (this.#locker.status.device !== 'online') return problem('cabinetAway');
    store.commit((write) => {
      write.setLockerPaper(compartment, 'removing', by);
      const { matter } = paper;
      write.journal({ type: 'lockerPaper', matter, compartment, state: 'removing', by, evidence: [] });
    });
    const last = await this.#move(compartment, 'remove', during(compartment, 'remove'));
    const after = this.#paper(compartment);
    if (paper.state === 'unclear' && after?.state !== 'removing') {
      const finding = after === undefined ? 'staff took it out' : 'staff saw it inside';
      store.commit((write) => settlePickUp(store, write, compartment, 'notDone', finding));
    }
    return last;
  }

  /** Opens the door and follows the hands; what was not seen to its end is decided when the door is closed. */
  async #move(compartment: number, move: Move, onProgress: OnProgress): Promise<Last> {
    const { store, clock } = this.#options.surroundings;
    onProgress({ phase: 'opening', reminders: 0 });
    const opened = await this.#locker.openDoor(compartment, { timeoutMs: openMs });
    if (opened.ok || opened.error.outcome === 'indeterminate')
      await followHands(clock, this.#locker, compartment, onProgress);
    const seen = lookInto(this.#locker, compartment);
    const paper = this.#paper(compartment);
    if (paper === undefined) throw new Error(`compartment ${compartment} was emptied meanwhile`);
    if (seen.door === 'closed') store.commit((write) => writeStaffMove(write, paper, seen));
    if (!opened.ok && opened.error.outcome === 'notDone')
      return problem(opened.error.errorCode === 'doorNotOpened' ? 'doorNotOpened' : 'cabinetAway');
    if (seen.door !== 'closed') return problem(seen.door === 'open' ? 'doorLeftOpen' : 'cabinetAway');
    const present = seen.item === 'present';
    const what = move === 'load' ? (present ? 'loaded' : 'notLoaded') : present ? 'notRemoved' : 'removed';
    return { last: { compartment, what }, problem: null };
  }

  #confirmTaken(compartment: number): Promise<Last> {
    const { store } = this.#options.surroundings;
    const paper = this.#paper(compartment);
    const seen = lookInto(this.#locker, compartment);
    if (paper?.state !== 'unclear' || seen.item !== 'notPresent') return Promise.resolve(nothing);
    const finding = 'staff say that it was fetched';
    store.commit((write) => {
      const evidence = [finding, reading(seen)];
      writeLockerPaper(write, paper, 'collected', { by: 'staff', transactionId: null, evidence });
      settlePickUp(store, write, compartment, 'done', finding);
    });
    return Promise.resolve({ last: { compartment, what: 'decided' }, problem: null });
  }

  #papers(): readonly LockerPaper[] {
    return this.#options.surroundings.store.read.lockerPapers();
  }

  #paper(compartment: number): LockerPaper | undefined {
    return this.#papers().find((one) => one.compartment === compartment);
  }

  #free(): number | null {
    const taken = new Set(this.#papers().map(({ compartment }) => compartment));
    const free = this.#locker.status.compartments.find(
      ({ number, door, item }) => !taken.has(number) && door === 'closed' && item === 'notPresent',
    );
    return free?.number ?? null;
  }

  #screen(last: Last): LockerScreen {
    const { surroundings, secondPinScrypt } = this.#options;
    const { clock } = surroundings;
    return {
      kind: 'staffLocker',
      papers: this.#papers().map(({ compartment, matter, loadedAt, state }) => {
        const { door, item } = lookInto(this.#locker, compartment);
        return {
          ...{ compartment, matter, loadedAt, state, door, item },
          overdue: isOverdue(Date.parse(loadedAt), clock.now()),
        };
      }),
      compartments: this.#locker.status.compartments.length,
      next: this.#free(),
      twoPersons: secondPinScrypt !== null,
      busy: null,
      ...last,
    };
  }
}

/** Papers that staff have to look at: what nobody could decide, what was begun, what was not fetched in time. */
export function lockerToDo(store: Store, now: number): number {
  return store.read
    .lockerPapers()
    .filter(({ state, loadedAt }) => state !== 'inside' || isOverdue(Date.parse(loadedAt), now)).length;
}

/** The intent of the citizen that nobody could settle; the caller holds the commit. */
function settlePickUp(
  store: Store,
  write: Write,
  compartment: number,
  outcome: SettledOutcome,
  finding: string,
): void {
  const intent = store.read
    .indeterminateIntents()
    .findLast(
      ({ step, effect }) =>
        step === 'pickUp' && effect.kind === 'motion' && effect.jobName === jobNameOf(compartment),
    );
  if (intent !== undefined) settleIntent(write, intent, outcome, [finding]);
}
