import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CommandOptions, CompletionCode, DeviceError } from '../../contract/common.ts';
import type { PowerSupply, PowerSupplyStatus } from '../../contract/power-supply.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { beforeDeadline } from '../deadline.ts';
import { type ExchangeFault, ReplyExchange } from '../reply-exchange.ts';
import { Turn } from '../turn.ts';
import { encodeLine, LineParser, type Q1, shutdownCommand, type UpsMessage } from './codec.ts';
import { offline, statusOf } from './supply-status.ts';

export interface MegatecUpsOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Milliseconds between two questions. */
  readonly pollIntervalMs: number;
  /** Of the whole battery, in volts; without it the unit is asked. */
  readonly batteryVolts?: number | undefined;
}

/** A status line needs 200 ms at 2400 baud; published host software waits 1 s in all. */
const answerMs = 1_000;
const attempts = 3;
/** Until an order without reply shows in the status. */
const settleMs = 300;
/** How often a status that says something new is asked for, until two in a row say the same. */
const confirmations = 4;
const shortestShutdownMs = 12_000;
const longestShutdownMs = 600_000;

type Order = { readonly command: string; readonly active: boolean };

/** A UPS that speaks Megatec Q1. */
export class MegatecUps implements PowerSupply {
  readonly id: string;
  readonly class = 'powerSupply';
  readonly #options: MegatecUpsOptions;
  readonly #exchange: ReplyExchange<UpsMessage>;
  readonly #line: LineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<PowerSupplyStatus>();
  #status: PowerSupplyStatus = { ...offline([]), device: 'starting' };
  #fault: LineFault = { reason: 'lineFailed', description: 'the UPS was not opened' };
  #batteryVolts: number | null;
  /** A command that came back, for the unit does not know it. */
  #echo: string | undefined;
  #probed: Q1 | undefined;
  /** What decides over a shutdown, of the status that is shown. */
  #shown = '';
  #cancelPoll: () => void = () => {};

  constructor(options: MegatecUpsOptions) {
    this.id = options.id;
    this.#options = options;
    this.#batteryVolts = options.batteryVolts ?? null;
    this.#turn = new Turn(options.clock);
    // Before the keeper, so that a command under way ends before the line counts as lost.
    this.#exchange = new ReplyExchange(options.transport, options.clock, new LineParser());
    this.#exchange.onStray((message) => {
      if (message.kind === 'line') this.#echo = message.text;
    });
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: () => this.#probe(),
      onUp: () => {
        if (this.#probed !== undefined) this.#show(this.#probed);
        this.#watch();
      },
      onDown: (lineFault) => {
        this.#fault = lineFault;
        this.#cancelPoll();
        this.#exchange.abort();
        this.#setStatus(offline([lineFault.reason]));
      },
    });
  }

  get status(): PowerSupplyStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: PowerSupplyStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  async close(): Promise<void> {
    this.#cancelPoll();
    const stopped = this.#line.stop();
    this.#exchange.abort();
    await stopped;
    this.#fault = { reason: 'lineFailed', description: 'the UPS is closed' };
    this.#setStatus(offline(['closed']));
  }

  async scheduleShutdown(afterMs: number, options: CommandOptions): Promise<Result<void, DeviceError>> {
    if (!(afterMs >= shortestShutdownMs && afterMs <= longestShutdownMs)) {
      return err(fault('invalidData', `a shutdown in ${afterMs} ms; 12 s to 10 min are possible`));
    }
    return this.#order({ command: shutdownCommand(afterMs), active: true }, options);
  }

  async cancelShutdown(options: CommandOptions): Promise<Result<void, DeviceError>> {
    return this.#order({ command: 'C', active: false }, options);
  }

  /** The unit gives no reply to an order: whether it obeys is in its status. */
  async #order({ command, active }: Order, options: CommandOptions): Promise<Result<void, DeviceError>> {
    const { clock, transport } = this.#options;
    const end = clock.now() + options.timeoutMs;
    let sent = false;
    const ordered = this.#turn.take(options, async () => {
      // A unit that does not answer is not told anything.
      const before = await this.#ask();
      if (!before.ok) return before;
      if (options.signal?.aborted) return err(fault('canceled', 'canceled before the order was sent'));
      if (clock.now() >= end) return err(fault('timeOut', 'no time was left for the order'));
      this.#echo = undefined;
      sent = true;
      const written = await transport.write(encodeLine(command));
      if (!written.ok) {
        const outcome = written.error.code === 'closed' ? 'notDone' : 'indeterminate';
        return err({ ...fault('deviceNotReady', written.error.description), outcome });
      }
      await sleep(clock, settleMs);
      if (this.#echo === command)
        return err(fault('unsupportedCommand', `the unit does not know ${command}`));
      const after = await this.#confirmed();
      if (!after.ok) return err({ ...after.error, outcome: 'indeterminate' });
      if (after.value.flags.shutdownActive === active) return ok();
      return err(
        fault('hardwareError', `${command}: the unit says that ${active ? 'no' : 'a'} shutdown is pending`),
      );
    });
    return beforeDeadline(clock, options, ordered, () => sent);
  }

  async #ask(): Promise<Result<Q1, DeviceError>> {
    if (!this.#line.isUp) return err(notReady(this.#fault));
    const reply = await this.#question();
    return reply.ok ? reply : err(this.#afterFault(reply.error));
  }

  /**
   * A status as two replies in a row give it. The protocol has no check: one wrong bit on the line would shut a
   * terminal down, or let it run into an empty battery.
   */
  async #confirmed(): Promise<Result<Q1, DeviceError>> {
    let last = await this.#ask();
    for (let times = 1; last.ok && times < confirmations; times++) {
      if (this.#essence(last.value) === this.#shown) break;
      const again = await this.#ask();
      if (again.ok && this.#essence(again.value) === this.#essence(last.value)) {
        last = again;
        break;
      }
      last = again;
    }
    if (last.ok) this.#show(last.value);
    return last;
  }

  #essence(q1: Q1): string {
    const { device, mains, battery, shutdown } = statusOf(q1, this.#batteryVolts);
    return [device, mains, battery, shutdown].join(' ');
  }

  async #question(): Promise<Result<Q1, ExchangeFault>> {
    const reply = await this.#exchange.run({
      name: 'Q1',
      bytes: encodeLine('Q1'),
      timeoutMs: answerMs,
      attempts,
      accepts: (message) => message.kind === 'status',
    });
    if (!reply.ok) return reply;
    return reply.value.kind === 'status'
      ? ok(reply.value.status)
      : err({ kind: 'garbled', description: 'no status' });
  }

  async #probe(): Promise<Result<void, string>> {
    const first = await this.#question();
    if (!first.ok) return err(first.error.description);
    if (this.#batteryVolts === null) {
      // Not every unit knows its ratings; one that does not says the command back.
      const rating = await this.#exchange.run({
        name: 'F',
        bytes: encodeLine('F'),
        timeoutMs: answerMs,
        attempts: 2,
        accepts: (message) => message.kind === 'rating' || (message.kind === 'line' && message.text === 'F'),
      });
      if (!rating.ok && rating.error.kind === 'lineLost') return err(rating.error.description);
      if (rating.ok && rating.value.kind === 'rating')
        this.#batteryVolts = rating.value.rating.batteryVoltage;
    }
    const second = await this.#question();
    if (!second.ok) return err(second.error.description);
    this.#probed = second.value;
    return ok();
  }

  #afterFault({ kind, description }: ExchangeFault): DeviceError<never> {
    // A lost line was told to the keeper already, unless only the write failed.
    if (this.#line.isUp) {
      this.#line.giveUp({ reason: kind === 'lineLost' ? 'lineLost' : 'noAnswer', description });
    }
    return fault('deviceNotReady', description);
  }

  #watch(): void {
    const { clock, pollIntervalMs } = this.#options;
    this.#cancelPoll();
    this.#cancelPoll = clock.schedule(pollIntervalMs, () => {
      void this.#turn
        .take({ timeoutMs: pollIntervalMs }, () => this.#confirmed())
        .then(() => {
          if (this.#line.isUp) this.#watch();
        });
    });
  }

  #show(q1: Q1): void {
    if (!this.#line.isUp) return;
    this.#shown = this.#essence(q1);
    this.#setStatus(statusOf(q1, this.#batteryVolts));
  }

  #setStatus(status: PowerSupplyStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

function fault(completionCode: CompletionCode, description: string): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}

const notReady = (lineFault: LineFault) =>
  fault('deviceNotReady', `${lineFault.reason}: ${lineFault.description}`);
