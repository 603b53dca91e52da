import type { Clock } from '../../../src-shared/clock.ts';
import type { Act, FaultCode, Screen, View } from '../../../src-shared/view.ts';
import type { TrailStep } from '../../../src-shared/visit.ts';
import type { Stage } from './stage.ts';

type ActType = Act['type'];
type ActOf<T extends ActType> = Extract<Act, { type: T }>;

/**
 * Thrown through the steps when the citizen goes away, and caught in one place: where the item is played.
 * Not an Error: a person who leaves is no fault.
 */
export class Departure {
  readonly how: 'left' | 'timedOut';
  constructor(how: 'left' | 'timedOut') {
    this.how = how;
  }
}

export interface Patience {
  /** Milliseconds without a touch until "are you still there?". */
  readonly idleMs: number;
  /** Milliseconds that this question stands before the session ends. */
  readonly warningMs: number;
}

export interface AskOptions {
  /** `home` screens never end by themselves; `patient` ones use the session's patience. */
  readonly patience?: Patience | null;
  /** The screen goes on by itself after so long, without a warning (a result, a farewell). */
  readonly resolveAfterMs?: number;
  readonly canLeave?: boolean;
  /** Acts that are for the work itself, which goes on. */
  readonly meanwhile?: Partial<Record<ActType, () => void>>;
}

type Offered<T extends ActType> = { readonly kind: 'act'; readonly act: ActOf<T> };
type Passed = { readonly kind: 'passed' };
type Done<R> = { readonly kind: 'done'; readonly value: R };

/** Work that goes on while a screen stands. It must end soon after `signal` aborts. */
export type Work<R> = (
  signal: AbortSignal,
  amend: (screen: Screen) => void,
  /** Somebody is there: a note was pushed in, although nothing was touched. */
  noticed: () => void,
) => Promise<R>;

/**
 * Speaks with the citizen through the stage: shows a screen, waits for what it offers, notices when nobody is
 * there any more.
 */
export class Conversation {
  readonly #stage: Stage;
  readonly #clock: Clock;
  readonly #patience: () => Patience;
  #trail: { steps: TrailStep[]; current: number } | null = null;
  #principal: View['principal'] = null;

  constructor(stage: Stage, clock: Clock, patience: () => Patience) {
    this.#stage = stage;
    this.#clock = clock;
    this.#patience = patience;
  }

  set trail(trail: { steps: TrailStep[]; current: number } | null) {
    this.#trail = trail;
  }

  /** Whose matter it is, where that is somebody else. */
  set principal(principal: View['principal']) {
    this.#principal = principal;
  }

  /** Shows `screen` until one of `offers` is chosen. Throws `Departure`. */
  async ask<T extends ActType>(
    screen: Screen,
    offers: readonly T[],
    options: AskOptions = {},
  ): Promise<ActOf<T>> {
    const answer = await this.#wait(screen, offers, options, undefined);
    if (answer.kind === 'act') return answer.act;
    throw new Error(`${screen.kind} went on by itself although it asks`);
  }

  /** As `ask`, but the screen may go on by itself: then null. */
  async askFor<T extends ActType>(
    screen: Screen,
    offers: readonly T[],
    options: AskOptions & { readonly resolveAfterMs: number },
  ): Promise<ActOf<T> | null> {
    const answer = await this.#wait(screen, offers, options, undefined);
    return answer.kind === 'act' ? answer.act : null;
  }

  /** Shows `screen` while `work` goes on. An act or a departure aborts the work, and waits for its end. */
  async during<R, T extends ActType = never>(
    screen: Screen,
    work: Work<R>,
    offers: readonly T[] = [],
    options: AskOptions = {},
  ): Promise<Done<R> | Offered<T>> {
    const answer = await this.#wait(screen, offers, options, work);
    if (answer.kind === 'passed')
      throw new Error(`${screen.kind} went on by itself although work was under way`);
    return answer;
  }

  /** A fault screen: what happened, what of my things, what now. Leaving it is its `finish`. */
  async fault(
    code: FaultCode,
    show: {
      readonly actions: readonly ('retry' | 'back')[];
      readonly cardOnReader: boolean;
      readonly reference: string;
      readonly details?: Record<string, string | number>;
    },
  ): Promise<'retry' | 'back' | 'finish'> {
    const act = await this.ask(
      {
        kind: 'fault',
        code,
        cardOnReader: show.cardOnReader,
        actions: [...show.actions, 'finish', 'call'],
        reference: show.reference,
        details: show.details ?? {},
      },
      [...show.actions, 'next', 'leave'],
    );
    return act.type === 'retry' || act.type === 'back' ? act.type : 'finish';
  }

  #wait<R, T extends ActType>(
    screen: Screen,
    offers: readonly T[],
    options: AskOptions,
    work: Work<R> | undefined,
  ): Promise<Offered<T> | Passed | Done<R>> {
    const canLeave = options.canLeave ?? true;
    const offered = new Set<ActType>(offers);
    const aborter = new AbortController();
    return new Promise((resolve, reject) => {
      let settled = false;
      let working: Promise<unknown> = Promise.resolve();
      const watch = new IdleWatch(this.#clock, this.#stage, () =>
        end(() => reject(new Departure('timedOut'))),
      );
      const cancelPass =
        options.resolveAfterMs === undefined
          ? () => {}
          : this.#clock.schedule(options.resolveAfterMs, () => end(() => resolve({ kind: 'passed' })));

      const end = (answer: () => void) => {
        if (settled) return;
        settled = true;
        watch.stop();
        cancelPass();
        this.#stage.mute();
        aborter.abort();
        void working.then(answer);
      };

      this.#stage.present(
        {
          screen,
          trail: this.#trail,
          principal: this.#principal,
          canGoBack: offered.has('back'),
          canLeave,
        },
        (act) => {
          if (act.type === 'stay') {
            watch.touch();
            return true;
          }
          const heard = options.meanwhile?.[act.type];
          if (heard !== undefined) {
            watch.touch();
            heard();
            return true;
          }
          if (offered.has(act.type)) {
            end(() => resolve({ kind: 'act', act: act as ActOf<T> }));
            return true;
          }
          if (act.type === 'leave' && canLeave) {
            end(() => reject(new Departure('left')));
            return true;
          }
          return false;
        },
      );
      const patience = options.patience === undefined ? this.#patience() : options.patience;
      if (patience !== null && options.resolveAfterMs === undefined) watch.start(patience);
      if (work !== undefined) {
        const amend = (change: Screen) => {
          if (!settled) this.#stage.amend({ screen: change });
        };
        const result = work(aborter.signal, amend, () => watch.touch());
        working = result.catch(() => undefined);
        result.then(
          (value) => end(() => resolve({ kind: 'done', value })),
          (error: unknown) => end(() => reject(error)),
        );
      }
    });
  }
}

/** Asks "are you still there?" when nobody touches the screen, counts down, and gives up. */
class IdleWatch {
  readonly #clock: Clock;
  readonly #stage: Stage;
  readonly #gone: () => void;
  #patience: Patience | null = null;
  #cancel: () => void = () => {};

  constructor(clock: Clock, stage: Stage, gone: () => void) {
    this.#clock = clock;
    this.#stage = stage;
    this.#gone = gone;
  }

  start(patience: Patience): void {
    this.#patience = patience;
    this.touch();
  }

  touch(): void {
    if (this.#patience === null) return;
    const { idleMs, warningMs } = this.#patience;
    this.#cancel();
    const now = this.#clock.now();
    this.#stage.amend({ deadline: { startedAt: now, endsAt: now + idleMs + warningMs }, idleWarning: null });
    this.#cancel = this.#clock.schedule(idleMs, () => this.#warn(Math.ceil(warningMs / 1000)));
  }

  stop(): void {
    this.#cancel();
    this.#patience = null;
  }

  #warn(secondsLeft: number): void {
    if (secondsLeft <= 0) {
      this.#gone();
      return;
    }
    this.#stage.amend({ idleWarning: { secondsLeft } });
    this.#cancel = this.#clock.schedule(1000, () => this.#warn(secondsLeft - 1));
  }
}
