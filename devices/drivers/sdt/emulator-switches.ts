import type { EmulatorSwitch, SwitchValue } from '../../emulation/emulator.ts';
import type { SpecimenCard } from './cards.ts';

export const noCard = 'none';
/** A type-B card that is no identity card: it is found, and then refuses to be selected. */
export const wrongCard = 'not-an-identity-card';

const howOften = ['off', 'once', 'always'] as const;

/** What can be done to the emulated reader. One-shot faults fall back by themselves when they have struck. */
export interface SwitchValues {
  card: string;
  liftDuringRead: boolean;
  wrongCheck: (typeof howOften)[number];
  lostByte: (typeof howOften)[number];
  resetDuringReply: boolean;
  garbageBefore: boolean;
  silent: boolean;
  babble: boolean;
  slow: 'off' | 'sluggish' | 'late';
  statusWord: string;
  powerCycle: boolean;
}

export const initialValues: SwitchValues = {
  card: noCard,
  liftDuringRead: false,
  wrongCheck: 'off',
  lostByte: 'off',
  resetDuringReply: false,
  garbageBefore: false,
  silent: false,
  babble: false,
  slow: 'off',
  statusWord: 'off',
  powerCycle: false,
};

/** Status words that the unit can be told to answer, each in place of success of the command it belongs to. */
const forcedStatusWords = [
  '10',
  '11',
  '21',
  '24',
  '31',
  '32',
  '33',
  '40',
  '41',
  '47',
  '60',
  '66',
  '80',
  '81',
];

type Definition = Pick<EmulatorSwitch, 'label' | 'kind' | 'options'>;

export function definitions(cards: readonly SpecimenCard[]): Record<keyof SwitchValues, Definition> {
  return {
    card: {
      label: 'Card on the glass',
      kind: 'choice',
      options: [noCard, ...cards.map((card) => card.key), wrongCard],
    },
    liftDuringRead: { label: 'Lift the card during the next read', kind: 'toggle' },
    wrongCheck: { label: 'Wrong check byte in a read', kind: 'choice', options: howOften },
    lostByte: { label: 'Lose a byte of a read', kind: 'choice', options: howOften },
    resetDuringReply: { label: 'Lose power in the middle of the next read', kind: 'toggle' },
    garbageBefore: { label: 'Garbage before every reply', kind: 'toggle' },
    silent: { label: 'Silent', kind: 'toggle' },
    babble: { label: 'Babbles without end', kind: 'toggle' },
    slow: { label: 'Slow answers', kind: 'choice', options: ['off', 'sluggish', 'late'] },
    statusWord: { label: 'Answer with status word', kind: 'choice', options: ['off', ...forcedStatusWords] },
    powerCycle: { label: 'Switch off and on', kind: 'action' },
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
