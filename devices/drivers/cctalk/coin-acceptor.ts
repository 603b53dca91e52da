import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashError, CashItem } from '../../contract/cash.ts';
import type { CoinAcceptor, CoinAcceptorEvent } from '../../contract/cash-dispenser.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import { Turn } from '../turn.ts';
import type { BusFault, CctalkBus } from './bus.ts';
import { refusal } from './errors.ts';
import {
  coinEventOf,
  type EventBuffer,
  type EventResult,
  eventBufferBytes,
  newEvents,
  parseEventBuffer,
} from './events.ts';
import type { CctalkUnitAddress, CoinPosition } from './profile.ts';
import { UnitLineKeeper } from './unit-line.ts';

type CoinAcceptorStatus = CoinAcceptor['status'];

export interface CctalkCoinAcceptorOptions {
  readonly id: string;
  readonly bus: CctalkBus;
  readonly unit: CctalkUnitAddress;
  readonly clock: Clock;
  readonly coins: readonly CoinPosition[];
  /** Where a sorter path leads; `cashbox` for one that is not named. */
  readonly places: Readonly<Record<number, string>>;
  /** Milliseconds between two looks at the event buffer, which keeps five events. */
  readonly pollIntervalMs: number;
}

/** The code of a self-check that found nothing. */
const well = 0;

/**
 * A coin acceptor that speaks ccTalk. What it took is taken: there is no escrow. It is looked at all the time,
 * also while it accepts nothing, for a coin that was on its way when it was disabled counts too.
 *
 * What it took while this process did not run is not told: its counter does not say since when it counts.
 */
export class CctalkCoinAcceptor implements CoinAcceptor {
  readonly id: string;
  readonly class = 'coinAcceptor';
  readonly itemTypes: readonly CashItem[];
  readonly #options: CctalkCoinAcceptorOptions;
  readonly #line: UnitLineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<CoinAcceptorStatus>();
  readonly #events = new Listeners<CoinAcceptorEvent>();
  #status: CoinAcceptorStatus = { device: 'starting', reasons: [], accepting: false };
  #probed: { readonly buffer: EventBuffer; readonly fault: number } | undefined;
  /** The event counter as last seen; null before the first look. */
  #counter: number | null = null;
  /** Bits of the coins that are to be taken; 0 = none. */
  #wanted = 0;
  #cancelPoll: () => void = () => {};

  constructor(options: CctalkCoinAcceptorOptions) {
    this.id = options.id;
    this.#options = options;
    this.itemTypes = options.coins.map(({ currency, value }) => ({ currency, value }));
    this.#turn = new Turn(options.clock);
    this.#line = new UnitLineKeeper({
      bus: options.bus,
      unit: options.unit,
      clock: options.clock,
      probe: () => this.#probe(),
      onUp: () => this.#goUp(),
      onDown: (fault) => {
        this.#cancelPoll();
        this.#setStatus({ device: 'offline', reasons: [fault.reason], accepting: false });
      },
    });
  }

  get status(): CoinAcceptorStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: CoinAcceptorStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  onEvent(listener: (event: CoinAcceptorEvent) => void): () => void {
    return this.#events.add(listener);
  }

  open(): Promise<Result<void, DeviceError>> {
    return this.#line.open();
  }

  async close(): Promise<void> {
    this.#cancelPoll();
    this.#wanted = 0;
    if (this.#line.isUp)
      await this.#line.run({ command: 'modifyMasterInhibitStatus', data: [0], replyBytes: [0] });
    await this.#line.close();
    this.#setStatus({ device: 'offline', reasons: ['closed'], accepting: false });
  }

  /** @param values fen; coins of other values fall through */
  enable(values: readonly number[], options: CommandOptions): Promise<Result<void, CashError>> {
    const positions = this.#options.coins.filter(({ value }) => values.includes(value));
    const unknown = values.filter((value) => !positions.some((coin) => coin.value === value));
    if (unknown.length > 0) {
      return Promise.resolve(err(refusal('invalidData', `no coin of ${unknown.join(', ')} fen`)));
    }
    return this.#want(
      positions.reduce((mask, { position }) => mask | (1 << (position - 1)), 0),
      options,
    );
  }

  disable(options: CommandOptions): Promise<Result<void, CashError>> {
    return this.#want(0, options);
  }

  #want(mask: number, options: CommandOptions): Promise<Result<void, CashError>> {
    return this.#turn.take(options, async () => {
      this.#wanted = mask;
      return this.#apply();
    });
  }

  /** Makes the acceptor take what is wanted, and reads back whether it does. */
  async #apply(): Promise<Result<void, CashError>> {
    const mask = this.#wanted;
    const masks = [mask & 0xff, mask >> 8];
    const master = mask === 0 ? 0 : 1;
    const set = await this.#line.ask({ command: 'modifyInhibitStatus', data: masks, replyBytes: [0] });
    if (!set.ok) return set;
    const on = await this.#line.ask({
      command: 'modifyMasterInhibitStatus',
      data: [master],
      replyBytes: [0],
    });
    if (!on.ok) return on;
    const readMask = await this.#line.ask({ command: 'requestInhibitStatus', replyBytes: [2] });
    if (!readMask.ok) return readMask;
    const readMaster = await this.#line.ask({ command: 'requestMasterInhibitStatus', replyBytes: [1] });
    if (!readMaster.ok) return readMaster;
    const [low, high] = readMask.value;
    if (low !== masks[0] || high !== masks[1] || ((readMaster.value[0] ?? 0) & 1) !== master) {
      return err(refusal('hardwareError', 'the acceptor does not keep what it takes'));
    }
    this.#setStatus({ ...this.#status, accepting: mask !== 0 });
    return ok();
  }

  async #probe(): Promise<Result<void, BusFault>> {
    const alive = await this.#line.run({ command: 'simplePoll', replyBytes: [0] });
    if (!alive.ok) return alive;
    for (const { position, path } of this.#options.coins) {
      if (path === undefined) continue;
      const set = await this.#line.run({
        command: 'modifySorterPaths',
        data: [position, path],
        replyBytes: [0],
      });
      if (!set.ok) return set;
    }
    const check = await this.#line.run({ command: 'performSelfCheck', replyBytes: [1, 2] });
    if (!check.ok) return check;
    const events = await this.#line.run({ command: 'readBufferedCredit', replyBytes: [eventBufferBytes] });
    if (!events.ok) return events;
    const buffer = parseEventBuffer(events.value);
    if (!buffer.ok) return err({ kind: 'garbled', description: buffer.error });
    this.#probed = { buffer: buffer.value, fault: check.value[0] ?? well };
    return ok();
  }

  #goUp(): void {
    if (this.#probed === undefined) return;
    this.#showHealth(this.#probed.fault);
    // Coins that fell while the line was away are in the buffer.
    this.#look(this.#probed.buffer);
    void this.#want(this.#wanted, { timeoutMs: 10_000 });
    this.#schedulePoll();
  }

  #schedulePoll(): void {
    this.#cancelPoll();
    this.#cancelPoll = this.#options.clock.schedule(this.#options.pollIntervalMs, () => {
      void this.#poll().then(() => {
        if (this.#line.isUp) this.#schedulePoll();
      });
    });
  }

  async #poll(): Promise<void> {
    const reply = await this.#line.ask({ command: 'readBufferedCredit', replyBytes: [eventBufferBytes] });
    const buffer = reply.ok ? parseEventBuffer(reply.value) : undefined;
    if (!buffer?.ok || !this.#line.isUp) return;
    const troubled = this.#look(buffer.value);
    if (!troubled && this.#status.device === 'online') return;
    const check = await this.#line.ask({ command: 'performSelfCheck', replyBytes: [1, 2] });
    if (check.ok && this.#line.isUp) this.#showHealth(check.value[0] ?? well);
  }

  /** Tells what is new; true where the acceptor should be asked how it is. */
  #look(buffer: EventBuffer): boolean {
    const last = this.#counter;
    this.#counter = buffer.counter;
    if (last === null) return false;
    if (buffer.counter === 0 && last !== 0) {
      // It restarted, and takes nothing, or everything, until it is told.
      this.#setStatus({ ...this.#status, accepting: false });
      void this.#want(this.#wanted, { timeoutMs: 10_000 });
      return true;
    }
    const { events, lost } = newEvents(buffer, last);
    if (lost > 0) this.#events.tell({ type: 'eventsLost', count: lost });
    return events.map((event) => this.#tell(event)).includes(true);
  }

  #tell({ a, b }: EventResult): boolean {
    if (a !== 0) {
      const coin = this.#options.coins.find(({ position }) => position === a);
      if (coin === undefined) {
        // Money, and nobody knows how much.
        this.#events.tell({ type: 'eventsLost', count: 1 });
        return true;
      }
      const { currency, value } = coin;
      const place = this.#options.places[b] ?? 'cashbox';
      this.#events.tell({ type: 'accepted', item: { currency, value }, place });
      return false;
    }
    const { name, means } = coinEventOf(b);
    if (means === 'refused') {
      this.#events.tell({ type: 'refused', description: name });
      // The specification's advice for an acceptor that restarted before its first event: tell it again.
      if (name.includes('inhibited') && this.#wanted !== 0)
        void this.#want(this.#wanted, { timeoutMs: 10_000 });
    } else if (means === 'fraud') this.#events.tell({ type: 'fraudAttempt', description: name });
    return means === 'fault';
  }

  #showHealth(fault: number): void {
    const { accepting } = this.#status;
    if (fault === well) this.#setStatus({ device: 'online', reasons: [], accepting });
    else this.#setStatus({ device: 'hardwareError', reasons: [`selfCheck${fault}`], accepting });
  }

  #setStatus(status: CoinAcceptorStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}
