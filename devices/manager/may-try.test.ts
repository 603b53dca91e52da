import { expect, it } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import type { PowerControl } from '../contract/power-control.ts';
import { ccnetBench } from '../drivers/ccnet/test-bench.ts';
import { lcdmBench } from '../drivers/lcdm/test-bench.ts';
import type { AnyDevice } from './create-device.ts';
import { mayTry } from './may-try.ts';
import type { Rung } from './recovery-ladder.ts';

const rungs: readonly Rung[] = ['retry', 'reinitialise', 'reopen', 'powerCycle'];
const board = (...outlets: string[]): PowerControl => ({ outlets, powerCycle: async () => ok() });
const possible = (device: AnyDevice, power?: PowerControl) =>
  rungs.filter((rung) => mayTry(rung, device, power));

it('an acceptor with nothing in escrow may be tried with everything there is', async () => {
  const { acceptor } = await ccnetBench();
  expect(possible(acceptor, board('notes'))).toEqual(rungs);
  expect(possible(acceptor)).toEqual(['retry', 'reinitialise', 'reopen']);
  expect(possible(acceptor, board('another'))).toEqual(['retry', 'reinitialise', 'reopen']);
});

it('an acceptor with a note in escrow is asked and nothing else', async () => {
  const bench = await ccnetBench();
  await bench.insert('100');
  expect(possible(bench.acceptor, board('notes'))).toEqual(['retry']);
});

it('an acceptor that cannot be asked may lose its power, but is not reset', async () => {
  const bench = await ccnetBench();
  bench.line.cut();
  expect(possible(bench.acceptor, board('notes'))).toEqual(['retry', 'reopen', 'powerCycle']);
});

it('a dispenser is never reset by itself', async () => {
  const { dispenser } = await lcdmBench();
  expect(possible(dispenser, board(dispenser.id))).toEqual(['retry', 'reopen', 'powerCycle']);
});
