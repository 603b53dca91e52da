import type { EmulatorSwitch, SwitchValue } from '../../emulation/emulator.ts';

export const howOften = ['off', 'once', 'always'] as const;
export type HowOften = (typeof howOften)[number];

/** Throws on a switch that is not there or a value that it cannot take. */
export function checkedSwitch(
  all: readonly EmulatorSwitch[],
  switchId: string,
  value: SwitchValue,
): EmulatorSwitch {
  const known = all.find(({ id }) => id === switchId);
  if (known === undefined) {
    throw new Error(`no switch ${switchId}; there are ${all.map(({ id }) => id).join(', ')}`);
  }
  if (known.kind === 'choice') {
    if (typeof value === 'string' && known.options?.includes(value)) return known;
    throw new Error(`${switchId} takes one of ${known.options?.join(', ')}`);
  }
  if (typeof value !== 'boolean') throw new Error(`${switchId} takes true or false`);
  return known;
}
