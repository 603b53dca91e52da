import type { EmulatorSwitch, SwitchValue } from './emulator.ts';

/** What a switch is, apart from how it stands. */
export type SwitchDefinition = Pick<EmulatorSwitch, 'label' | 'kind' | 'options'>;

/** Throws on a switch that is not there or a value that it cannot take. */
export function checkSwitch<Values>(
  definitions: Record<keyof Values & string, SwitchDefinition>,
  switchId: string,
  value: SwitchValue,
): asserts switchId is keyof Values & string {
  const known: Readonly<Record<string, SwitchDefinition>> = definitions;
  const definition = known[switchId];
  if (definition === undefined) {
    throw new Error(`no switch ${switchId}; there are ${Object.keys(known).join(', ')}`);
  }
  if (definition.kind === 'choice') {
    if (typeof value === 'string' && definition.options?.includes(value)) return;
    throw new Error(`${switchId} takes one of ${definition.options?.join(', ')}`);
  }
  if (typeof value !== 'boolean') throw new Error(`${switchId} takes true or false`);
}

/** For `Emulator.describe`; an action stands at false. */
export function switchStates(
  definitions: Readonly<Record<string, SwitchDefinition>>,
  values: Readonly<Record<string, SwitchValue>>,
): EmulatorSwitch[] {
  return Object.entries(definitions).map(([id, definition]) => ({
    id,
    ...definition,
    value: values[id] ?? false,
  }));
}
