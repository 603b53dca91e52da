import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashError, CashItem, CashUnitLimits } from '../../contract/cash.ts';
import type {
  CashDispenser,
  CashDispenserStatus,
  Dispensed,
  DispenseError,
  LastDispense,
} from '../../contract/cash-dispenser.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { Turn } from '../turn.ts';
import { billEnd, describeError, errorOf } from './error-codes.ts';
import { dispensedOf, isDoubtful, notReady, refusal, refused, shortfall, unanswered } from './errors.ts';
import { type ExchangeFault, LcdmExchange } from './exchange.ts';
import type { DispenseReply, LcdmReply, LcdmRequest, StatusReply } from './messages.ts';
import { type LcdmProfile, maximumCount } from './profile.ts';
import { cassetteId, notesInPath, offline, statusOf } from './status.ts';

export interface LcdmDriverOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly profile: LcdmProfile;
  /** What lies in the cassette. */
  readonly item: CashItem;
  /** Milliseconds between two questions to an idle unit, so that a dead one is known before it is needed. */
  readonly healthIntervalMs: number;
  readonly units?: Readonly<Partial<Record<'cassette' | 'reject', CashUnitLimits>>> | undefined;
}

/** Of a motion, so that a time-out can say honestly whether it may have begun. */
interface Motion {
  sent: boolean;
  readonly deadline: number;
}

/**
 * A note dispenser with one cassette that speaks the Puloon LCDM protocol.
 *
 * Notes go straight out: there is no escrow and no way to stop a dispense. Canceling works until the command is
 * on the line; after that the answer is the unit's. A time-out answers `indeterminate` while the unit goes on,
 * and what it then says is in `lastDispense`. Give a dispense at least 75 s.
 */
export class LcdmCashDispenser implements CashDispenser {
  readonly id: string;
  readonly class = 'cashDispenser';
  readonly itemTypes: readonly CashItem[];
  readonly maxDispenseItems = maximumCount;
  readonly unitLimits: LcdmDriverOptions['units'];
  readonly #options: LcdmDriverOptions;
  readonly #exchange: LcdmExchange;
  readonly #line: LineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<CashDispenserStatus>();
  #status: CashDispenserStatus = { ...offline([]), device: 'starting' };
  #fault: LineFault = { reason: 'lineFailed', description: 'the dispenser was not opened' };
  #probed: StatusReply | undefined;
  #ranOut = false;
  #last: LastDispense | null = null;
  #cancelHealth: () => void = () => {};

  constructor(options: LcdmDriverOptions) {
    this.id = options.id;
    this.itemTypes = [options.item];
    this.unitLimits = options.units;
    this.#options = options;
    this.#turn = new Turn(options.clock);
    // Before the keeper, so that a command under way ends before the line counts as lost.
    this.#exchange = new LcdmExchange(options.transport, options.clock, options.profile);
    this.#exchange.onStray((reply) => {
      if (reply.command === 'dispense') this.#last = this.#lastOf(reply, null);
    });
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: () => this.#probe(),
      onUp: () => {
        if (this.#probed !== undefined) this.#show(this.#probed);
        this.#watchHealth(options.healthIntervalMs);
      },
      onDown: (fault) => {
        this.#fault = fault;
        this.#cancelHealth();
        this.#exchange.abort();
        this.#setStatus(offline([fault.reason]));
      },
    });
  }

  get status(): CashDispenserStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: CashDispenserStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  async close(): Promise<void> {
    this.#cancelHealth();
    this.#exchange.abort();
    await this.#line.stop();
    this.#fault = { reason: 'lineFailed', description: 'the dispenser is closed' };
    this.#setStatus(offline(['closed']));
  }

  /**
   * @param count 1 to 60
   * @returns an error of outcome `notDone` with `moved` when less left than asked and every note is accounted for;
   *   `indeterminate` when it is not, or the unit gave no answer.
   */
  async dispense(
    unit: string,
    count: number,
    options: CommandOptions,
  ): Promise<Result<Dispensed, DispenseError>> {
    if (unit !== cassetteId) return err(refusal('invalidData', `no unit ${unit}; there is ${cassetteId}`));
    if (!Number.isInteger(count) || count < 1) return err(refusal('invalidData', `a count of ${count}`));
    if (count > maximumCount) return err(refused('tooManyItems', `${count} notes; at most ${maximumCount}`));
    return this.#motion(options, async (motion) => {
      const ready = await this.#readyToDispense();
      if (!ready.ok) return ready;
      this.#last = null;
      const answer = await this.#move({ command: 'dispense', count }, motion, options);
      if (!answer.ok) return answer;
      const reply = answer.value as DispenseReply;
      this.#last = this.#lastOf(reply, count);
      this.#ranOut = reply.error === billEnd;
      const short = shortfall(count, this.#options.item, reply, this.#options.profile.checkCountsRejects);
      return short === null ? ok(dispensedOf(this.#options.item, reply)) : err(short);
    });
  }

  /**
   * The LCDM has no memory of its own that can be asked. This is what it answered to the last dispense of this
   * process, also when the answer came after the caller had given up; or what it was still saying, because
   * nobody had acknowledged it, when the line came up. Null is no proof that nothing was paid.
   */
  async lastDispense(options: CommandOptions): Promise<Result<LastDispense | null, CashError>> {
    // In turn: a dispense that still runs will have its answer.
    return this.#turn.take(options, async () => ok(this.#last));
  }

  #lastOf(reply: DispenseReply, asked: number | null): LastDispense {
    const { item, profile } = this.#options;
    const exact = !isDoubtful(reply, profile.checkCountsRejects);
    return { ...dispensedOf(item, reply), exact, asked, mark: null };
  }

  async reset(options: CommandOptions): Promise<Result<void, CashError>> {
    return this.#motion(options, async (motion) => {
      if (!this.#line.isUp) return err(notReady(this.#fault));
      const answer = await this.#move({ command: 'purge' }, motion, options);
      if (!answer.ok) return answer;
      const error = (answer.value as Extract<LcdmReply, { command: 'purge' }>).error;
      if (errorOf(error) !== null) return err(refused('transportJammed', `purge: ${describeError(error)}`));
      this.#ranOut = false;
      // The reply may be of an earlier purge, said again: only the sensors tell that the path is free.
      const status = await this.#askStatus();
      if (!status.ok) return status;
      const left = notesInPath(status.value);
      return left.length === 0
        ? ok()
        : err(refused('itemsLeft', `after a purge, notes at ${left.join(', ')}`));
    });
  }

  /** Takes one note from the cassette into the reject tray. For a technician: no note leaves the machine. */
  async testDispense(options: CommandOptions): Promise<Result<Dispensed, DispenseError>> {
    return this.#motion(options, async (motion) => {
      const ready = await this.#readyToDispense();
      if (!ready.ok) return ready;
      const answer = await this.#move({ command: 'testDispense' }, motion, options);
      if (!answer.ok) return answer;
      const reply = answer.value as DispenseReply;
      // The note of the test is counted at CHK; whether it is a reject in the unit's eyes is not documented.
      const rejected = Math.max(reply.rejects, reply.check - reply.exit);
      const short = shortfall(0, this.#options.item, { ...reply, check: reply.exit }, false);
      if (short !== null) return err(short);
      const error = errorOf(reply.error);
      if (error !== null) return err({ ...refused('cashUnitError', describeError(reply.error)), moved: [] });
      return ok({ presented: [], rejected });
    });
  }

  /** Such as `O16T`, with the checksum of the program. */
  async romVersion(options: CommandOptions): Promise<Result<string, DeviceError>> {
    return this.#turn.take(options, async () => {
      const reply = await this.#ask({ command: 'romVersion' });
      if (!reply.ok) return reply;
      const { version, checksum } = reply.value as Extract<LcdmReply, { command: 'romVersion' }>;
      return ok(`${version} ${checksum}`);
    });
  }

  /**
   * Asks before every motion: a unit that does not answer is not told to pay, notes in the path are found, and
   * an old reply that the unit was still repeating cannot be taken for the one to come.
   */
  async #readyToDispense(): Promise<Result<void, DispenseError>> {
    const status = await this.#askStatus();
    if (!status.ok) return status;
    const { error, sensors } = status.value;
    const inPath = notesInPath(status.value);
    if (sensors.exit || sensors.eject)
      return err(refused('positionNotEmpty', `notes at ${inPath.join(', ')}`));
    if (inPath.length > 0) return err(refused('itemsLeft', `notes at ${inPath.join(', ')}`));
    if (errorOf(error)?.jam)
      return err(refused('transportJammed', `${describeError(error)}: reset it first`));
    if (sensors.cassetteMissing) return err(refused('cashUnitError', 'the cassette is not in its place'));
    if (sensors.rejectTrayMissing)
      return err(refused('cashUnitError', 'the reject tray is not in its place'));
    return ok();
  }

  async #move(
    request: LcdmRequest,
    motion: Motion,
    options: CommandOptions,
  ): Promise<Result<LcdmReply, DispenseError>> {
    if (options.signal?.aborted) return err(refusal('canceled', 'canceled before the command was sent'));
    if (this.#options.clock.now() >= motion.deadline)
      return err(refusal('timeOut', 'no time was left for it'));
    motion.sent = true;
    const reply = await this.#exchange.run(request);
    // The unit's state is another now, whatever it answered.
    if (this.#line.isUp) this.#watchHealth(0);
    return reply.ok ? reply : err(this.#afterFault(reply.error));
  }

  /** One motion at a time. A time-out answers at once; the motion keeps its turn until the unit has answered. */
  async #motion<T>(
    options: CommandOptions,
    command: (motion: Motion) => Promise<Result<T, DispenseError>>,
  ): Promise<Result<T, DispenseError>> {
    const { clock } = this.#options;
    const motion: Motion = { sent: false, deadline: clock.now() + options.timeoutMs };
    const done = new AbortController();
    const late = sleep(clock, options.timeoutMs, done.signal).then((): Result<T, DispenseError> => {
      const description = `not done in ${options.timeoutMs} ms`;
      const outcome = motion.sent ? 'indeterminate' : 'notDone';
      return err({ completionCode: 'timeOut', description, outcome, dispensed: null });
    });
    const work = this.#turn.take<T, NonNullable<CashError['errorCode']>>(options, () => command(motion));
    const answer = await Promise.race([work, late]);
    done.abort();
    return answer.ok ? answer : err({ dispensed: null, ...answer.error });
  }

  async #askStatus(): Promise<Result<StatusReply, DispenseError>> {
    const reply = await this.#ask({ command: 'status' });
    if (!reply.ok) return reply;
    this.#show(reply.value as StatusReply);
    return ok(reply.value as StatusReply);
  }

  async #ask(request: LcdmRequest): Promise<Result<LcdmReply, DispenseError>> {
    if (!this.#line.isUp) return err(notReady(this.#fault));
    const reply = await this.#exchange.run(request);
    return reply.ok ? reply : err(this.#afterFault(reply.error));
  }

  /** A unit that is silent loses its line, which begins again. */
  #afterFault(fault: ExchangeFault): DispenseError {
    // A lost line was told to the keeper already, unless only the write failed.
    if (this.#line.isUp && fault.kind !== 'refused') {
      const reason = fault.kind === 'lineLost' ? 'lineLost' : 'noAnswer';
      this.#line.giveUp({ reason, description: fault.description });
    }
    return unanswered(fault);
  }

  async #probe(): Promise<Result<void, string>> {
    const reply = await this.#exchange.run({ command: 'status' });
    if (!reply.ok) return err(reply.error.description);
    this.#probed = reply.value as StatusReply;
    return ok();
  }

  #watchHealth(milliseconds: number): void {
    this.#cancelHealth();
    this.#cancelHealth = this.#options.clock.schedule(milliseconds, () => {
      const { healthIntervalMs } = this.#options;
      void this.#turn
        .take({ timeoutMs: healthIntervalMs }, () => this.#askStatus())
        .then(() => {
          if (this.#line.isUp) this.#watchHealth(healthIntervalMs);
        });
    });
  }

  #show(reply: StatusReply): void {
    if (reply.sensors.cassetteMissing) this.#ranOut = false;
    this.#setStatus(statusOf(reply, this.#ranOut));
  }

  #setStatus(status: CashDispenserStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}
