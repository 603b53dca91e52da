import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashError, CashItem, CashUnit, PowerUpFinding } from '../../contract/cash.ts';
import type { CashAcceptor, CashAcceptorEvent, CashAcceptorStatus } from '../../contract/cash-acceptor.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { Turn } from '../turn.ts';
import { fault, linkError, notReady, refusal, troubleOf } from './errors.ts';
import { Hearing } from './hearing.ts';
import { emptyTrack, follow, type NoteEvent, type NoteTrack } from './note-track.ts';
import { StockTake } from './stock-take.ts';
import type { LinkFault, LinkResult, NoteLink, UnitReport } from './unit-report.ts';
import { cashboxOf, statusOf, unknownStatus } from './unit-status.ts';

export interface NoteAcceptorOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly link: NoteLink;
  /** Milliseconds between two polls, 100 to 200 by both protocols' documents. */
  readonly pollIntervalMs: number;
  /**
   * Milliseconds for which a note is held in escrow while nobody decides. The units give it back by themselves after
   * some ten seconds; until this time is over they are asked to wait on. 0 leaves it to the unit.
   */
  readonly escrowHoldMs: number;
}

/** An item that is no money (a ticket), or whose kind the unit did not tell. ISO 4217 `XXX`: no currency. */
export const noMoney: CashItem = { currency: 'XXX', value: 0 };

/** Both protocols return an unattended note after 10 s; asked well before. */
const holdEveryMs = 5_000;
/** Self-test and the clearing of a path after a reset take units up to half a minute. */
const settleMs = 60_000;
/** A unit that got STACK or RETURN says so within a poll or two. */
const unmovedReports = 5;

type Stacked = { readonly item: CashItem; readonly place: 'cashbox' };

/** A unit that takes one note at a time, holds it in escrow, and is polled: CCNET, ID-003. */
export class NoteAcceptor implements CashAcceptor {
  readonly id: string;
  readonly class = 'cashAcceptor';
  readonly #options: NoteAcceptorOptions;
  readonly #line: LineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<CashAcceptorStatus>();
  readonly #events = new Listeners<CashAcceptorEvent>();
  readonly #heard: Hearing;
  #status: CashAcceptorStatus = unknownStatus('starting');
  #fault: LineFault = { reason: 'lineFailed', description: 'the unit was not opened' };
  #items: ReadonlyMap<number, CashItem> = new Map();
  #powerUp: readonly PowerUpFinding[] = [];
  #track: NoteTrack = emptyTrack;
  /** Under way, or broken off. */
  #stock: StockTake | null = null;
  /** Types for which the mouth was opened. */
  #open: readonly number[] = [];
  /** Calls on the line, one behind the other. */
  #calls: Promise<unknown> = Promise.resolve();
  /** Ends the poll loop, and whatever sleeps in it, of a line that came to an end. */
  #loop = new AbortController();
  #escrowSince = 0;
  #heldAt = 0;

  constructor(options: NoteAcceptorOptions) {
    this.id = options.id;
    this.#options = options;
    this.#turn = new Turn(options.clock);
    this.#heard = new Hearing(options.clock);
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: () => this.#comeUp(),
      onUp: () => {
        this.#show();
        void this.#keepPolling(this.#loop.signal);
      },
      onDown: (lineFault) => this.#goDown(lineFault),
    });
  }

  get status(): CashAcceptorStatus {
    return this.#status;
  }

  get itemTypes(): readonly CashItem[] {
    return [...this.#items.values()];
  }

  get powerUp(): readonly PowerUpFinding[] {
    return this.#powerUp;
  }

  onStatusChanged(listener: (status: CashAcceptorStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  onEvent(listener: (event: CashAcceptorEvent) => void): () => void {
    return this.#events.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  async close(): Promise<void> {
    const lineFault: LineFault = { reason: 'lineFailed', description: 'the unit is closed' };
    this.#endLine(lineFault);
    await this.#line.stop();
    this.#setStatus(unknownStatus('offline', 'closed'));
  }

  enable(values: readonly number[], options: CommandOptions): Promise<Result<void, CashError>> {
    return this.#command(options, async (deadline) => {
      const types = [...this.#items].filter(([, item]) => values.includes(item.value)).map(([type]) => type);
      if (types.length === 0) {
        const known = this.itemTypes.map(({ value }) => value).join(', ');
        return err(fault('invalidData', `the unit takes none of these values; it knows ${known}`));
      }
      const trouble = this.#track.last === null ? null : troubleOf(this.#track.last);
      if (trouble !== null) return err({ ...trouble, outcome: 'notDone' as const });
      const sent = await this.#call(async () => {
        const answer = await this.#options.link.enable(types);
        if (answer.ok) this.#open = types;
        return answer;
      });
      if (!sent.ok) return err(linkError(sent.error));
      const opened = await this.#heard.until<void>(
        deadline,
        ({ report }) => {
          if (report.kind === 'disabled' || report.kind === 'initialising') return null;
          const cause = troubleOf(report);
          return cause === null ? ok() : err(cause);
        },
        options.signal,
      );
      // The poll loop shuts a mouth that nobody asked for.
      if (!opened.ok) this.#open = [];
      this.#show();
      return opened.ok ? opened : err({ ...opened.error, outcome: 'notDone' as const });
    });
  }

  disable(options: CommandOptions): Promise<Result<void, CashError>> {
    return this.#command(options, async (deadline) => {
      this.#open = [];
      const sent = await this.#call(() => this.#options.link.enable([]));
      if (!sent.ok) return err(linkError(sent.error));
      // A note that is on its way goes on; the mouth is shut behind it.
      const isShut = ({ report }: { report: UnitReport }) => (report.kind === 'idle' ? null : ok());
      const shut = await this.#heard.until<void>(deadline, isShut, options.signal);
      this.#show();
      return shut.ok ? shut : err({ ...shut.error, outcome: 'notDone' as const });
    });
  }

  stack(options: CommandOptions): Promise<Result<Stacked, CashError>> {
    return this.#moveNote<Stacked>('stack', options, (events) => {
      for (const event of events) {
        if (event.type === 'stacked') return ok({ item: this.#item(event.note), place: 'cashbox' });
        if (event.type === 'returned') {
          return err(refusal('itemsLeft', 'the unit gave the note back instead'));
        }
      }
      return null;
    });
  }

  returnEscrow(options: CommandOptions): Promise<Result<void, CashError>> {
    return this.#moveNote<void>('return', options, (events) => {
      for (const event of events) {
        if (event.type === 'returned') return ok();
        if (event.type === 'stacked') {
          return err(refusal('notDispensable', 'the unit kept the note; it was told as stacked'));
        }
      }
      return null;
    });
  }

  reset(options: CommandOptions): Promise<Result<void, CashError>> {
    return this.#command(options, async (deadline) => {
      this.#open = [];
      const sent = await this.#call(() => this.#options.link.move('reset'));
      if (!sent.ok && sent.error.kind === 'refused') return err(linkError(sent.error));
      let left = false;
      return this.#heard.until<void>(deadline, ({ report }) => {
        const trouble = troubleOf(report);
        // The old trouble may be told once more before the unit begins.
        if (trouble !== null && !left && report.kind !== 'powerUp') return null;
        if (report.kind === 'powerUp') return null;
        left = true;
        if (trouble !== null) return err(trouble);
        return report.kind === 'idle' || report.kind === 'disabled' ? ok() : null;
      });
    });
  }

  async units(_options: CommandOptions): Promise<Result<readonly CashUnit[], CashError>> {
    return this.#line.isUp ? ok([cashboxOf(this.#track)]) : err(notReady(this.#fault));
  }

  /** For what a protocol has beyond the contract: a call in turn with the commands and between two polls. */
  protected ask<T>(
    options: CommandOptions,
    call: () => Promise<LinkResult<T>>,
  ): Promise<Result<T, CashError>> {
    return this.#command(options, async () => {
      const answer = await this.#call(call);
      return answer.ok ? answer : err(linkError(answer.error));
    });
  }

  #command<T>(
    options: CommandOptions,
    work: (deadline: number) => Promise<Result<T, CashError>>,
  ): Promise<Result<T, CashError>> {
    const deadline = this.#options.clock.now() + options.timeoutMs;
    return this.#turn.take(options, async () => {
      if (!this.#line.isUp) return err(notReady(this.#fault));
      // It lost its power a moment ago, and what it holds is being found out.
      if (this.#stock !== null) return err(fault('deviceNotReady', 'the unit is starting'));
      return work(deadline);
    });
  }

  /**
   * Sends a motion of the note in escrow once, and waits until the unit says what became of it. Once it is sent it
   * cannot be canceled: the note moves.
   */
  #moveNote<T>(
    motion: 'stack' | 'return',
    options: CommandOptions,
    resultOf: (events: readonly NoteEvent[]) => Result<T, CashError> | null,
  ): Promise<Result<T, CashError>> {
    return this.#command(options, async (deadline) => {
      if (this.#track.note?.place !== 'escrow') return err(refusal('noItems', 'there is no note in escrow'));
      const before = this.#track.last === null ? null : troubleOf(this.#track.last);
      if (before !== null) return err({ ...before, outcome: 'notDone' as const });
      // Listens before it sends: a report that is on its way may be the answer.
      let acknowledged: LinkResult | null = null;
      let unmoved = 0;
      const waiting = this.#heard.until<T>(deadline, ({ report, events }) => {
        const result = resultOf(events);
        if (result !== null) return result;
        const trouble = troubleOf(report);
        if (trouble !== null) return err(trouble);
        const still = report.kind === 'escrow' || report.kind === 'holding';
        if (report.kind === 'idle' || report.kind === 'disabled') {
          return err(
            fault('hardwareError', `${motion}: the path is empty, and no word of the note`, 'indeterminate'),
          );
        }
        // The answer was lost, and by what the unit says the command was lost too.
        unmoved = still && acknowledged !== null && !acknowledged.ok ? unmoved + 1 : 0;
        if (unmoved < unmovedReports) return null;
        return err(fault('hardwareError', `${motion}: the unit did not take the command`));
      });
      let canceled = false;
      const sent = await this.#call(async () => {
        canceled = options.signal?.aborted === true;
        return canceled ? ok() : this.#options.link.move(motion);
      });
      acknowledged = sent;
      if (canceled) waiting.end(err(fault('canceled', 'canceled before it was sent')));
      else if (!sent.ok && sent.error.kind === 'refused') waiting.end(err(linkError(sent.error)));
      const result = await waiting;
      if (result.ok || result.error.completionCode !== 'timeOut') return result;
      // By its last word alone: a unit that is paused or busy with something else may have moved it.
      const last = this.#track.last?.kind;
      const still = last === 'escrow' || last === 'holding';
      return err({ ...result.error, outcome: still ? ('notDone' as const) : ('indeterminate' as const) });
    });
  }

  /** One call on the line at a time. A unit that does not answer loses its line, which begins again. */
  #call<T>(call: () => Promise<LinkResult<T>>): Promise<LinkResult<T>> {
    const { signal } = this.#loop;
    const result = this.#calls.then(async (): Promise<LinkResult<T>> => {
      if (signal.aborted) return err({ kind: 'lineLost', description: this.#fault.description });
      return call();
    });
    this.#calls = result.catch(() => {});
    return result;
  }

  /** The line is open: what is there, and what does it hold? Nothing is accepted before this has an end. */
  async #comeUp(): Promise<Result<void, string>> {
    this.#loop = new AbortController();
    const done = await this.#takeStock(this.#loop.signal);
    return done.ok ? done : err(done.error.description);
  }

  async #takeStock(signal: AbortSignal): Promise<LinkResult> {
    const { clock, link, pollIntervalMs } = this.#options;
    // One that did not come to its end is gone on with: the unit forgets what was heard once.
    this.#stock ??= new StockTake(this.#track);
    const stock = this.#stock;
    stock.beginAgain();
    this.#open = [];
    const end = clock.now() + settleMs;
    for (;;) {
      const polled = await this.#call(() => link.poll((report) => stock.hear(report)));
      if (!polled.ok) return polled;
      const next = stock.next();
      if (next === 'settled') break;
      if (next === 'reset') {
        const reset = await this.#call(() => link.move('reset'));
        if (!reset.ok) return reset;
      }
      if (clock.now() > end) {
        return err({ kind: 'noAnswer', description: `the unit did not settle: ${stock.track.last?.kind}` });
      }
      if (!(await sleep(clock, pollIntervalMs, signal))) return err(abandoned);
    }
    const identity = await this.#call(() => link.identify());
    if (!identity.ok) return identity;
    if (signal.aborted) return err(abandoned);
    this.#items = identity.value.items;
    const finding = stock.finding();
    this.#powerUp =
      finding === null
        ? [{ kind: 'clear' }]
        : [{ kind: 'itemInPath', item: this.#known(finding.note), fate: finding.fate }];
    this.#track = stock.track;
    this.#stock = null;
    this.#escrowSince = clock.now();
    for (const event of stock.events) this.#events.tell(this.#inWords(event));
    return ok();
  }

  async #keepPolling(signal: AbortSignal): Promise<void> {
    const { clock, link, pollIntervalMs } = this.#options;
    while (await sleep(clock, pollIntervalMs, signal)) {
      const polled = await this.#call(() => link.poll((report) => this.#hear(report)));
      if (signal.aborted) return;
      const done = polled.ok ? await this.#attend(signal) : polled;
      if (signal.aborted) return;
      if (!done.ok && done.error.kind !== 'refused') {
        const reason = done.error.kind === 'lineLost' ? 'lineLost' : 'noAnswer';
        this.#line.giveUp({ reason, description: done.error.description });
        return;
      }
    }
  }

  #hear(report: UnitReport): void {
    const { track, events } = follow(this.#track, report);
    // It shut its mouth by itself, as after its cashbox was changed: only a command opens it again.
    const shut = report.kind === 'disabled' && this.#track.last?.kind !== 'disabled';
    if (shut || report.kind === 'powerUp') this.#open = [];
    if (this.#track.note?.place !== 'escrow' && track.note?.place === 'escrow') {
      this.#escrowSince = this.#options.clock.now();
      this.#heldAt = this.#escrowSince;
    }
    this.#track = track;
    for (const event of events) this.#events.tell(this.#inWords(event));
    this.#show();
    this.#heard.tell({ report, events });
  }

  /** What a report asks of the driver itself. */
  async #attend(signal: AbortSignal): Promise<LinkResult> {
    const { clock, link, escrowHoldMs } = this.#options;
    const last = this.#track.last?.kind;
    if (last === 'powerUp') {
      // It was switched off and on while the line stayed: the same questions as at the beginning.
      const stock = await this.#takeStock(signal);
      if (!stock.ok) return stock;
      this.#show();
      if (this.#track.last !== null) this.#heard.tell({ report: this.#track.last, events: [] });
      return stock;
    }
    if (last === 'idle' && this.#open.length === 0) {
      // Looked at again in turn: a command may have opened it meanwhile.
      return this.#call(async () => (this.#open.length === 0 ? link.enable([]) : ok()));
    }
    const now = clock.now();
    const inEscrow = this.#track.note?.place === 'escrow' && this.#track.note.type !== null;
    if (inEscrow && now - this.#heldAt >= holdEveryMs && now - this.#escrowSince < escrowHoldMs) {
      this.#heldAt = now;
      return this.#call(() => link.move('hold'));
    }
    return ok();
  }

  #goDown(lineFault: LineFault): void {
    this.#endLine(lineFault);
    this.#setStatus(unknownStatus('offline', lineFault.reason));
  }

  #endLine(lineFault: LineFault): void {
    this.#fault = lineFault;
    this.#open = [];
    this.#loop.abort();
    this.#options.link.abort();
    this.#heard.lost(lineFault);
  }

  #inWords(event: NoteEvent): CashAcceptorEvent {
    switch (event.type) {
      case 'escrow':
        return { type: 'escrow', item: this.#item(event.note) };
      case 'stacked':
        return { type: 'stacked', item: this.#item(event.note), place: 'cashbox' };
      case 'returned':
        return { type: 'returned', item: this.#known(event.note) };
      case 'unitRemoved':
      case 'unitInserted':
        return { type: event.type, unit: 'cashbox' };
      default:
        return event;
    }
  }

  #known(type: number | null): CashItem | null {
    return type === null ? null : (this.#items.get(type) ?? null);
  }

  #item(type: number | null): CashItem {
    return this.#known(type) ?? noMoney;
  }

  #show(): void {
    if (this.#line.isUp) this.#setStatus(statusOf(this.#track, this.#open.length > 0));
  }

  #setStatus(status: CashAcceptorStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

const abandoned: LinkFault = { kind: 'lineLost', description: 'the line was closed' };
