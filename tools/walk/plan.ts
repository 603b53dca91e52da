import { join } from 'node:path';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { projectDirectory } from '../host.ts';
import type { WalkGround } from './ground.ts';
import { type Walked, walkItem } from './robot.ts';
import { layIntoLocker } from './staff.ts';
import { loadWalks, type Walk, type WalkEnd } from './walks.ts';

/** How a walk of which nothing else is said may not end. */
const sorry: ReadonlySet<WalkEnd> = new Set(['fault', 'refused', 'nothingFound', 'corrections']);
/** The sandbox sends so many codes to a person a day; then another day begins. */
const walksADay = 6;
const dayMs = 24 * 3_600_000;

/** The walks of the chosen items, of all where none is chosen. An item without a walk of its own gets the usual one. */
export function planWalks(offered: readonly string[], chosen: readonly string[]): Result<Walk[], string> {
  const written = loadWalks(join(projectDirectory, 'config/sandbox/walks.yaml'));
  const named = [...chosen, ...written.map(({ item }) => item)];
  const unknown = named.filter((code) => !offered.includes(code));
  if (unknown.length > 0) return err(`not offered by this terminal: ${[...new Set(unknown)].join(', ')}`);
  return ok(
    (chosen.length === 0 ? offered : chosen).flatMap((item): Walk[] => {
      const own = written.filter((walk) => walk.item === item);
      return own.length > 0 ? own : [{ item }];
    }),
  );
}

/** Plays walks one after the other; what is thrown is the answer. */
export function walker(ground: WalkGround): (walk: Walk) => Promise<Walked | Error> {
  let played = 0;
  return async (walk) => {
    if (++played % walksADay === 0) ground.clock.leap(dayMs);
    try {
      let number: string | null = null;
      for (const before of walk.after ?? [])
        number = (await walkItem(ground, { ...walk, ...before })).number ?? number;
      if (walk.stored === true) {
        // Its paper is made overnight.
        ground.clock.leap(dayMs);
        await layIntoLocker(ground, number ?? '');
      }
      return await walkItem(ground, walk);
    } catch (error) {
      // The next citizen comes to a terminal from which this one has gone.
      await ground.clock.advance(10 * 60_000);
      return error instanceof Error ? error : new Error(String(error));
    }
  };
}

/** Null when it ended as it should. */
export function problemOf({ ends: wanted, says }: Walk, walked: Walked | Error): string | null {
  if (walked instanceof Error) return walked.message;
  if (says !== undefined && walked.said !== says) return `said ${walked.said}, not ${says}`;
  if (wanted !== undefined)
    return walked.ended === wanted ? null : `ended with ${walked.ended}, not ${wanted}`;
  return sorry.has(walked.ended) ? `ended with ${walked.ended}` : null;
}
