import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { NotePath, type Specimen } from './note-path.ts';
import { checkedSwitch } from './switches.ts';

const specimens: readonly Specimen[] = [
  { key: '10', type: 3, item: { currency: 'CNY', value: 1_000 } },
  { key: '100', type: 6, item: { currency: 'CNY', value: 10_000 } },
  { key: 'counterfeit', type: null, item: null },
];
const timing = {
  initialise: 2_000,
  accept: 1_000,
  stack: 900,
  giveBack: 800,
  escrow: 10_000,
  afterCredit: 300,
};

function path() {
  const clock = new VirtualClock();
  return { clock, path: new NotePath({ clock, specimens, timing, tellsReturned: true, changed: () => {} }) };
}

type Deed = (unit: NotePath) => unknown;
const anyDeed: fc.Arbitrary<[string, Deed]> = fc.constantFrom<[string, Deed]>(
  ['insert 10', (unit) => unit.set('insert', '10')],
  ['insert 100', (unit) => unit.set('insert', '100')],
  ['insert counterfeit', (unit) => unit.set('insert', 'counterfeit')],
  ['take back', (unit) => unit.set('takeBack', true)],
  ['enable', (unit) => unit.enable([3, 6])],
  ['disable', (unit) => unit.enable([])],
  ['stack', (unit) => unit.stack()],
  ['give back', (unit) => unit.giveBack()],
  ['hold', (unit) => unit.hold()],
  ['reset', (unit) => unit.reset()],
  ['heard', (unit) => unit.heard()],
  ['power off', (unit) => unit.set('power', false)],
  ['power on', (unit) => unit.set('power', true)],
  ['jam', (unit) => unit.set('jamIn', 'stack')],
  ['jam in', (unit) => unit.set('jamIn', 'accept')],
  ['cut', (unit) => unit.set('powerCutIn', 'stack')],
  ['cheat', (unit) => unit.set('cheatNext', true)],
  ['cashbox out', (unit) => unit.set('cashboxOut', true)],
  ['cashbox in', (unit) => unit.set('cashboxOut', false)],
);

describe('the mechanics of a unit', () => {
  it('whatever is done to it, no thing is lost or made, only one is in the path, and none leaves the cashbox', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyDeed, fc.integer({ min: 0, max: 3_000 })), { maxLength: 30 }),
        async (deeds) => {
          const { path: unit, clock } = path();
          unit.reset();
          await clock.advance(2_000);
          unit.enable([3, 6]);
          let before = unit.items;
          for (const [[, deed], pause] of deeds) {
            deed(unit);
            await clock.advance(pause);
            const now = unit.items;
            expect(now.length).toBeGreaterThanOrEqual(before.length);
            expect(now.length).toBeLessThanOrEqual(before.length + 1);
            expect(now.map(({ number }) => number)).toEqual(now.map((_, index) => index + 1));
            const inPath = now.filter(({ place }) => place === 'transport' || place === 'escrow');
            expect(inPath.length).toBeLessThanOrEqual(1);
            for (const { number, place } of before) {
              if (place === 'cashbox' || place === 'customer') expect(now[number - 1]?.place).toBe(place);
            }
            before = now;
          }
          for (const { specimen, place } of before) {
            if (specimen.type === null) expect(place).not.toBe('cashbox');
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it('a shut mouth does not pull, and a unit without power neither', async () => {
    const { path: unit, clock } = path();
    unit.reset();
    await clock.advance(2_000);
    unit.set('insert', '100');
    unit.enable([6]);
    unit.powerOff();
    unit.set('insert', '100');
    await clock.advance(5_000);
    expect(unit.items).toEqual([]);
  });

  it('a power cut leaves the note where it was, and the unit says where', async () => {
    const { path: unit, clock } = path();
    unit.reset();
    await clock.advance(2_000);
    unit.enable([6]);
    unit.set('insert', '100');
    await clock.advance(1_000);
    expect(unit.state).toEqual({ name: 'escrow', held: false });
    unit.set('powerCutIn', 'stack');
    unit.stack();
    await clock.advance(60_000);
    expect(unit.state).toEqual({ name: 'off' });
    expect(unit.items[0]?.place).toBe('transport');
    unit.powerOn();
    expect(unit.state).toEqual({ name: 'powerUp', path: 'stacker' });
    unit.reset();
    await clock.advance(3_000);
    expect(unit.items[0]?.place).toBe('cashbox');
    expect(unit.state).toEqual({ name: 'ready' });
  });

  it('shows what it holds and how its switches stand', async () => {
    const { path: unit, clock } = path();
    unit.reset();
    await clock.advance(2_000);
    unit.enable([6]);
    unit.set('insert', '100');
    await clock.advance(1_000);
    expect(unit.describe()).toEqual([
      'escrow',
      'mouth open for types 6',
      'in the path: 100',
      'in the cashbox: nothing',
      'given back: nothing',
    ]);
    const switches = unit.switches();
    expect(switches.find(({ id }) => id === 'insert')?.options).toEqual([
      'nothing',
      '10',
      '100',
      'counterfeit',
    ]);
    expect(() => checkedSwitch(switches, 'nothing', true)).toThrow('no switch nothing');
    expect(() => checkedSwitch(switches, 'insert', '3')).toThrow('takes one of nothing, 10');
    expect(() => checkedSwitch(switches, 'full', 'yes')).toThrow('true or false');
  });
});
