import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CommandOptions, CompletionCode, DeviceError } from '../../contract/common.ts';
import type { Compartment, Locker, LockerErrorCode, LockerStatus } from '../../contract/locker.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { beforeDeadline } from '../deadline.ts';
import { type ExchangeFault, ReplyExchange } from '../reply-exchange.ts';
import { Turn } from '../turn.ts';
import { encode, FrameParser, type LockMessage } from './codec.ts';

export interface KrCuLockerOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  /** By the switches of the board, 0 to 15. */
  readonly board: number;
  /** How many of its sixteen locks have a door, from lock 0 on. */
  readonly compartments: number;
  /** Milliseconds between two looks at the board. */
  readonly pollIntervalMs: number;
  /** What the bit of a hook is while its door is closed: by the switch in the lock. */
  readonly closedBit: 0 | 1;
  /** What the infrared bit is while something lies there: by the sensor. */
  readonly presentBit: 0 | 1;
}

type State = Extract<LockMessage, { kind: 'state' }>;
type Opened = Result<void, DeviceError<LockerErrorCode>>;

/** Nine bytes at 19200 baud are 5 ms; public host programs wait 100 to 500 ms. */
const answerMs = 500;
const attempts = 3;
/** The pulse of a lock is half a second at most, and the spring of its door is quick. */
const springsMs = 2_000;
const lookEveryMs = 100;
/** How often a state that says something new is asked for, until two in a row say the same. */
const confirmations = 4;

/** A cabinet whose locks hang on a KERONG KR-CU16 board. */
export class KrCuLocker implements Locker {
  readonly id: string;
  readonly class = 'locker';
  readonly #options: KrCuLockerOptions;
  readonly #exchange: ReplyExchange<LockMessage>;
  readonly #line: LineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<LockerStatus>();
  #status: LockerStatus;
  #fault: LineFault = { reason: 'lineFailed', description: 'the cabinet was not opened' };
  #probed: State | undefined;
  #shown: State | undefined;
  #cancelPoll: () => void = () => {};

  constructor(options: KrCuLockerOptions) {
    this.id = options.id;
    this.#options = options;
    this.#status = { ...this.#offline([]), device: 'starting' };
    this.#turn = new Turn(options.clock);
    // Before the keeper, so that a command under way ends before the line counts as lost.
    this.#exchange = new ReplyExchange(options.transport, options.clock, new FrameParser());
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: async () => {
        const first = await this.#question();
        if (!first.ok) return err(first.error.description);
        const second = await this.#question();
        if (!second.ok) return err(second.error.description);
        this.#probed = second.value;
        return ok();
      },
      onUp: () => {
        if (this.#probed !== undefined) this.#show(this.#probed);
        this.#watch();
      },
      onDown: (lineFault) => {
        this.#fault = lineFault;
        this.#shown = undefined;
        this.#cancelPoll();
        this.#exchange.abort();
        this.#setStatus(this.#offline([lineFault.reason]));
      },
    });
  }

  get status(): LockerStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: LockerStatus) => void): () => void {
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
    this.#fault = { reason: 'lineFailed', description: 'the cabinet is closed' };
    this.#shown = undefined;
    this.#setStatus(this.#offline(['closed']));
  }

  async openDoor(compartment: number, options: CommandOptions): Promise<Opened> {
    const { clock, transport, board, compartments } = this.#options;
    if (!Number.isInteger(compartment) || compartment < 1 || compartment > compartments)
      return err(fault('invalidData', `compartment ${compartment}; there are 1 to ${compartments}`));
    const end = clock.now() + options.timeoutMs;
    let sent = false;
    const opening = this.#turn.take(options, async (): Promise<Opened> => {
      // A board that does not answer is not told anything.
      const before = await this.#confirmed();
      if (!before.ok) return before;
      if (this.#isOpen(before.value, compartment)) return ok();
      if (options.signal?.aborted) return err(fault('canceled', 'canceled before the lock was told'));
      if (clock.now() >= end) return err(fault('timeOut', 'no time was left to open the door'));
      sent = true;
      const written = await transport.write(encode({ kind: 'unlock', board, lock: compartment - 1 }));
      if (!written.ok) {
        const outcome = written.error.code === 'closed' ? 'notDone' : 'indeterminate';
        return err({ ...fault('deviceNotReady', written.error.description), outcome });
      }
      return this.#seenOpen(compartment);
    });
    return beforeDeadline(clock, options, opening, () => sent);
  }

  /** Not every board replies to an order, and a reply would say that it was heard, not that a door is open. */
  async #seenOpen(compartment: number): Promise<Opened> {
    const { clock } = this.#options;
    for (const until = clock.now() + springsMs; ; ) {
      await sleep(clock, lookEveryMs);
      const after = await this.#confirmed();
      if (!after.ok) return err({ ...after.error, outcome: 'indeterminate' });
      if (this.#isOpen(after.value, compartment)) return ok();
      if (clock.now() >= until) break;
    }
    const description = `door ${compartment} was closed ${springsMs} ms after its lock was told to open`;
    return err({ ...fault('commandErrorCode', description), errorCode: 'doorNotOpened' });
  }

  #isOpen(state: State, compartment: number): boolean {
    return this.#compartments(state)[compartment - 1]?.door === 'open';
  }

  async #ask(): Promise<Result<State, DeviceError<never>>> {
    if (!this.#line.isUp) return err(notReady(this.#fault));
    const reply = await this.#question();
    return reply.ok ? reply : err(this.#afterFault(reply.error));
  }

  /** A sum of eight bits lets some wrong bits through, and one would tell that somebody's papers are gone. */
  async #confirmed(): Promise<Result<State, DeviceError<never>>> {
    let last = await this.#ask();
    for (let times = 1; last.ok && times < confirmations; times++) {
      if (same(last.value, this.#shown)) break;
      const again = await this.#ask();
      if (again.ok && same(again.value, last.value)) break;
      last = again;
    }
    if (last.ok) this.#show(last.value);
    return last;
  }

  async #question(): Promise<Result<State, ExchangeFault>> {
    const { board } = this.#options;
    const reply = await this.#exchange.run({
      name: 'status',
      bytes: encode({ kind: 'status', board, lock: 0 }),
      timeoutMs: answerMs,
      attempts,
      accepts: (message) => message.kind === 'state' && message.board === board,
    });
    if (!reply.ok) return reply;
    return reply.value.kind === 'state'
      ? ok(reply.value)
      : err({ kind: 'garbled', description: 'no state of the locks' });
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

  #show(state: State): void {
    if (!this.#line.isUp) return;
    this.#shown = state;
    this.#setStatus({ device: 'online', reasons: [], compartments: this.#compartments(state) });
  }

  #compartments({ hooks, infrared }: State): Compartment[] {
    const { compartments, closedBit, presentBit } = this.#options;
    return Array.from({ length: compartments }, (_, lock) => ({
      number: lock + 1,
      door: ((hooks >> lock) & 1) === closedBit ? 'closed' : 'open',
      item: ((infrared >> lock) & 1) === presentBit ? 'present' : 'notPresent',
    }));
  }

  #offline(reasons: readonly string[]): LockerStatus {
    const compartments = Array.from({ length: this.#options.compartments }, (_, lock) => ({
      number: lock + 1,
      door: 'unknown' as const,
      item: 'unknown' as const,
    }));
    return { device: 'offline', reasons, compartments };
  }

  #setStatus(status: LockerStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

function same(one: State, other: State | undefined): boolean {
  return one.hooks === other?.hooks && one.infrared === other.infrared;
}

function fault(completionCode: CompletionCode, description: string): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}

const notReady = (lineFault: LineFault) =>
  fault('deviceNotReady', `${lineFault.reason}: ${lineFault.description}`);
