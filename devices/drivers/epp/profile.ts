import type { PinBlockFormat } from '../../contract/pin-pad.ts';

export type Algorithm = 'tripleDes' | 'aes' | 'sm4';

export const algorithmOf: Readonly<Record<PinBlockFormat, Algorithm>> = {
  iso0: 'tripleDes',
  iso3: 'tripleDes',
  iso4: 'aes',
  sm4: 'sm4',
};

export const blockBytes: Readonly<Record<Algorithm, number>> = { tripleDes: 8, aes: 16, sm4: 16 };

export interface KeySlot {
  /** Number of the master key under which it was loaded, 0 to 15. */
  readonly master: number;
  /** Number of the working key, 0 to 63. */
  readonly work: number;
  readonly algorithm: Algorithm;
}

/** What differs by model. */
export interface EppProfile {
  readonly keys: Readonly<Record<string, KeySlot>>;
  /** Of command 46. Only triple DES (30) is in the published documents; the others stand in a unit's own. */
  readonly algorithms: Readonly<Partial<Record<Algorithm, number>>>;
  /** Of command 35, third byte. Only format 0 (01) is in the published documents. */
  readonly modes: Readonly<Partial<Record<PinBlockFormat, number>>>;
  /** What CLEAR takes away: documents say both. */
  readonly clearKey: 'all' | 'last';
}

/** What the emulated pad is, and the shipped profile with it. */
export const specimenEpp: EppProfile = {
  keys: {
    pin: { master: 0, work: 0, algorithm: 'tripleDes' },
    pinAes: { master: 0, work: 1, algorithm: 'aes' },
    pinSm4: { master: 0, work: 2, algorithm: 'sm4' },
  },
  algorithms: { tripleDes: 0x30, aes: 0x40, sm4: 0x50 },
  modes: { iso0: 0x01, iso3: 0x03, iso4: 0x04, sm4: 0x01 },
  clearKey: 'all',
};
