import type { DriverConformance, PowerUpCase, Rig } from '../../conformance/kit.ts';
import { fail } from '../../conformance/report.ts';
import type { CashCount } from '../../contract/cash.ts';
import { creditFault } from '../note-acceptor/conformance-cases.ts';
import { SspNoteRecycler } from './driver.ts';
import { SspEmulator } from './emulator.ts';
import { replayableRandom } from './replayable-random.ts';

type SspRig = Rig<SspEmulator, SspNoteRecycler>;

const options = { timeoutMs: 30_000 };
/** A payout takes seconds a note. */
const motionMs = 120_000;
const everything = [100, 500, 1_000, 2_000, 5_000, 10_000];
const note = { name: '100 CNY', value: 10_000 };
/** Few, for moving them takes real time over a real line. */
const filled = new Array<number>(4).fill(note.value);

const count = (counts: readonly CashCount[]) => counts.reduce((sum, one) => sum + one.count, 0);
const value = (counts: readonly CashCount[]) => counts.reduce((sum, one) => sum + one.count * one.value, 0);
const inCashbox = (unit: SspEmulator) => count(unit.inventory().cashbox);
/** Other papers come out too, when somebody pushes them in. */
const givenOut = (unit: SspEmulator) =>
  count(unit.inventory().outside.filter((one) => one.value === note.value));
const inStore = (unit: SspEmulator) => count(unit.inventory().payout);

/** Units whose store was moved: a note from there that is found in the path at power-up is no credit. */
const storeMoved = new WeakSet<SspEmulator>();

async function open({ device, time }: SspRig): Promise<void> {
  const opened = await time.answer(device.enable(everything, options));
  if (!opened.ok) fail(`enable: ${opened.error.description}`);
}

async function noteInEscrow(rig: SspRig): Promise<void> {
  const { unit, device, time } = rig;
  if (device.status.intermediateStacker === 'notEmpty') return;
  await open(rig);
  await time.pause(1_500);
  unit.set('insert', note.name);
  await time.until('a note in escrow', () => device.status.intermediateStacker === 'notEmpty', 10_000);
}

/** Nothing is taken in, and two notes at least can be paid. */
async function store(rig: SspRig): Promise<void> {
  const { unit, device, time } = rig;
  if (device.status.intermediateStacker === 'notEmpty') await time.answer(device.returnEscrow(options));
  while (inStore(unit) < 2) {
    await time.answer(device.setRoute(note.value, 'payout', options));
    await noteInEscrow(rig);
    const stacked = await time.answer(device.stack(options));
    if (!stacked.ok) fail(`stack: ${stacked.error.description}`);
    await time.pause(3_000);
  }
  if (device.status.accepting) await time.answer(device.disable(options));
}

/** The power goes at a stage of what `act` begins, and the unit stays dark. */
function cutDuring(
  stage: string,
  act: (rig: SspRig) => Promise<unknown>,
  expected: unknown,
): PowerUpCase<SspEmulator, SspNoteRecycler> {
  return {
    name: `power lost: ${stage}`,
    arrange: async (rig) => {
      rig.unit.set('cutDuring', stage);
      await act(rig);
      await rig.time.until('dark', () => !isOn(rig.unit), 30_000);
    },
    powerOn: (unit) => unit.set('power', true),
    found: ({ device }) => device.powerUp,
    expected,
  };
}

const isOn = (unit: SspEmulator) =>
  unit.describe().switches.some(({ id, value: on }) => id === 'power' && on === true);
const hundred = { currency: 'CNY', value: note.value };
const found = (fate: string, item: object | null = hundred) => ({ kind: 'itemInPath', item, fate });
const insert = async (rig: SspRig) => {
  await open(rig);
  rig.unit.set('insert', note.name);
};
const stack = async (rig: SspRig) => {
  await insert(rig);
  const inEscrow = () => rig.device.status.intermediateStacker === 'notEmpty';
  await rig.time.until('escrow', inEscrow, 10_000);
  await rig.time.answer(rig.device.stack(options));
};

export const conformance: DriverConformance<SspEmulator, SspNoteRecycler> = {
  driver: 'ssp',
  serial: { baudRate: 9_600, parity: 'none', stopBits: 2 },
  makeUnit: (clock) => new SspEmulator({ clock, random: replayableRandom(7), filled }),
  makeDriver: (transport, clock) =>
    new SspNoteRecycler({
      id: 'recycler',
      transport,
      clock,
      random: replayableRandom(1),
      currency: 'CNY',
      fixedKey: 0x0123456701234567n,
      // Small primes: what is tried here is what comes behind the key.
      primeBits: 16,
      pollIntervalMs: 200,
      attempts: 4,
    }),
  commands: [
    { name: 'enable', timeoutMs: 30_000, run: ({ device }, given) => device.enable(everything, given) },
    { name: 'disable', timeoutMs: 30_000, prepare: open, run: ({ device }, given) => device.disable(given) },
    {
      name: 'stack',
      timeoutMs: 30_000,
      prepare: noteInEscrow,
      run: ({ device }, given) => device.stack(given),
      moved: (unit) => inCashbox(unit) + inStore(unit),
    },
    {
      name: 'returnEscrow',
      timeoutMs: 30_000,
      prepare: noteInEscrow,
      run: ({ device }, given) => device.returnEscrow(given),
      moved: givenOut,
    },
    {
      name: 'payOut',
      timeoutMs: motionMs,
      prepare: store,
      run: ({ unit, device }, given) => {
        storeMoved.add(unit);
        return device.payOut(2 * note.value, given);
      },
      moved: givenOut,
      // A payout that nobody follows any more ends by itself.
      settleMs: 8_000,
    },
    {
      name: 'floatDown',
      timeoutMs: motionMs,
      prepare: store,
      run: ({ unit, device }, given) => {
        storeMoved.add(unit);
        return device.floatDown(note.value, 0, given);
      },
      moved: inCashbox,
      whole: (unit) => inStore(unit) - 1,
      settleMs: 10_000,
    },
    {
      name: 'emptyToCashbox',
      timeoutMs: motionMs,
      prepare: store,
      run: ({ unit, device }, given) => {
        storeMoved.add(unit);
        return device.emptyToCashbox(given);
      },
      moved: inCashbox,
      whole: inStore,
      settleMs: 10_000,
    },
    {
      name: 'canPayOut',
      timeoutMs: 30_000,
      prepare: store,
      run: ({ device }, given) => device.canPayOut(note.value, given),
    },
    {
      name: 'setRoute',
      timeoutMs: 30_000,
      run: ({ device }, given) => device.setRoute(note.value, 'payout', given),
    },
    { name: 'units', timeoutMs: 30_000, run: ({ device }, given) => device.units(given) },
    { name: 'reset', timeoutMs: 60_000, run: ({ device }, given) => device.reset(given), motion: true },
  ],
  hands(unit) {
    unit.set('power', true);
    unit.set('clearJam', true);
    unit.set('takeNote', true);
  },
  async recover({ device, time }) {
    await time.until('ready', () => device.status.device !== 'starting', 30_000);
    if (device.status.device !== 'online') await time.answer(device.reset({ timeoutMs: 60_000 }));
    await time.pause(2_000);
  },
  watch(device, told) {
    let looked = device.powerUp;
    let isNew = true;
    device.onEvent((event) => {
      if (event.type === 'stacked') told.push(`credit ${event.item.value}`);
    });
    device.onStatusChanged(({ device: state }) => {
      if (state === 'offline' || device.powerUp === looked) return;
      looked = device.powerUp;
      for (const one of looked) {
        if (one.kind !== 'itemInPath' || one.fate === 'returned' || one.fate === 'held') continue;
        if (one.fate === 'unknown' || one.item === null) told.push('unsure');
        // A new process cannot know whether the one before had told of it.
        else told.push(`${isNew ? 'found' : 'credit'} ${one.item.value}`);
      }
      isNew = false;
    });
  },
  invariant(unit, told) {
    if (storeMoved.has(unit)) return null;
    const { cashbox, payout } = unit.inventory();
    const held = value(cashbox) + value(payout) - filled.length * note.value;
    return creditFault(held, told);
  },
  // The note is the unit's own from its credit on, and lies in its path until there is power again.
  late: ['cutDuring=credited'],
  excess: { 'insert=100 CNY': 1 },
  statuses: [
    { set: [['silent', true]], becomes: { device: 'offline', reasons: ['noAnswer'], accepting: false } },
    { set: [['babble', true]], becomes: { device: 'offline', reasons: ['noAnswer'], accepting: false } },
    { set: [['power', false]], becomes: { device: 'offline', reasons: ['noAnswer'], accepting: false } },
    { set: [['cashbox', 'out']], becomes: { device: 'userError', reasons: ['cashboxRemoved'] } },
    { set: [['notePathOpen', true]], becomes: { device: 'userError', reasons: ['notePathOpen'] } },
    { set: [['stackerFull', true]], becomes: { device: 'online', reasons: ['cashboxFull'] } },
    { set: [], command: 'enable', becomes: { device: 'online', reasons: [], accepting: true } },
    { set: [], command: 'disable', becomes: { device: 'online', reasons: [], accepting: false } },
    { set: [['jamNext', 'unsafe']], command: 'stack', becomes: { device: 'hardwareError' } },
  ],
  powerUps: [
    {
      name: 'nothing in the path',
      arrange: async ({ unit }) => unit.set('power', false),
      powerOn: (unit) => unit.set('power', true),
      found: ({ device }) => device.powerUp,
      expected: [{ kind: 'clear' }],
    },
    // Before it was recognised.
    cutDuring('reading', insert, [found('returned', null)]),
    cutDuring('escrow', insert, [found('returned')]),
    cutDuring('stacking', stack, [found('stacked')]),
    // A new process does not know that the one before had told of it.
    cutDuring('credited', stack, [found('stacked')]),
    cutDuring(
      'rejecting',
      async (rig) => {
        await noteInEscrow(rig);
        await rig.time.answer(rig.device.returnEscrow(options));
      },
      [found('returned')],
    ),
    cutDuring('payout', ({ device, time }) => time.answer(device.payOut(20_000, { timeoutMs: motionMs })), [
      found('stacked'),
      { kind: 'payoutIncomplete', dispensed: [], dispensedValue: 0, requestedValue: 20_000 },
    ]),
    cutDuring(
      'float',
      ({ device, time }) => time.answer(device.floatDown(10_000, 0, { timeoutMs: motionMs })),
      [found('stacked'), { kind: 'floatIncomplete', movedValue: 0, requestedValue: 10_000 }],
    ),
    cutDuring('empty', ({ device, time }) => time.answer(device.emptyToCashbox({ timeoutMs: motionMs })), [
      found('stacked'),
    ]),
  ],
};
