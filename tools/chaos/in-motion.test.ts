import { describe, expect, it } from 'vitest';
import { inMotion, type Sight } from './in-motion.ts';

const up = { phase: null };
const still: Sight = {
  terminal: up,
  reporting: false,
  recycler: { way: null },
  dispenser: { paying: false },
  hopper: { paying: false },
};
const way = (stage: 'reading' | 'escrow' | 'stacking' | 'rejecting' | 'fromStore') => ({
  way: { stage, target: 'payout' as const },
});

describe('what a kill hits', () => {
  it.each<[string, Partial<Sight>]>([
    ['rest', {}],
    ['start', { terminal: null }],
    ['waiting for notes', { terminal: { phase: 'taking' } }],
    ['booking', { terminal: { phase: 'booking' } }],
    ['between payouts', { terminal: { phase: 'payingOut' } }],
    ['report', { reporting: true }],
    ['accept', { recycler: way('reading') }],
    ['accept', { recycler: way('escrow') }],
    ['accept', { recycler: way('stacking') }],
    ['accept', { recycler: way('rejecting') }],
    ['recycler payout', { recycler: way('fromStore') }],
    ['note dispense', { dispenser: { paying: true } }],
    ['coin payout', { hopper: { paying: true } }],
  ])('%s', (motion, seen) => {
    expect(inMotion({ ...still, ...seen })).toBe(motion);
  });

  it('money that moves comes before what the terminal does, a terminal that is starting too', () => {
    const reporting = { terminal: { phase: 'payingOut' }, reporting: true } as const;
    expect(inMotion({ ...still, ...reporting, hopper: { paying: true } })).toBe('coin payout');
    expect(inMotion({ ...still, terminal: null, dispenser: { paying: true } })).toBe('note dispense');
    expect(inMotion({ ...still, ...reporting })).toBe('report');
  });

  it('units that never came up move nothing', () => {
    expect(inMotion({ ...still, recycler: undefined, dispenser: undefined, hopper: undefined })).toBe('rest');
  });
});
