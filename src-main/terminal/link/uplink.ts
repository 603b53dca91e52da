import type { InferContractRouterInputs } from '@orpc/contract';
import { type Clock, sleep } from '../../../src-shared/clock.ts';
import type { Report, serverContract } from '../../../src-shared/contract/server.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { backOff } from './back-off.ts';
import type { Centre } from './client.ts';
import { enrolledAs } from './enrolment.ts';
import type { LinkError } from './link-error.ts';

type Heartbeat = InferContractRouterInputs<typeof serverContract>['reporting']['heartbeat'];
export type LinkState = 'online' | 'offline' | 'notEnrolled';

/**
 * Why no more reports are sent. `gap`: the centre wants `sequence` first, which it acknowledged once and which is
 * deleted here. `conflict`: it holds another report under `sequence`. Both mean that one side lost its memory;
 * only a person can say which.
 */
export interface ReportsRefused {
  readonly reason: 'gap' | 'conflict';
  readonly sequence: number;
}

export interface UplinkOptions {
  readonly centre: Pick<Centre, 'reporting'>;
  readonly store: Store;
  readonly clock: Clock;
  /** 0 <= x < 1. */
  readonly random: () => number;
  readonly log: Log;
  /** How this terminal is now; time and the number of unsent reports are added. */
  readonly snapshot: () => Omit<Heartbeat, 'at' | 'unsentReports'>;
  /** Resolves when the terminal is enrolled or `signal` aborted. */
  readonly enrol: (signal: AbortSignal) => Promise<void>;
}

const heartbeatMs = 15_000;
/** The most that the contract takes at once. */
const batch = 100;

/** Brings the reports of the outbox to the centre, in order, and tells it that this terminal lives. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #listeners = new Set<() => void>();
  #state: LinkState;
  #refused: ReportsRefused | null = null;
  /** The sender waits, for something to send or for a better time. */
  #pausing: { readonly backingOff: boolean; readonly end: () => void } | null = null;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#state = enrolledAs(options.store) === undefined ? 'notEnrolled' : 'offline';
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Set: reports stay here until somebody looked into it and the terminal was started again. */
  get refused(): ReportsRefused | null {
    return this.#refused;
  }

  /** Called after every change of `state` or `refused`. Returns the function that stops it. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** New reports were committed. Does not shorten a back-off: the centre may be struggling. */
  wake(): void {
    if (this.#pausing?.backingOff === false) this.#pausing.end();
  }

  /** Works until `signal` aborts. What was not acknowledged by then is sent after the next start. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#options.enrol(signal);
    if (signal.aborted) return;
    if (this.#state === 'notEnrolled')
      this.#change(() => {
        this.#state = 'offline';
      });
    await Promise.all([this.#sendReports(signal), this.#beat(signal)]);
  }

  async #beat(signal: AbortSignal): Promise<void> {
    const { centre, store, clock, snapshot } = this.#options;
    while (!signal.aborted) {
      const heartbeat = {
        ...snapshot(),
        at: new Date(clock.now()).toISOString(),
        unsentReports: store.read.unsentReportCount(),
      };
      const wasOnline = this.#state === 'online';
      const answer = await centre.reporting.heartbeat(heartbeat, { signal });
      if (signal.aborted) return;
      this.#observe(answer);
      // The centre is back: what waits need not wait for the rest of its back-off.
      if (!wasOnline && this.#state === 'online') this.#pausing?.end();
      this.wake();
      await sleep(clock, heartbeatMs, signal);
    }
  }

  async #sendReports(signal: AbortSignal): Promise<void> {
    const { centre, store, random } = this.#options;
    let failures = 0;
    while (!signal.aborted && this.#refused === null) {
      const reports = store.read.unsentReports(batch);
      if (reports.length === 0) {
        await this.#pause(null, signal);
        continue;
      }
      const answer = await centre.reporting.submit({ reports }, { signal });
      // What an answer outside the contract means for this terminal as a whole, the heartbeat finds out.
      if (!signal.aborted && (answer.ok || answer.error.kind !== 'contract')) this.#observe(answer);
      if (this.#settle(reports, answer)) failures = 0;
      else if (this.#refused === null) await this.#pause(backOff(++failures, random), signal);
    }
  }

  /** Draws the consequence of an answer. False: nothing came of it, try again later. */
  #settle(reports: Report[], answer: Result<{ acknowledgedThrough: number }, LinkError>): boolean {
    if (answer.ok) return this.#acknowledge(reports, answer.value.acknowledgedThrough);
    const { code, data } = answer.error;
    if (code === 'CONFLICT') this.#refuse('conflict', (data as { sequence: number }).sequence);
    if (code === 'GAP') {
      const { expected } = data as { expected: number };
      if (expected > firstOf(reports)) return this.#acknowledge(reports, expected - 1);
      if (expected < firstOf(reports)) this.#refuse('gap', expected);
    }
    return false;
  }

  /**
   * Never beyond what was just sent: numbers that this terminal gave but the centre cannot know it means would
   * otherwise be lost. They are sent in the next batch, and the centre says of them what it holds.
   */
  #acknowledge(reports: Report[], through: number): boolean {
    const last = reports.at(-1)?.sequence ?? 0;
    if (through < firstOf(reports)) return false;
    this.#options.store.commit((write) => write.acknowledgeReports(Math.min(through, last)));
    return true;
  }

  #refuse(reason: ReportsRefused['reason'], sequence: number): void {
    this.#options.store.commit((write) => write.journal({ type: 'reportsRefused', reason, sequence }));
    this.#options.log.fatal({ reason, sequence }, 'the centre takes no more reports of this terminal');
    this.#change(() => {
      this.#refused = { reason, sequence };
    });
  }

  #observe(answer: Result<unknown, LinkError>): void {
    const state = answer.ok || reached(answer.error) ? 'online' : 'offline';
    if (!answer.ok && this.#state !== state) this.#options.log.warn({ link: answer.error }, 'centre lost');
    if (this.#state !== state)
      this.#change(() => {
        this.#state = state;
      });
  }

  #change(apply: () => void): void {
    apply();
    for (const listener of this.#listeners) listener();
  }

  /** For `milliseconds` (null: until `wake`), or until aborted. */
  #pause(milliseconds: number | null, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        signal.removeEventListener('abort', end);
        this.#pausing = null;
        resolve();
      };
      const cancel = milliseconds === null ? () => {} : this.#options.clock.schedule(milliseconds, end);
      this.#pausing = { backingOff: milliseconds !== null, end };
      signal.addEventListener('abort', end, { once: true });
    });
  }
}

/** A refusal of what was asked comes from a centre that serves us; a refusal of who asks does not. */
function reached({ kind, code }: LinkError): boolean {
  return kind === 'refused' && code !== 'UNAUTHORIZED' && code !== 'INVALID_CLIENT';
}

function firstOf(reports: Report[]): number {
  return reports[0]?.sequence ?? 0;
}
