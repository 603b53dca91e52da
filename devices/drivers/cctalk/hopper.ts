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
import { Turn } from '../turn.ts';
import type { BusFault, CctalkBus } from './bus.ts';
import { refusal, refused } from './errors.ts';
import {
  blocking,
  doubtful,
  type HopperFlag,
  hopperId,
  hopperStatus,
  offlineStatus,
  type PayoutState,
  parseFlags,
  parsePayoutState,
  payoutStateBytes,
} from './hopper-state.ts';
import { type Ended, payoutResult, verdict } from './payout.ts';
import type { CctalkUnitAddress, HopperSecurity } from './profile.ts';
import { UnitLineKeeper } from './unit-line.ts';

export interface CctalkHopperOptions {
  readonly id: string;
  readonly bus: CctalkBus;
  readonly unit: CctalkUnitAddress;
  readonly clock: Clock;
  readonly item: CashItem;
  readonly security: HopperSecurity;
  /** Whether it has level sensors and knows header 217. */
  readonly levelSensors: boolean;
  /** Milliseconds between two questions to an idle hopper. */
  readonly healthIntervalMs: number;
  readonly units?: Readonly<Partial<Record<'hopper', CashUnitLimits>>> | undefined;
}

const maximumCount = 255;
const enableCode = 0xa5;
const payoutPollMs = 100;
/** A hopper takes a second or so to come up. */
const resetMs = 5_000;
/** It answers, and then it resets: asked at once it may seem to be up again. */
const beforeResetMs = 200;

/**
 * A coin hopper that speaks ccTalk.
 *
 * Its event counter makes payouts safe: read before, it tells afterwards whether the command was taken, so that
 * a lost reply is not a lost truth. Canceling and time-outs stop the hopper (emergency stop) and answer with
 * what was paid until then.
 */
export class CctalkHopper implements CashDispenser {
  readonly id: string;
  readonly class = 'cashDispenser';
  readonly itemTypes: readonly CashItem[];
  readonly maxDispenseItems = maximumCount;
  readonly unitLimits: CctalkHopperOptions['units'];
  readonly #options: CctalkHopperOptions;
  readonly #line: UnitLineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<CashDispenserStatus>();
  #status: CashDispenserStatus = { ...offlineStatus([]), device: 'starting' };
  #probed: CashDispenserStatus | undefined;
  #cancelHealth: () => void = () => {};

  constructor(options: CctalkHopperOptions) {
    this.id = options.id;
    this.itemTypes = [options.item];
    this.unitLimits = options.units;
    this.#options = options;
    this.#turn = new Turn(options.clock);
    this.#line = new UnitLineKeeper({
      bus: options.bus,
      unit: options.unit,
      clock: options.clock,
      probe: () => this.#probe(),
      onUp: () => {
        if (this.#probed !== undefined) this.#setStatus(this.#probed);
        this.#watchHealth();
      },
      onDown: (fault) => {
        this.#cancelHealth();
        this.#setStatus(offlineStatus([fault.reason]));
      },
    });
  }

  get status(): CashDispenserStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: CashDispenserStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  open(): Promise<Result<void, DeviceError>> {
    return this.#line.open();
  }

  async close(): Promise<void> {
    this.#cancelHealth();
    await this.#line.close();
    this.#setStatus(offlineStatus(['closed']));
  }

  /** @param count 1 to 255 */
  async dispense(
    unit: string,
    count: number,
    options: CommandOptions,
  ): Promise<Result<Dispensed, DispenseError>> {
    const invalid = (description: string) => err({ ...refusal('invalidData', description), dispensed: null });
    if (unit !== hopperId) return invalid(`no unit ${unit}; there is ${hopperId}`);
    if (!Number.isInteger(count) || count < 1) return invalid(`a count of ${count}`);
    if (count > maximumCount) {
      return err({ ...refused('tooManyItems', `${count} coins; at most ${maximumCount}`), dispensed: null });
    }
    const deadline = this.#options.clock.now() + options.timeoutMs;
    const stop = () =>
      options.signal?.aborted ? 'canceled' : this.#options.clock.now() >= deadline ? 'timeOut' : null;
    const paid = await this.#turn.take(options, () => this.#pay(count, stop));
    return paid.ok ? paid : err({ dispensed: null, ...paid.error });
  }

  /** The hopper remembers its last payout, through a loss of power too; its number only until then. */
  async lastDispense(options: CommandOptions): Promise<Result<LastDispense, CashError>> {
    return this.#turn.take(options, async () => {
      const flags = await this.#refresh();
      if (!flags.ok) return flags;
      const state = await this.#payoutState();
      if (!state.ok) return state;
      const { counter: mark, remaining, paid, unpaid } = state.value;
      if (remaining > 0) return err(refusal('sequenceError', `it still pays ${remaining} coins`));
      const exact = doubtful.every((flag) => !flags.value.has(flag));
      const presented = paid === 0 ? [] : [{ ...this.#options.item, count: paid }];
      return ok({ presented, rejected: 0, exact, asked: paid + unpaid, mark });
    });
  }

  async reset(options: CommandOptions): Promise<Result<void, CashError>> {
    return this.#turn.take(options, async () => {
      const reset = await this.#line.ask({ command: 'resetDevice', replyBytes: [0] });
      if (!reset.ok) return reset;
      const end = this.#options.clock.now() + resetMs;
      await sleep(this.#options.clock, beforeResetMs);
      for (;;) {
        const alive = await this.#line.run({ command: 'simplePoll', replyBytes: [0] });
        if (alive.ok) break;
        if (alive.error.kind === 'lineLost' || this.#options.clock.now() >= end) {
          this.#line.giveUp(alive.error);
          return err(refusal('deviceNotReady', `after a reset: ${alive.error.description}`));
        }
      }
      const flags = await this.#refresh();
      if (!flags.ok) return flags;
      const left = blocking.filter((flag) => flags.value.has(flag));
      return left.length === 0 ? ok() : err(refused('itemsLeft', `after a reset: ${left.join(', ')}`));
    });
  }

  async #pay(
    count: number,
    stop: () => 'canceled' | 'timeOut' | null,
  ): Promise<Result<Dispensed, DispenseError>> {
    const before = await this.#readyToPay();
    if (!before.ok) return refuse(before.error);
    const security = await this.#securityBytes();
    if (!security.ok) return refuse(security.error);
    const enabled = await this.#line.ask({ command: 'enableHopper', data: [enableCode], replyBytes: [0] });
    if (!enabled.ok) return refuse(enabled.error);
    const early = stop();
    if (early !== null) return refuse(refusal(early, 'stopped before anything was paid'));

    const reply = await this.#line.run({
      command: 'dispenseHopperCoins',
      data: [...security.value, count],
      replyBytes: [0, 1],
      once: true,
    });
    const seen = await this.#follow(before.value, reply, stop);
    // Out of use until the next payout, as the specification wants it.
    await this.#line.run({ command: 'enableHopper', data: [0], replyBytes: [0] });
    const flags = await this.#refresh();
    return payoutResult(count, this.#options.item, seen, flags.ok ? flags.value : new Set());
  }

  /** Watches the counter and the coins until the payout is over, or nothing more can be known. */
  async #follow(
    before: PayoutState,
    reply: Result<Uint8Array, BusFault>,
    stop: () => 'canceled' | 'timeOut' | null,
  ): Promise<Ended> {
    let stopped: 'canceled' | 'timeOut' | null = null;
    let paid = 0;
    let taken = false;
    for (;;) {
      const read = await this.#line.run({ command: 'requestHopperStatus', replyBytes: [payoutStateBytes] });
      if (!read.ok) {
        this.#line.giveUp(read.error);
        return { kind: 'lost', paid, description: read.error.description };
      }
      const state = parsePayoutState(read.value);
      const now = verdict(before, state, reply, taken, stopped);
      if (now.kind !== 'paying') return now.kind === 'lost' ? { ...now, paid } : now;
      taken = true;
      paid = state.paid;
      if (stopped === null) {
        stopped = stop();
        // The answer says how many remain; the state, which is read next, says all.
        if (stopped !== null) await this.#line.run({ command: 'emergencyStop', replyBytes: [1] });
      }
      await sleep(this.#options.clock, payoutPollMs);
    }
  }

  async #readyToPay(): Promise<Result<PayoutState, CashError>> {
    const flags = await this.#refresh();
    if (!flags.ok) return flags;
    const blocked = blocking.filter((flag) => flags.value.has(flag));
    if (blocked.length > 0) return err(refused('transportJammed', `${blocked.join(', ')}: reset it first`));
    const state = await this.#payoutState();
    if (!state.ok || state.value.remaining === 0) return state;
    return err(refusal('sequenceError', `it still pays ${state.value.remaining} coins`));
  }

  async #securityBytes(): Promise<Result<readonly number[], CashError>> {
    const { security } = this.#options;
    if (security.kind === 'fixed') return ok(security.bytes);
    const bytes = await (security.kind === 'serialNumber'
      ? this.#line.ask({ command: 'requestSerialNumber', replyBytes: [3] })
      : this.#line.ask({ command: 'requestCipherKey', replyBytes: [8] }));
    return bytes.ok ? ok([...bytes.value]) : bytes;
  }

  async #payoutState(): Promise<Result<PayoutState, CashError>> {
    const reply = await this.#line.ask({ command: 'requestHopperStatus', replyBytes: [payoutStateBytes] });
    return reply.ok ? ok(parsePayoutState(reply.value)) : reply;
  }

  /** Asks how it is, and shows it. */
  async #refresh(): Promise<Result<ReadonlySet<HopperFlag>, CashError>> {
    const test = await this.#line.ask({ command: 'testHopper', replyBytes: [1, 2, 3] });
    if (!test.ok) return test;
    const level = await this.#readLevel((request) => this.#line.ask(request));
    if (!level.ok) return level;
    const flags = parseFlags(test.value);
    this.#setStatus(hopperStatus(flags, level.value));
    return ok(flags);
  }

  async #probe(): Promise<Result<void, BusFault>> {
    const test = await this.#line.run({ command: 'testHopper', replyBytes: [1, 2, 3] });
    if (!test.ok) return test;
    const level = await this.#readLevel((request) => this.#line.run(request));
    if (!level.ok) return level;
    this.#probed = hopperStatus(parseFlags(test.value), level.value);
    return ok();
  }

  /** Null where it has no sensors for it. */
  async #readLevel<E>(
    ask: (request: {
      command: 'requestPayoutHighLowStatus';
      replyBytes: number[];
    }) => Promise<Result<Uint8Array, E>>,
  ): Promise<Result<number | null, E>> {
    if (!this.#options.levelSensors) return ok(null);
    const level = await ask({ command: 'requestPayoutHighLowStatus', replyBytes: [1] });
    return level.ok ? ok(level.value[0] ?? null) : level;
  }

  #watchHealth(): void {
    this.#cancelHealth();
    const { clock, healthIntervalMs } = this.#options;
    this.#cancelHealth = clock.schedule(healthIntervalMs, () => {
      void this.#turn
        .take({ timeoutMs: healthIntervalMs }, () => this.#refresh())
        .then(() => {
          if (this.#line.isUp) this.#watchHealth();
        });
    });
  }

  #setStatus(status: CashDispenserStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

function refuse(error: CashError): Result<never, DispenseError> {
  return err({ ...error, dispensed: null });
}
