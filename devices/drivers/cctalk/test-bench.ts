import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { CashError } from '../../contract/cash.ts';
import type { CoinAcceptorEvent, Dispensed, DispenseError } from '../../contract/cash-dispenser.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { CctalkBus } from './bus.ts';
import { type CheckMode, FrameFinder } from './codec.ts';
import { CctalkCoinAcceptor } from './coin-acceptor.ts';
import { CoinAcceptorEmulator } from './coin-acceptor-emulator.ts';
import { headerName } from './headers.ts';
import { CctalkHopper } from './hopper.ts';
import { HopperEmulator } from './hopper-emulator.ts';
import type { HopperSecurity } from './profile.ts';
import { CctalkWire } from './wire.ts';

export const oneYuan = { currency: 'CNY', value: 100 };
export const ampleMs = 60_000;
const coins = [
  { position: 1, currency: 'CNY', value: 10, path: 1 },
  { position: 2, currency: 'CNY', value: 50 },
  { position: 3, currency: 'CNY', value: 100, path: 2 },
];

interface BenchOptions {
  readonly open?: boolean;
  readonly mode?: CheckMode;
  readonly coins?: number;
  readonly security?: HopperSecurity;
  readonly unitSecurity?: readonly number[];
  readonly levelSensors?: boolean;
  /** Behind TCP bytes take no time. */
  readonly paced?: boolean;
}

/** A wire with a coin acceptor and a hopper, and a driver for each, on virtual time. */
export async function cctalkBench(options: BenchOptions = {}) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const mode = options.mode ?? 'checksum';
  const wire = new CctalkWire();
  const acceptorUnit = new CoinAcceptorEmulator({ clock, mode });
  const hopperUnit = new HopperEmulator({
    clock,
    mode,
    coins: options.coins ?? 150,
    ...(options.unitSecurity === undefined ? {} : { security: options.unitSecurity }),
  });
  acceptorUnit.attach(wire.tap());
  hopperUnit.attach(wire.tap());
  const sent: string[] = [];
  const finder = new FrameFinder(mode);
  wire.tap().onData((bytes) => {
    for (const one of finder.push(bytes)) {
      if (one.kind === 'refused' || one.frame.destination === 1) continue;
      const data = Buffer.from(one.frame.data).toString('hex');
      sent.push(`${headerName(one.frame.header)}${data === '' ? '' : ` ${data}`}`);
    }
  });
  wire.attach(options.paced === false ? line.unit : pacedLine(line.unit, clock, 9600));
  const total = sum(acceptorUnit.coins) + sum(hopperUnit.coins);

  const bus = new CctalkBus(line.host, clock);
  const acceptor = new CctalkCoinAcceptor({
    id: 'coins-in',
    bus,
    unit: { address: 2, mode },
    clock,
    coins,
    places: { 1: 'cashbox', 2: 'hopper' },
    pollIntervalMs: 200,
  });
  const hopper = new CctalkHopper({
    id: 'coins-out',
    bus,
    unit: { address: 3, mode },
    clock,
    item: oneYuan,
    security: options.security ?? { kind: 'fixed', bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
    levelSensors: options.levelSensors ?? true,
    healthIntervalMs: 10_000,
  });
  const events: CoinAcceptorEvent[] = [];
  acceptor.onEvent((event) => events.push(event));
  const told: string[] = [];
  acceptor.onStatusChanged(({ device, reasons, accepting }) =>
    told.push([device, ...reasons, accepting ? 'accepting' : 'closed'].join(' ')),
  );

  async function finish<T>(promise: Promise<T>): Promise<{ value: T; ms: number }> {
    const began = clock.now();
    let done: { value: T } | undefined;
    void promise.then((value) => {
      done = { value };
    });
    await clock.advanceUntil(() => done !== undefined);
    if (done === undefined) throw new Error('not done');
    return { ...done, ms: clock.now() - began };
  }

  const bench = {
    clock,
    line,
    wire,
    bus,
    acceptor,
    acceptorUnit,
    hopper,
    hopperUnit,
    events,
    told,
    /** Names of the commands on the wire, with their data. */
    sent,
    finish,
    payouts: () => sent.filter((one) => one.startsWith('dispenseHopperCoins')),
    dispense: async (count: number, timeoutMs = ampleMs) =>
      (await finish(hopper.dispense('hopper', count, { timeoutMs }))).value,
    last: async () => (await finish(hopper.lastDispense({ timeoutMs: ampleMs }))).value,
    enable: async (...values: number[]) =>
      (await finish(acceptor.enable(values, { timeoutMs: ampleMs }))).value,
    disable: async () => (await finish(acceptor.disable({ timeoutMs: ampleMs }))).value,
    /** One coin after the other, as fast as the mouth takes them. */
    async insert(...kinds: readonly ('insertCoin1' | 'insertCoin2' | 'insertCoin3')[]) {
      for (const kind of kinds) {
        acceptorUnit.set(kind, true);
        await clock.advance(160);
      }
    },
    expectCoinsKept: () => expect(sum(acceptorUnit.coins) + sum(hopperUnit.coins)).toBe(total),
    async close() {
      await finish(Promise.all([acceptor.close(), hopper.close()]));
    },
  };
  if (options.open !== false) {
    await clock.advance(1_000);
    const opened = await finish(Promise.all([acceptor.open(), hopper.open()]));
    expect(opened.value).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: undefined },
    ]);
    await clock.advance(500);
    sent.length = 0;
    told.length = 0;
  }
  return bench;
}

function sum(places: Readonly<Record<string, number>>): number {
  return Object.values(places).reduce((all, count) => all + count, 0);
}

export function yuan(count: number) {
  return count === 0 ? [] : [{ ...oneYuan, count }];
}

export function expectPaid(answer: Result<Dispensed, DispenseError>, count: number): void {
  expect(answer).toEqual({ ok: true, value: { presented: yuan(count), rejected: 0 } });
}

export function errorOf<E extends CashError>(answer: Result<unknown, E>): E {
  if (answer.ok) throw new Error('it was done');
  return answer.error;
}
