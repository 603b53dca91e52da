import type { UnitMemory } from '../../devices/drivers/ssp/emulator-machine.ts';

/** What moved, or was under way, in the moment of a kill. */
export const motions = [
  'start',
  'accept',
  'recycler payout',
  'note dispense',
  'coin payout',
  'booking',
  'report',
  'report sent',
  'report taken',
  'report kept',
  'report answered',
  'issue',
  'print sent',
  'print',
  'after print',
  'print again',
  'between payouts',
  'waiting for notes',
  'rest',
] as const;
export type Motion = (typeof motions)[number];

export type Phase = 'taking' | 'deciding' | 'booking' | 'payingOut';

/** What is seen from outside: of the terminal as it told last, of the units as their files have it. */
export interface Sight {
  /** Null where it is not up yet. */
  readonly terminal: { readonly phase: Phase | null } | null;
  /** A report is on the line to the centre. */
  readonly reporting: boolean;
  readonly recycler: Pick<UnitMemory, 'way'> | undefined;
  readonly dispenser: { readonly paying: boolean } | undefined;
  readonly hopper: { readonly paying: boolean } | undefined;
}

/** Money on its way comes before what the terminal does meanwhile. A report that was aimed at is told by its moment. */
export function inMotion({ terminal, reporting, recycler, dispenser, hopper }: Sight): Motion {
  const stage = recycler?.way?.stage;
  if (hopper?.paying) return 'coin payout';
  if (dispenser?.paying) return 'note dispense';
  if (stage === 'fromStore') return 'recycler payout';
  if (stage !== undefined) return 'accept';
  if (terminal === null) return 'start';
  if (terminal.phase === 'booking') return 'booking';
  if (reporting) return 'report';
  if (terminal.phase === 'payingOut') return 'between payouts';
  return terminal.phase === null ? 'rest' : 'waiting for notes';
}
