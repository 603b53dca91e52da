import { expect, it } from 'vitest';
import { shortfall } from './errors.ts';
import { errorOf, hundredYuan, lcdmBench, notes } from './test-bench.ts';

it('a note that left without being seen at the exit is never counted as not paid', async () => {
  const { dispense, unit, expectNotesKept } = await lcdmBench();
  unit.set('dispenseFault', 'miscount');
  expect(errorOf(await dispense(10))).toMatchObject({
    errorCode: 'cashUnitError',
    description: '3D countingErrorEjectToExit; asked 10, CHK 6, EXIT 5, rejects 0',
    outcome: 'indeterminate',
    moved: notes(5),
  });
  expect(unit.notes.exit).toBe(6);
  expectNotesKept();
});

const good = { command: 'dispense', check: 10, exit: 10, error: 0x30, nearEnd: false, rejects: 0 } as const;

it.each([
  ['all as asked', {}, null],
  ['all as asked, and a normal stop', { error: 0x31 }, null],
  ['all as asked, rejects besides', { rejects: 3 }, null],
  ['all left, and then the cassette was empty', { error: 0x38 }, null],
  ['one less left, none inside', { check: 9, exit: 9, error: 0x38 }, 'notDone'],
  ['one less left, one inside', { exit: 9, error: 0x36 }, 'indeterminate'],
  ['all left, one more inside', { check: 11 }, 'indeterminate'],
  ['more left than was seen to come', { check: 9 }, 'indeterminate'],
  ['more left than was asked for', { check: 11, exit: 11 }, 'indeterminate'],
  ['less left, and it says that all is well', { check: 8, exit: 8 }, 'notDone'],
  ['all left, and it says that it lost count', { error: 0x3c }, 'indeterminate'],
  ['all left, with an error that no document has', { error: 0x7e }, 'indeterminate'],
] as const)('%s', (_, reply, outcome) => {
  expect(shortfall(10, hundredYuan, { ...good, ...reply }, false)?.outcome ?? null).toBe(outcome);
});

it('rejects that CHK is said to count are taken off, and only then', () => {
  const reply = { ...good, check: 12, rejects: 2 };
  expect(shortfall(10, hundredYuan, reply, true)).toBeNull();
  expect(shortfall(10, hundredYuan, reply, false)?.outcome).toBe('indeterminate');
});
