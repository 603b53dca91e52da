import type { BenchUnit } from './unit.ts';

/**
 * What a unit does whose supply hangs on the I/O board: without power it is silent, and with power it starts anew, so
 * that one that hung is well again.
 *
 * @param deviceId as in terminal.yaml: `identityCardReader` hangs on the bench as `identity-card-reader`
 */
export function supply(units: readonly BenchUnit[], deviceId: string, on: boolean): void {
  const id = deviceId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const emulator = units.find((unit) => unit.id === id)?.emulator;
  const switches = emulator?.describe().switches.map((one) => one.id) ?? [];
  if (switches.includes('power')) emulator?.set('power', on);
  else {
    if (switches.includes('silent')) emulator?.set('silent', !on);
    if (on && switches.includes('powerCycle')) emulator?.set('powerCycle', true);
  }
}
