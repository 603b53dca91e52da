import type { UnitLine } from '../transport/transport.ts';

/**
 * A unit made of software that speaks the real bytes, with its power-up state, its timing and its faults as
 * named switches. Tests set the switches in code; the device bench draws them for a person.
 */
export interface Emulator {
  /** For the bench: `SDT identity card reader`. */
  readonly title: string;
  /** Connects a line; the unit may have one at a time. Returns the function that takes it off. */
  attach(line: UnitLine): () => void;
  /** What the unit holds and how its switches stand. */
  describe(): EmulatorState;
  /** Moves a switch. Throws on an unknown switch or a value it cannot take. */
  set(switchId: string, value: SwitchValue): void;
  onChanged(listener: () => void): () => void;
}

export type SwitchValue = string | boolean;

export interface EmulatorSwitch {
  readonly id: string;
  readonly label: string;
  /** `action` is pressed (set to true), `toggle` is boolean, `choice` is one of `options`. */
  readonly kind: 'action' | 'toggle' | 'choice';
  readonly options?: readonly string[];
  readonly value: SwitchValue;
}

export interface EmulatorState {
  /** Lines for a person: `card on the glass: 张小三 (specimen)`. */
  readonly holds: readonly string[];
  readonly switches: readonly EmulatorSwitch[];
}
