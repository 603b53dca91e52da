import type { SwitchDefinition } from '../../emulation/switches.ts';
import type { AnswerStyle } from './chip.ts';
import type { SpecimenChipCard } from './specimens.ts';

export const noCard = 'none';

/** When a card is torn out: before the command with this instruction is executed, or after it, unanswered. */
export const tears = {
  select: { ins: 0xa4, after: false },
  read: { ins: 0xb2, after: false },
  verify: { ins: 0x20, after: false },
  verifyUnanswered: { ins: 0x20, after: true },
  change: { ins: 0x5e, after: false },
  changeUnanswered: { ins: 0x5e, after: true },
} as const;

const howOften = ['off', 'once', 'always'] as const;

/** What can be done to the emulated reader. One-shot faults fall back by themselves when they have struck. */
export interface SwitchValues {
  chipCard: string;
  answers: AnswerStyle;
  tear: 'off' | keyof typeof tears;
  garbled: (typeof howOften)[number];
  resetOnce: boolean;
  mute: boolean;
  silent: boolean;
  slow: 'off' | 'sluggish' | 'late';
  newCards: boolean;
}

export const initialValues: SwitchValues = {
  chipCard: noCard,
  answers: 'direct',
  tear: 'off',
  garbled: 'off',
  resetOnce: false,
  mute: false,
  silent: false,
  slow: 'off',
  newCards: false,
};

export function switchDefinitions(
  cards: readonly SpecimenChipCard[],
): Record<keyof SwitchValues, SwitchDefinition> {
  return {
    chipCard: {
      label: 'Card in the slot',
      kind: 'choice',
      options: [noCard, ...cards.map(({ key }) => key)],
    },
    answers: {
      label: 'How the card hands out data',
      kind: 'choice',
      options: ['direct', 'getResponse', 'wrongLe'],
    },
    tear: { label: 'Tear the card out during', kind: 'choice', options: ['off', ...Object.keys(tears)] },
    garbled: { label: 'Spoil answers of the card', kind: 'choice', options: howOften },
    resetOnce: { label: 'The chip resets during the next read', kind: 'toggle' },
    mute: { label: 'Mute card: no ATR', kind: 'toggle' },
    silent: { label: 'Silent', kind: 'toggle' },
    slow: { label: 'Slow answers', kind: 'choice', options: ['off', 'sluggish', 'late'] },
    newCards: { label: 'New cards: all PINs 888888, all tries', kind: 'action' },
  };
}
