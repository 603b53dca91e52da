import type { EmulatorSwitch, SwitchValue } from '../../emulation/emulator.ts';

const howOften = ['off', 'once', 'always'] as const;

/** What can be done to the emulated recycler. One-shot faults fall back by themselves when they have struck. */
export interface SwitchValues {
  insert: string;
  takeNote: boolean;
  autoTake: boolean;
  cashbox: 'in' | 'out';
  jamNext: 'off' | 'safe' | 'unsafe';
  clearJam: boolean;
  storeRefusesNext: boolean;
  payoutFault: 'off' | 'notRecognised' | 'jam';
  payoutOutOfService: boolean;
  stackerFull: boolean;
  notePathOpen: boolean;
  fraud: boolean;
  power: boolean;
  cutDuring:
    | 'off'
    | 'reading'
    | 'escrow'
    | 'stacking'
    | 'credited'
    | 'rejecting'
    | 'payout'
    | 'float'
    | 'empty';
  storeNoteAtPowerUp: 'store' | 'stacker' | 'dispensed';
  swapUnit: boolean;
  wrongCheck: (typeof howOften)[number];
  lostByte: (typeof howOften)[number];
  loseReply: (typeof howOften)[number];
  loseReplyTo: string;
  resetDuringReply: boolean;
  garbageBefore: boolean;
  silent: boolean;
  babble: boolean;
  slow: 'off' | 'sluggish' | 'late';
}

export const nothing = 'nothing';
/** Papers that the validator gives back. */
export const badPapers = ['forgery', 'two at once', 'pulled on a string'] as const;

export const initialValues: SwitchValues = {
  insert: nothing,
  takeNote: false,
  autoTake: true,
  cashbox: 'in',
  jamNext: 'off',
  clearJam: false,
  storeRefusesNext: false,
  payoutFault: 'off',
  payoutOutOfService: false,
  stackerFull: false,
  notePathOpen: false,
  fraud: false,
  power: true,
  cutDuring: 'off',
  storeNoteAtPowerUp: 'stacker',
  swapUnit: false,
  wrongCheck: 'off',
  lostByte: 'off',
  loseReply: 'off',
  loseReplyTo: 'any',
  resetDuringReply: false,
  garbageBefore: false,
  silent: false,
  babble: false,
  slow: 'off',
};

type Definition = Pick<EmulatorSwitch, 'label' | 'kind' | 'options'>;
const choice = (label: string, options: readonly string[]): Definition => ({
  label,
  kind: 'choice',
  options,
});
const toggle = (label: string): Definition => ({ label, kind: 'toggle' });
const action = (label: string): Definition => ({ label, kind: 'action' });

/** @param notes that can be pushed in, by name */
export function definitions(notes: readonly string[]): Record<keyof SwitchValues, Definition> {
  return {
    insert: choice('Push a note in', [nothing, ...notes, ...badPapers]),
    takeNote: action('Take the note from the bezel'),
    autoTake: toggle('A customer takes every note'),
    cashbox: choice('Cashbox', ['in', 'out']),
    jamNext: choice('The next note jams', ['off', 'safe', 'unsafe']),
    clearJam: action('Clear the jam by hand'),
    storeRefusesNext: toggle('The store refuses the next note'),
    payoutFault: choice('The next payout fails', ['off', 'notRecognised', 'jam']),
    payoutOutOfService: toggle('Payout store out of service'),
    stackerFull: toggle('Cashbox full'),
    notePathOpen: toggle('Note path open'),
    fraud: action('Tamper with it'),
    power: toggle('Power'),
    cutDuring: choice('Cut the power during', [
      'off',
      'reading',
      'escrow',
      'stacking',
      'credited',
      'rejecting',
      'payout',
      'float',
      'empty',
    ]),
    storeNoteAtPowerUp: choice('A note from the store found at power-up goes', [
      'store',
      'stacker',
      'dispensed',
    ]),
    swapUnit: action('Put another unit in its place'),
    wrongCheck: choice('Wrong CRC in a reply', howOften),
    lostByte: choice('Lose a byte of a reply', howOften),
    loseReply: choice('Lose a whole reply', howOften),
    loseReplyTo: choice('... to this command', [
      'any',
      'pollWithAck',
      'eventAck',
      'hold',
      'enable',
      'reject',
      'payoutAmount',
      'smartEmpty',
    ]),
    resetDuringReply: toggle('Lose power in the middle of the next reply'),
    garbageBefore: toggle('Garbage before every reply'),
    silent: toggle('Silent'),
    babble: toggle('Babbles without end'),
    slow: choice('Slow answers', ['off', 'sluggish', 'late']),
  };
}

/** Throws on a switch that is not there or a value that it cannot take. */
export function checkSwitch(
  all: Record<string, Definition>,
  switchId: string,
  value: SwitchValue,
): asserts switchId is keyof SwitchValues {
  const definition = all[switchId];
  if (definition === undefined) {
    throw new Error(`no switch ${switchId}; there are ${Object.keys(all).join(', ')}`);
  }
  if (definition.kind === 'choice') {
    if (typeof value === 'string' && definition.options?.includes(value)) return;
    throw new Error(`${switchId} takes one of ${definition.options?.join(', ')}`);
  }
  if (typeof value !== 'boolean') throw new Error(`${switchId} takes true or false`);
}
