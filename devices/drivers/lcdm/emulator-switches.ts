import type { SwitchDefinition } from '../../emulation/switches.ts';

const howOften = ['off', 'once', 'always'] as const;
type HowOften = (typeof howOften)[number];

/** Strikes in the middle of the next dispense, once. */
export const dispenseFaults = [
  'off',
  'doublePick',
  'skew',
  'pickupError',
  'jamAtCheck',
  'jamAtDiverter',
  'jamAtExit',
  'miscount',
  'overReject',
  'reset',
  'powerCut',
] as const;

/** What can be done to the emulated dispenser. */
export interface SwitchValues {
  takeNotes: boolean;
  fillCassette: boolean;
  emptyRejectTray: boolean;
  clearPathByHand: boolean;
  pullJammedNote: boolean;
  cassetteOut: boolean;
  rejectTrayOut: boolean;
  dispenseFault: (typeof dispenseFaults)[number];
  purgeFails: boolean;
  refuse: HowOften;
  lostAck: HowOften;
  wrongCheck: HowOften;
  lostByte: HowOften;
  lostReply: HowOften;
  garbageBefore: boolean;
  silent: boolean;
  babble: boolean;
  slow: 'off' | 'sluggish' | 'late';
  powerCycle: boolean;
}

export const initialValues: SwitchValues = {
  takeNotes: false,
  fillCassette: false,
  emptyRejectTray: false,
  clearPathByHand: false,
  pullJammedNote: false,
  cassetteOut: false,
  rejectTrayOut: false,
  dispenseFault: 'off',
  purgeFails: false,
  refuse: 'off',
  lostAck: 'off',
  wrongCheck: 'off',
  lostByte: 'off',
  lostReply: 'off',
  garbageBefore: false,
  silent: false,
  babble: false,
  slow: 'off',
  powerCycle: false,
};

export const definitions: Record<keyof SwitchValues, SwitchDefinition> = {
  takeNotes: { label: 'Take the notes', kind: 'action' },
  fillCassette: { label: 'Put 100 notes into the cassette', kind: 'action' },
  emptyRejectTray: { label: 'Empty the reject tray', kind: 'action' },
  clearPathByHand: { label: 'Clear the path by hand', kind: 'action' },
  pullJammedNote: { label: 'Pull a note that hangs in the exit', kind: 'action' },
  cassetteOut: { label: 'Cassette taken out', kind: 'toggle' },
  rejectTrayOut: { label: 'Reject tray taken out', kind: 'toggle' },
  dispenseFault: { label: 'In the next dispense', kind: 'choice', options: dispenseFaults },
  purgeFails: { label: 'A purge does not get the notes out', kind: 'toggle' },
  refuse: { label: 'Answer a command with NCK', kind: 'choice', options: howOften },
  lostAck: { label: 'Lose the ACK to a command', kind: 'choice', options: howOften },
  wrongCheck: { label: 'Wrong BCC in a reply', kind: 'choice', options: howOften },
  lostByte: { label: 'Lose a byte of a reply', kind: 'choice', options: howOften },
  lostReply: { label: 'Do it and never reply', kind: 'choice', options: howOften },
  garbageBefore: { label: 'Garbage before every reply', kind: 'toggle' },
  silent: { label: 'Silent', kind: 'toggle' },
  babble: { label: 'Babbles without end', kind: 'toggle' },
  slow: { label: 'Slow answers', kind: 'choice', options: ['off', 'sluggish', 'late'] },
  powerCycle: { label: 'Switch off and on', kind: 'action' },
};
