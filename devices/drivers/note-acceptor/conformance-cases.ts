import type { CommandCase, PowerUpCase, Rig, StatusCase, Unit } from '../../conformance/kit.ts';
import { fail } from '../../conformance/report.ts';
import type { NoteAcceptor } from './driver.ts';
import type { PlacedItem } from './note-path.ts';

/** What note acceptors that are polled have in common for the conformance suite. */
export type NoteUnit = Unit & { readonly items: readonly PlacedItem[] };
type NoteRig = Rig<NoteUnit, NoteAcceptor>;

const options = { timeoutMs: 10_000 };
const resetMs = 60_000;
const everything = [100, 500, 1_000, 2_000, 5_000, 10_000];
const countAt = (place: PlacedItem['place']) => (unit: NoteUnit) =>
  unit.items.filter((item) => item.place === place).length;

async function open({ device, time }: NoteRig): Promise<void> {
  const opened = await time.answer(device.enable(everything, options));
  if (!opened.ok) fail(`enable: ${opened.error.description}`);
}

async function noteInEscrow(rig: NoteRig): Promise<void> {
  const { unit, device, time } = rig;
  if (device.status.intermediateStacker === 'notEmpty') return;
  await open(rig);
  // The unit may still be busy with the one before.
  await time.pause(1_500);
  unit.set('insert', '100');
  await time.until('a note in escrow', () => device.status.intermediateStacker === 'notEmpty', 10_000);
}

export const noteCommands: readonly CommandCase<NoteUnit, NoteAcceptor>[] = [
  { name: 'enable', timeoutMs: 10_000, run: ({ device }, given) => device.enable(everything, given) },
  { name: 'disable', timeoutMs: 10_000, prepare: open, run: ({ device }, given) => device.disable(given) },
  {
    name: 'stack',
    timeoutMs: 10_000,
    prepare: noteInEscrow,
    run: ({ device }, given) => device.stack(given),
    moved: countAt('cashbox'),
  },
  {
    name: 'returnEscrow',
    timeoutMs: 10_000,
    prepare: noteInEscrow,
    run: ({ device }, given) => device.returnEscrow(given),
    moved: countAt('customer'),
    // Left alone, the unit gives a note back after ten seconds.
    settleMs: 3_000,
  },
  { name: 'reset', timeoutMs: resetMs, run: ({ device }, given) => device.reset(given), motion: true },
  // The cashbox counts nothing: what is known of it is in the last report.
  { name: 'units', timeoutMs: 10_000, run: ({ device }, given) => device.units(given), local: true },
];

export function handsAtNotes(unit: NoteUnit): void {
  unit.set('takeBack', true);
  unit.set('power', true);
}

export async function recoverNotes({ device, time }: NoteRig): Promise<void> {
  if (device.status.device !== 'online') await time.answer(device.reset({ timeoutMs: resetMs }));
}

/** Writes down every credit, wherever it is told: as an event, or as what was found when the unit came up again. */
export function watchCredits(device: NoteAcceptor, told: string[]): void {
  let looked = device.powerUp;
  let isNew = true;
  device.onEvent((event) => {
    if (event.type === 'stacked') told.push(`credit ${event.item.value}`);
  });
  device.onStatusChanged(() => {
    if (device.powerUp === looked) return;
    looked = device.powerUp;
    for (const found of looked) {
      if (found.kind !== 'itemInPath' || found.fate === 'returned' || found.fate === 'held') continue;
      if (found.fate !== 'stacked' || found.item === null) told.push('unsure');
      // A new process cannot know whether the one before had told of it.
      else told.push(`${isNew ? 'found' : 'credit'} ${found.item.value}`);
    }
    isNew = false;
  });
}

/**
 * @param held fen that the unit has taken, by what lies in it
 * @returns what is wrong with the credits that were told: each once, none for a note that was not taken, none forgotten
 */
export function creditFault(held: number, told: readonly string[]): string | null {
  const sum = (kind: 'credit' | 'found') =>
    told
      .filter((line) => line.startsWith(`${kind} `))
      .reduce((all, line) => all + Number(line.split(' ')[1]), 0);
  const credited = sum('credit');
  const isEnough = credited + sum('found') >= held || told.includes('unsure');
  return credited <= held && isEnough ? null : `${held} fen taken, and told: ${told.join(', ') || 'nothing'}`;
}

export function creditsAreTrue(unit: NoteUnit, told: readonly string[]): string | null {
  const held = unit.items
    .filter(({ place }) => place === 'cashbox')
    .reduce((sum, { specimen }) => sum + (specimen.item?.value ?? 0), 0);
  return creditFault(held, told);
}

const offline = {
  device: 'offline',
  reasons: ['noAnswer'],
  intermediateStacker: 'unknown',
  accepting: false,
};
export const noteStatuses: readonly StatusCase[] = [
  { set: [['silent', true]], becomes: offline },
  { set: [['babble', true]], becomes: offline },
  { set: [['power', false]], becomes: offline },
  { set: [['cashboxOut', true]], becomes: { device: 'userError', reasons: ['cashboxRemoved'] } },
  { set: [['full', true]], becomes: { device: 'online', reasons: ['cashboxFull'], accepting: false } },
  { set: [['failure', true]], becomes: { device: 'hardwareError', transport: 'inoperative' } },
  { set: [['jamIn', 'stack']], command: 'stack', becomes: { device: 'hardwareError' } },
  { set: [['jamIn', 'giveBack']], command: 'returnEscrow', becomes: { device: 'hardwareError' } },
  { set: [], command: 'enable', becomes: { device: 'online', reasons: [], accepting: true } },
  { set: [], command: 'disable', becomes: { device: 'online', accepting: false } },
  { set: [], command: 'stack', becomes: { device: 'online', intermediateStacker: 'empty' } },
];

const found = ({ device }: NoteRig) => device.powerUp;
const powerOn = (unit: NoteUnit) => unit.set('power', true);
/** A new process does not know which note it is: the unit says only that there is one. */
const somethingIs = (fate: string) => [{ kind: 'itemInPath', item: null, fate }];

export const notePowerUps: readonly PowerUpCase<NoteUnit, NoteAcceptor>[] = [
  {
    name: 'nothing in the path',
    arrange: async ({ unit }) => unit.set('power', false),
    powerOn,
    found,
    expected: [{ kind: 'clear' }],
  },
  {
    name: 'a note in escrow',
    arrange: async (rig) => {
      await noteInEscrow(rig);
      rig.unit.set('power', false);
    },
    powerOn,
    found,
    expected: somethingIs('returned'),
  },
  {
    name: 'a note half pulled in',
    arrange: async (rig) => {
      await open(rig);
      rig.unit.set('powerCutIn', 'accept');
      rig.unit.set('insert', '100');
      await rig.time.pause(3_000);
    },
    powerOn,
    found,
    expected: somethingIs('returned'),
  },
  {
    name: 'a note half stacked',
    arrange: async (rig) => {
      await noteInEscrow(rig);
      rig.unit.set('powerCutIn', 'stack');
      await rig.time.answer(rig.device.stack(options));
    },
    powerOn,
    found,
    expected: somethingIs('stacked'),
  },
  {
    name: 'a note half given back',
    arrange: async (rig) => {
      await noteInEscrow(rig);
      rig.unit.set('powerCutIn', 'giveBack');
      await rig.time.answer(rig.device.returnEscrow(options));
    },
    powerOn,
    found,
    expected: somethingIs('returned'),
  },
];
