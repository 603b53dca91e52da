import { expect, it } from 'vitest';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { EppEmulator } from '../drivers/epp/emulator.ts';
import { specimenEpp } from '../drivers/epp/profile.ts';
import { LcdmEmulator } from '../drivers/lcdm/emulator.ts';
import { supply } from './supply.ts';
import type { BenchUnit } from './unit.ts';

const clock = new VirtualClock();
const unit = (id: string, emulator: BenchUnit['emulator']): BenchUnit => ({
  id,
  class: 'auxiliaries',
  emulator,
  line: null,
  artifacts: {},
});
const dispenser = new LcdmEmulator({ clock });
const pinPad = new EppEmulator({ clock, profile: specimenEpp });
const units = [unit('cash-dispenser', dispenser), unit('pin-pad', pinPad)];
const value = (emulator: BenchUnit['emulator'], id: string) =>
  emulator.describe().switches.find((one) => one.id === id)?.value;

it('a unit with a power switch loses its power and has it again', () => {
  supply(units, 'pinPad', false);
  expect(value(pinPad, 'power')).toBe(false);
  expect(value(dispenser, 'silent')).toBe(false);
  supply(units, 'pinPad', true);
  expect(value(pinPad, 'power')).toBe(true);
});

it('one without is silent meanwhile, and a unit that hung is well afterwards', () => {
  dispenser.set('silent', true);
  supply(units, 'cashDispenser', false);
  expect(value(dispenser, 'silent')).toBe(true);
  supply(units, 'cashDispenser', true);
  expect(value(dispenser, 'silent')).toBe(false);
});

it('a device that is not on the bench is nobody', () => {
  expect(() => supply(units, 'documentPrinter', false)).not.toThrow();
});
