import type { CashRecycler } from '../../../../devices/contract/cash-acceptor.ts';
import { SspNoteRecycler } from '../../../../devices/drivers/ssp/driver.ts';
import { SspEmulator } from '../../../../devices/drivers/ssp/emulator.ts';
import { type MemoryLine, memoryLine } from '../../../../devices/transport/memory.ts';
import type { Clock } from '../../../../src-shared/clock.ts';
import { VirtualClock } from '../../../../src-shared/virtual-clock.ts';
import type { CashCommand, Read, Store } from '../../store/store.ts';
import { type CashGround, unitOf } from '../ground.ts';
import { keepDays } from '../keep-days.ts';
import { keepLedger } from '../keep-ledger.ts';
import { openPlaces } from '../paying-units.ts';
import { recoverCash } from '../recover-cash.ts';
import { type Disk, fileDisk, memoryDisk } from './disk.ts';
import { SimulatedHost } from './host.ts';
import { Death, type DeathPlan, mortalStore } from './mortal-store.ts';
import { SeededRandom } from './random.ts';
import { type Filled, type Inventory, type SecondLines, SecondUnits } from './second-units.ts';

/** Notes in the store at the beginning, by face value: plenty of change, or hardly any. */
const stocks: readonly (readonly (readonly [value: number, count: number])[])[] = [
  [
    [100, 12],
    [500, 8],
    [1_000, 12],
    [2_000, 8],
    [5_000, 6],
  ],
  [
    [1_000, 2],
    [5_000, 1],
  ],
  [[500, 1]],
];

export type DiskKind = 'file' | 'memory' | 'doubted';

/** One life of the terminal's process: from its start until it dies or is stopped. */
export interface Life {
  readonly ground: CashGround;
  readonly line: MemoryLine;
  /** Null where the terminal has the recycler alone. */
  readonly secondLines: SecondLines | null;
  readonly dead: () => boolean;
  /** Ends the process here and now, as a power failure does. */
  kill(): void;
  /** Lets it die as planned, counted from now. */
  arm(plan: DeathPlan | null): void;
  end(): Promise<void>;
}

/**
 * A terminal with a note recycler, and perhaps what pays out besides: the real engine, store, drivers and bytes; the
 * units, the host and the clock are simulated and live on when the process dies.
 */
export class SimulatedTerminal {
  // Everything in here settles in promises.
  readonly clock = new VirtualClock(undefined, 0);
  readonly random: SeededRandom;
  readonly unit: SspEmulator;
  readonly host: SimulatedHost;
  /** Null where it has the recycler alone. */
  readonly second: SecondUnits | null;
  /** Motions that were ordered with no intent on the disk. */
  readonly motionsWithoutIntent: string[] = [];
  /** Every transaction that was begun. */
  readonly begun: string[] = [];
  readonly #stock: (typeof stocks)[number];
  readonly #disk: Disk;
  #lives = 0;
  readonly #pollIntervalMs: number;

  /**
   * @param disk a real encrypted file; the same in memory; or there, and asked again even where the answer is known
   * @param filled what lies in a note dispenser and a coin hopper; null where it has none
   */
  constructor(
    seed: number,
    { pollIntervalMs = 200, disk = 'file' as DiskKind, filled = null as Filled | null } = {},
  ) {
    this.#pollIntervalMs = pollIntervalMs;
    this.random = new SeededRandom(seed);
    this.host = new SimulatedHost(this.clock, this.random);
    this.#stock = this.random.pick(stocks);
    this.unit = new SspEmulator({
      clock: this.clock,
      random: (count) => this.random.bytes(count),
      filled: this.#stock.flatMap(([value, count]) => Array.from({ length: count }, () => value)),
      capacity: 200,
    });
    this.second = filled && new SecondUnits(this.clock, filled);
    this.#disk =
      disk === 'file' ? fileDisk(this.random.bytes(32)) : memoryDisk({ doubt: disk === 'doubted' });
  }

  /** Starts the process: opens the store and the recycler, and puts right what the last life left. */
  async start(plan: DeathPlan | null): Promise<Life> {
    const opened = this.#disk.open({
      clock: this.clock,
      terminalNumber: '0001',
      newId: () => this.random.uuid(),
    });
    const line = memoryLine('recycler');
    this.unit.attach(line.unit);
    const second = this.second?.connect(this.clock) ?? { lines: null, dispensers: [] };
    const { lines: secondLines, dispensers } = second;
    const cutAll = () => {
      for (const one of [line, secondLines?.notes, secondLines?.coins]) one?.cut();
    };
    let dead = false;
    const store = mortalStore(opened, () => {
      dead = true;
      // What a dead process would still say, nobody hears.
      cutAll();
    });
    const recycler = new SspNoteRecycler({
      id: 'recycler-1',
      transport: line.host,
      clock: this.clock,
      random: (count) => this.random.bytes(count),
      currency: 'CNY',
      fixedKey: 0x0123456701234567n,
      primeBits: 16,
      pollIntervalMs: this.#pollIntervalMs,
      attempts: 4,
    });
    const ground: CashGround = {
      store,
      recycler,
      dispensers,
      host: this.host,
      clock: this.clock,
      randomUUID: () => this.random.uuid(),
      claimCode: () => this.random.uuid().slice(0, 8),
    };
    store.arm(plan);
    dieQuietly(recycler);
    for (const dispenser of dispensers) listenQuietly(dispenser);
    watchIntents(ground, () => store.read, this.motionsWithoutIntent);
    const life: Life = {
      ground,
      line,
      secondLines,
      dead: () => dead,
      kill: store.kill,
      arm: store.arm,
      end: async () => {
        stop();
        stopDays();
        store.close();
        cutAll();
        await Promise.all([recycler, ...dispensers].map((device) => device.close()));
      },
    };
    let stop = () => {};
    let stopDays = () => {};
    const begun = (async () => {
      openPlaces(ground);
      load(ground.store, [
        ...this.#stock.map(([value, count]) => ({ place: unitOf('recycler-1', 'payout'), value, count })),
        ...(this.second?.inventory() ?? []),
      ]);
      stopDays = keepDays(ground.store, hurried(this.clock), dayEnds, () => {});
      stop = keepLedger(ground);
      await Promise.all([recycler, ...dispensers].map((device) => device.open()));
      if (this.#lives++ === 0) await routeToStore(recycler);
      await recoverCash(ground);
    })();
    await this.runs(begun, life);
    return life;
  }

  /** Runs virtual time until the promise has settled or the process is dead. */
  async runs(promise: Promise<unknown>, life: Life): Promise<void> {
    let over: { error?: unknown } | undefined;
    promise.then(
      () => {
        over = {};
      },
      (error: unknown) => {
        over = { error };
      },
    );
    await this.clock.advanceUntil(() => over !== undefined || life.dead(), 1_200_000);
    if (over?.error !== undefined && !life.dead()) throw over.error;
  }

  remove(): void {
    this.#disk.remove();
  }
}

/** Days end in the middle of anything. */
const dayEnds = '17:30';
const hurry = 48;
const shortestMs = 500;
/** When the virtual clock begins. */
const epoch = new VirtualClock().now();

/** A clock whose business days last half an hour, so that many end while somebody is paying. */
function hurried(clock: Clock): Clock {
  return {
    now: () => epoch + (clock.now() - epoch) * hurry,
    schedule: (milliseconds, callback) =>
      clock.schedule(Math.max(milliseconds / hurry, shortestMs), () => {
        try {
          callback();
        } catch (error) {
          if (!(error instanceof Death)) throw error;
        }
      }),
  };
}

/** What can be given back as change is kept at hand; the unit remembers it. */
async function routeToStore(recycler: CashRecycler): Promise<void> {
  for (const { value } of recycler.itemTypes)
    await recycler.setRoute(value, value <= 5_000 ? 'payout' : 'cashbox', { timeoutMs: 10_000 });
}

/** What lies in the units when the machine comes from the cash centre; written once. */
function load(store: Store, stock: Inventory): void {
  if (store.read.fact('loaded') !== undefined) return;
  store.commit((write) => {
    for (const { place, value, count } of stock)
      if (count > 0)
        write.moveCash({
          transactionId: null,
          reason: 'loaded',
          debit: place,
          credit: 'vault',
          amount: { value, count },
        });
    write.setFact('loaded', 'yes');
  });
}

/** Looks into the store at the moment at which a motion is ordered. */
function watchIntents({ recycler, dispensers }: CashGround, read: () => Read, found: string[]): void {
  const isIntended = (device: string, command: CashCommand) =>
    read()
      .unsettledIntents()
      .some(({ effect }) => effect.kind === 'cash' && effect.device === device && effect.command === command);
  const { stack, payOut } = recycler;
  recycler.stack = (options) => {
    if (!isIntended(recycler.id, 'stack')) found.push('stack');
    return stack.call(recycler, options);
  };
  recycler.payOut = (amount, options) => {
    if (!isIntended(recycler.id, 'payOut')) found.push('payOut');
    return payOut.call(recycler, amount, options);
  };
  for (const dispenser of dispensers) {
    const { dispense } = dispenser;
    dispenser.dispense = (unit, count, options) => {
      if (!isIntended(dispenser.id, 'dispense')) found.push(`dispense of ${dispenser.id}`);
      return dispense.call(dispenser, unit, count, options);
    };
  }
}

/** The driver of a dead process runs on in this one: that nobody listens any more must not disturb it. */
function dieQuietly(recycler: CashRecycler): void {
  const { onEvent } = recycler;
  recycler.onEvent = (listener) => onEvent.call(recycler, quietly(listener));
  listenQuietly(recycler);
}

function listenQuietly<Status>(device: {
  onStatusChanged(listener: (status: Status) => void): () => void;
}): void {
  const { onStatusChanged } = device;
  device.onStatusChanged = (listener) => onStatusChanged.call(device, quietly(listener));
}

function quietly<T>(listener: (value: T) => void): (value: T) => void {
  return (value) => {
    try {
      listener(value);
    } catch (error) {
      if (!(error instanceof Death)) throw error;
    }
  };
}
