import type { Counts } from './share.ts';

/**
 * Within which the shares of a sample must be. About 70 % of the drivers' permits of Shenzhen pass by themselves (the
 * reference, section 6): so many approved, with or without a promise. More would not be believable, and less no use.
 */
const bands = {
  approvedPercent: [65, 75],
  /** Refusals on objective facts are decided with no clerk as well. */
  automaticPercent: [72, 85],
} as const;

/** A smaller sample says nothing of shares. */
const leastApplications = 1_000;

export interface Shares {
  readonly approvedPercent: number;
  readonly automaticPercent: number;
  /** Of what was decided with no clerk. */
  readonly afterCheckPercent: number;
}

export function sharesOf({ applications, kinds, automatic, afterChecked }: Counts): Shares {
  return {
    approvedPercent: percent(kinds.approve + kinds.acceptWithPromise, applications),
    automaticPercent: percent(automatic, applications),
    afterCheckPercent: percent(afterChecked, automatic),
  };
}

/** What is out of its band; nothing of a sample that is too small to say. @param asked of the after-check, percent. */
export function outOfBand(counts: Counts, asked: number): string[] {
  if (counts.applications < leastApplications) return [];
  const shares = sharesOf(counts);
  // Three standard deviations of a draw that is fair.
  const play = 3 * Math.sqrt((asked * (100 - asked)) / counts.automatic);
  const expected = { ...bands, afterCheckPercent: [asked - play, asked + play] as const };
  return (Object.keys(expected) as (keyof Shares)[]).flatMap((name) => {
    const [least, most] = expected[name];
    return shares[name] >= least && shares[name] <= most
      ? []
      : [`${name}: ${shares[name]}, expected ${least.toFixed(1)} to ${most.toFixed(1)}`];
  });
}

function percent(part: number, of: number): number {
  return of === 0 ? 0 : Number(((100 * part) / of).toFixed(1));
}
