import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { DriverConformance, Rig, Unit } from '../../conformance/kit.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import type { Emulator } from '../../emulation/emulator.ts';
import { CctalkBus } from './bus.ts';
import { CctalkCoinAcceptor } from './coin-acceptor.ts';
import { CoinAcceptorEmulator } from './coin-acceptor-emulator.ts';
import { CctalkHopper } from './hopper.ts';
import { HopperEmulator } from './hopper-emulator.ts';
import { CctalkWire } from './wire.ts';

/** A unit on the end of a wire of its own, with the switches of both. */
type OnWire<E extends Emulator> = Unit & { readonly inner: E };

function onWire<E extends Emulator>(inner: E): OnWire<E> {
  const wire = new CctalkWire();
  inner.attach(wire.tap());
  const ofWire = new Set(wire.describe().switches.map(({ id }) => id));
  return {
    inner,
    attach: (line) => wire.attach(line),
    describe: () => ({
      holds: inner.describe().holds,
      switches: [...inner.describe().switches, ...wire.describe().switches],
    }),
    set: (id, value) => (ofWire.has(id) ? wire.set(id, value) : inner.set(id, value)),
  };
}

const serial = { baudRate: 9_600, parity: 'none', stopBits: 1 } as const;
const sum = (places: Readonly<Record<string, number>>) =>
  Object.values(places).reduce((all, count) => all + count, 0);
const everything = [10, 50, 100];
const ampleMs = 60_000;

type AcceptorUnit = OnWire<CoinAcceptorEmulator>;
type AcceptorRig = Rig<AcceptorUnit, CctalkCoinAcceptor>;

/** A person throws a coin in, and the driver tells of it. */
async function oneCoin(
  { unit, device, time }: AcceptorRig,
  options: CommandOptions,
): Promise<Result<unknown, DeviceError>> {
  if (!device.status.accepting) {
    return err({ completionCode: 'sequenceError', description: 'it takes no coins', outcome: 'notDone' });
  }
  let told = false;
  const stop = device.onEvent(({ type }) => {
    told ||= type === 'accepted' || type === 'eventsLost';
  });
  unit.set('insertCoin3', true);
  const gaveUp = () => options.signal?.aborted === true;
  const end = time.clock.now() + options.timeoutMs;
  // Looked at by a timer: a check passes time by itself.
  await new Promise<void>((resolve) => {
    const look = () => {
      if (told || gaveUp() || time.clock.now() >= end) resolve();
      else time.clock.schedule(50, look);
    };
    look();
  });
  stop();
  if (told) return ok();
  const completionCode = gaveUp() ? 'canceled' : 'timeOut';
  return err({ completionCode, description: 'no word of the coin', outcome: 'notDone' });
}

export const acceptorConformance: DriverConformance<AcceptorUnit, CctalkCoinAcceptor> = {
  driver: 'cctalk-coin-acceptor',
  serial,
  makeUnit: (clock) => onWire(new CoinAcceptorEmulator({ clock })),
  makeDriver: (transport, clock) =>
    new CctalkCoinAcceptor({
      id: 'coins-in',
      bus: new CctalkBus(transport, clock),
      unit: { address: 2, mode: 'checksum' },
      clock,
      coins: [
        { position: 1, currency: 'CNY', value: 10, path: 1 },
        { position: 2, currency: 'CNY', value: 50 },
        { position: 3, currency: 'CNY', value: 100, path: 2 },
      ],
      places: { 1: 'cashbox', 2: 'hopper' },
      pollIntervalMs: 200,
    }),
  startMs: 1_000,
  commands: [
    {
      name: 'enable',
      timeoutMs: 10_000,
      run: ({ device }, options) => device.enable(everything, options),
    },
    {
      name: 'disable',
      timeoutMs: 10_000,
      prepare: async ({ device, time }) => {
        await time.answer(device.enable(everything, { timeoutMs: 10_000 }));
      },
      run: ({ device }, options) => device.disable(options),
    },
    {
      name: 'take a coin',
      timeoutMs: 5_000,
      prepare: async ({ device, time }) => {
        await time.answer(device.enable(everything, { timeoutMs: 10_000 }));
      },
      run: oneCoin,
    },
  ],
  hands: (unit) => unit.set('clearCoin', true),
  watch: (device, told) => {
    device.onEvent((event) => told.push(event.type));
  },
  invariant({ inner }, told) {
    const { cashbox, sorted } = inner.coins;
    const accepted = told.filter((type) => type === 'accepted').length;
    if (sum(inner.coins) !== 300) return `${sum(inner.coins)} coins of 300`;
    if (accepted > cashbox + sorted) return `${accepted} coins told, ${cashbox + sorted} taken`;
    if (accepted === cashbox + sorted || told.includes('eventsLost')) return null;
    return `${accepted} coins told, ${cashbox + sorted} taken, and none counted as lost`;
  },
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'], accepting: false } },
    { set: [['powerOff', true]], becomes: { device: 'offline', reasons: ['noAnswer'], accepting: false } },
    { set: [], command: 'enable', becomes: { device: 'online', accepting: true } },
    { set: [], command: 'disable', becomes: { device: 'online', accepting: false } },
    {
      set: [['nextCoin', 'blocksSensor']],
      command: 'take a coin',
      becomes: { device: 'hardwareError' },
    },
  ],
  powerUps: [
    {
      name: 'nothing in it',
      arrange: async ({ unit }) => unit.set('powerCycle', true),
      found: ({ device }) => [device.status.device, device.status.accepting],
      expected: ['online', false],
    },
    {
      name: 'a coin stands in the sensor',
      arrange: async (rig) => {
        await rig.time.answer(rig.device.enable(everything, { timeoutMs: 10_000 }));
        rig.unit.set('nextCoin', 'blocksSensor');
        rig.unit.set('insertCoin1', true);
        await rig.time.pause(1_000);
        rig.unit.set('powerCycle', true);
      },
      found: ({ device }) => device.status.device,
      expected: 'hardwareError',
    },
  ],
};

type HopperUnit = OnWire<HopperEmulator>;

const makeHopper = (clock: Clock) => onWire(new HopperEmulator({ clock, coins: 150 }));

export const hopperConformance: DriverConformance<HopperUnit, CctalkHopper> = {
  driver: 'cctalk-coin-hopper',
  serial,
  makeUnit: makeHopper,
  makeDriver: (transport, clock) =>
    new CctalkHopper({
      id: 'coins-out',
      bus: new CctalkBus(transport, clock),
      unit: { address: 3, mode: 'checksum' },
      clock,
      item: { currency: 'CNY', value: 100 },
      security: { kind: 'fixed', bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
      levelSensors: true,
      healthIntervalMs: 10_000,
    }),
  commands: [
    {
      name: 'dispense',
      timeoutMs: ampleMs,
      run: ({ device }, options) => device.dispense('hopper', 3, options),
      moved: ({ inner }) => inner.coins.tray + inner.coins.customer,
    },
    { name: 'lastDispense', timeoutMs: ampleMs, run: ({ device }, options) => device.lastDispense(options) },
    { name: 'reset', timeoutMs: ampleMs, run: ({ device }, options) => device.reset(options), motion: true },
  ],
  hands(unit) {
    if (unit.describe().holds.includes('off')) unit.set('powerCycle', true);
    unit.set('takeCoinFromExit', true);
    unit.set('takeCoins', true);
  },
  async recover({ device, time }) {
    await time.answer(device.reset({ timeoutMs: ampleMs }));
  },
  invariant: ({ inner }) => (sum(inner.coins) === 1_150 ? null : `${sum(inner.coins)} coins of 1150`),
  // A cheat on a string draws one coin more.
  excess: { 'payoutFault=cheat': 1 },
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'] } },
    { set: [['payoutFault', 'coinInExit']], command: 'dispense', becomes: { device: 'hardwareError' } },
    { set: [], command: 'dispense', becomes: { device: 'online' } },
  ],
  powerUps: [
    {
      name: 'nothing paid',
      arrange: async ({ unit }) => unit.set('powerCycle', true),
      found: ({ device }) => device.status.device,
      expected: 'online',
    },
    {
      name: 'a coin stands in the exit',
      arrange: async ({ unit, device, time }) => {
        unit.set('payoutFault', 'coinInExit');
        await time.answer(device.dispense('hopper', 4, { timeoutMs: ampleMs }));
        unit.set('powerCycle', true);
      },
      found: ({ device }) => device.status.device,
      expected: 'hardwareError',
    },
  ],
};
