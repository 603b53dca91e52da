import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashCount, CashError, CashItem, CashUnit, PowerUpFinding } from '../../contract/cash.ts';
import type { CashAcceptorEvent, CashAcceptorStatus, CashRecycler } from '../../contract/cash-acceptor.ts';
import type { CommandOptions } from '../../contract/common.ts';
import { Turn } from '../turn.ts';
import { inhibitBits } from './arrival.ts';
import { encodeCommand, routes } from './commands.ts';
import { canceled, fault, notReady, refusal, refused, timeOut, unanswered } from './errors.ts';
import type { Ailment } from './health.ts';
import type { Place } from './note-track.ts';
import type { Level } from './replies.ts';
import { StoreOrders } from './store-orders.ts';
import { type SspOptions, SspUnit, type UnitNews } from './unit.ts';

export interface SspDriverOptions extends SspOptions {
  readonly id: string;
  readonly units?: CashRecycler['unitLimits'];
}

type Done = Result<void, CashError>;
type Stacked = { readonly item: CashItem; readonly place: Place };

/** A note recycler (NV200 with SMART Payout) that speaks eSSP. */
export class SspNoteRecycler implements CashRecycler {
  readonly id: string;
  readonly class = 'cashAcceptor';
  readonly #options: SspDriverOptions;
  readonly #unit: SspUnit;
  readonly #orders: StoreOrders;
  readonly #turn: Turn;

  constructor(options: SspDriverOptions) {
    this.id = options.id;
    this.#options = options;
    this.#unit = new SspUnit(options);
    this.#orders = new StoreOrders(this.#unit, options.clock, options.currency);
    this.#turn = new Turn(options.clock);
  }

  get status(): CashAcceptorStatus {
    return this.#unit.status;
  }

  get itemTypes(): readonly CashItem[] {
    return this.#unit.items.map(({ item }) => item);
  }

  get unitLimits(): CashRecycler['unitLimits'] {
    return this.#options.units;
  }

  get powerUp(): readonly PowerUpFinding[] {
    return this.#unit.powerUp;
  }

  onStatusChanged(listener: (status: CashAcceptorStatus) => void): () => void {
    return this.#unit.changed.add(listener);
  }

  onEvent(listener: (event: CashAcceptorEvent) => void): () => void {
    return this.#unit.events.add(listener);
  }

  async open(): Promise<Done> {
    const started = await this.#unit.start();
    return started.ok ? started : err(notReady(started.error));
  }

  close(): Promise<void> {
    return this.#unit.stop();
  }

  enable(values: readonly number[], options: CommandOptions): Promise<Done> {
    return this.#command(options, async () => {
      const channels = this.#unit.items.filter(({ item }) => values.includes(item.value));
      const unknown = values.filter((value) => !channels.some(({ item }) => item.value === value));
      if (unknown.length > 0) return err(fault('invalidData', `no notes of ${unknown.join(', ')} fen`));
      const trusted = this.#trusted();
      if (!trusted.ok) return trusted;
      const inhibits = await this.#letIn(channels.map(({ number }) => number));
      if (!inhibits.ok) return inhibits;
      const enabled = await this.#order('enable');
      if (enabled.ok) this.#unit.setAccepting(true);
      return enabled;
    });
  }

  disable(options: CommandOptions): Promise<Done> {
    return this.#command(options, async () => {
      // Inhibits shut the mouth and leave a note alone that is in the path.
      const inhibits = await this.#letIn([]);
      if (!inhibits.ok) return inhibits;
      this.#unit.setAccepting(false);
      return this.#unit.note === null ? this.#order('disable') : ok();
    });
  }

  stack(options: CommandOptions): Promise<Result<Stacked, CashError>> {
    return this.#command(options, async (until) => {
      const { note } = this.#unit;
      if (note?.place !== 'escrow') return err(refused('noItems', 'no note is in escrow'));
      const answer = this.#hear(until, (news) => this.#stackAnswer(news));
      this.#unit.decide({ ...note, place: 'accepting' });
      this.#unit.pollIn(0);
      return (await answer) ?? err(timeOut(options, 'indeterminate'));
    });
  }

  returnEscrow(options: CommandOptions): Promise<Done> {
    return this.#command(options, async (until) => {
      const { note } = this.#unit;
      if (note?.place !== 'escrow') return err(refused('noItems', 'no note is in escrow'));
      const answer = this.#hear<Done>(until, (news) => {
        if (news.type === 'returned') return ok();
        return this.#brokenOff(news);
      });
      this.#unit.decide({ ...note, place: 'returning' });
      const reply = await this.#unit.ask('reject');
      // "Cannot be processed": it is on its way out already, because its time was up.
      if (reply.ok && reply.value.name !== 'ok' && reply.value.name !== 'commandCannotBeProcessed') {
        this.#unit.decide(note);
        return err(refusal('reject', reply.value));
      }
      if (reply.ok) this.#unit.pollIn(0);
      return (await answer) ?? err(timeOut(options, 'indeterminate'));
    });
  }

  /** Restarts the unit. Also how staff says that a unit with another serial number is the right one. */
  reset(options: CommandOptions): Promise<Done> {
    return this.#command(options, async (until) => {
      const reset = await this.#order('reset');
      if (!reset.ok) return reset;
      const answer = this.#hear<Done>(until, (news) => (news.type === 'up' ? ok() : undefined));
      this.#unit.restart();
      return (await answer) ?? err(timeOut(options, 'indeterminate'));
    });
  }

  units(options: CommandOptions): Promise<Result<readonly CashUnit[], CashError>> {
    return this.#command(options, async () => {
      const levels = await this.#unit.levels();
      return levels.ok ? ok(cashUnits(levels.value, this.#unit.ailments)) : levels;
    });
  }

  setRoute(value: number, place: Place, options: CommandOptions): Promise<Done> {
    return this.#command(options, async () => {
      if (!this.itemTypes.some((item) => item.value === value)) {
        return err(fault('invalidData', `no notes of ${value} fen`));
      }
      const { currency } = this.#options;
      const command = encodeCommand('setRoute', { route: routes[place], value, currency });
      const set = await this.#sent('route', command);
      if (set.ok) this.#unit.setRoute(value, place);
      return set;
    });
  }

  canPayOut(amount: number, options: CommandOptions): Promise<Result<boolean, CashError>> {
    return this.#command(options, () => this.#forMotion(() => this.#orders.canPayOut(amount)));
  }

  payOut(amount: number, options: CommandOptions): Promise<Result<readonly CashCount[], CashError>> {
    return this.#command(options, (until) =>
      this.#forMotion(() => this.#orders.payOut(amount, until, options)),
    );
  }

  floatDown(remaining: number, minimumPayout: number, options: CommandOptions): Promise<Done> {
    return this.#command(options, (until) =>
      this.#forMotion(() => this.#orders.floatDown(remaining, minimumPayout, until, options)),
    );
  }

  emptyToCashbox(options: CommandOptions): Promise<Result<readonly CashCount[], CashError>> {
    return this.#command(options, (until) => this.#forMotion(() => this.#orders.empty(until, options)));
  }

  /** One command at a time, while the line is up. `until`: when its time is over. */
  #command<T>(
    options: CommandOptions,
    run: (until: number) => Promise<Result<T, CashError>>,
  ): Promise<Result<T, CashError>> {
    const until = this.#options.clock.now() + options.timeoutMs;
    return this.#turn.take<T, NonNullable<CashError['errorCode']>>(options, async () => {
      if (options.signal?.aborted) return err(canceled());
      if (!this.#unit.isUp) return err(notReady(this.#unit.lineFault));
      return run(until);
    });
  }

  /**
   * The store moves only while the unit is enabled: so it is, with every channel shut, and disabled again afterwards.
   * A motion whose end is not known leaves it enabled.
   */
  async #forMotion<T>(run: () => Promise<Result<T, CashError>>): Promise<Result<T, CashError>> {
    const { accepting, note, motion } = this.#unit;
    if (accepting || note !== null) return err(refused('cashInActive', 'notes are being taken in'));
    if (motion !== null) return err(refused('sequenceInvalid', `a ${motion.kind} is under way`));
    const trusted = this.#trusted();
    if (!trusted.ok) return trusted;
    const shut = await this.#letIn([]);
    if (!shut.ok) return shut;
    const enabled = await this.#order('enable');
    if (!enabled.ok) return enabled;
    const result = await run();
    // What moved has moved, whatever becomes of this: with all its channels shut the unit takes nothing.
    if (this.#unit.motion === null && this.#unit.isUp) await this.#unit.ask('disable');
    return result;
  }

  #trusted(): Done {
    if (!this.#unit.ailments.has('serialNumberChanged')) return ok();
    return err(
      fault('deviceNotReady', 'the unit has another serial number than before; reset it to trust it'),
    );
  }

  #letIn(channels: readonly number[]): Promise<Done> {
    return this.#sent('inhibits', encodeCommand('setInhibits', { channels: inhibitBits(channels) }));
  }

  #order(name: 'enable' | 'disable' | 'reset'): Promise<Done> {
    return this.#sent(name, encodeCommand(name));
  }

  async #sent(asked: string, command: Uint8Array): Promise<Done> {
    const reply = await this.#unit.send(command);
    // A reset clears the path; the others set something, and no note moves whether they arrived or not.
    if (!reply.ok) return err(unanswered(asked, reply.error, asked !== 'reset'));
    return reply.value.name === 'ok' ? ok() : err(refusal(asked, reply.value));
  }

  #stackAnswer(news: UnitNews): Result<Stacked, CashError> | undefined {
    if (news.type === 'settled') return ok({ item: news.item, place: news.place });
    if (news.type === 'returned') return err(fault('hardwareError', 'the unit gave the note back'));
    const broken = this.#brokenOff(news);
    // Behind its credit it is the unit's own, wherever it is stuck.
    return broken !== undefined && this.#unit.credited !== null ? ok(this.#unit.credited) : broken;
  }

  #brokenOff(news: UnitNews): Result<never, CashError> | undefined {
    if (news.type === 'jam') return err(refused('transportJammed', 'the note is jammed', 'indeterminate'));
    if (news.type === 'down') return err(fault('deviceNotReady', news.description, 'indeterminate'));
    return undefined;
  }

  /** The first news that `pick` takes; undefined when the time is over. */
  #hear<T>(until: number, pick: (news: UnitNews) => T | undefined): Promise<T | undefined> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const end = (value: T | undefined) => {
        stop();
        cancel();
        resolve(value);
      };
      const stop = this.#unit.news.add((news) => {
        const picked = pick(news);
        if (picked !== undefined) end(picked);
      });
      const cancel = clock.schedule(until - clock.now(), () => end(undefined));
    });
  }
}

function cashUnits(levels: readonly Level[], ailments: ReadonlySet<Ailment>): readonly CashUnit[] {
  const counts = levels.map(({ currency, value, count }) => ({ currency, value, count }));
  const empty = counts.every(({ count }) => count === 0);
  return [
    {
      id: 'cashbox',
      kind: 'cashbox',
      status: ailments.has('cashboxRemoved') ? 'missing' : 'ok',
      replenishmentStatus: ailments.has('cashboxFull') ? 'full' : 'unknown',
      counts: null,
    },
    {
      id: 'payout',
      kind: 'recycler',
      status: ailments.has('payoutOutOfService') ? 'inoperative' : 'ok',
      replenishmentStatus: ailments.has('payoutFull') ? 'full' : empty ? 'empty' : 'ok',
      counts,
    },
  ];
}
