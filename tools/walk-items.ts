import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectDirectory } from './host.ts';
import { openGround, type WalkGround } from './walk/ground.ts';
import { type Walked, walkItem } from './walk/robot.ts';
import { loadWalks, type Walk, type WalkEnd } from './walk/walks.ts';

/**
 * `npm run walk-items [-- CODE ...]`: one citizen after the other at a terminal of the real engine, store and drivers on
 * emulated units, against the real server and its sandbox: every item from the first screen to the result. Prints a
 * line each, and as the last one a line of JSON. Exits 1 when one does not end as it should.
 */

/** How a walk of which nothing else is said may not end. */
const sorry: ReadonlySet<WalkEnd> = new Set(['fault', 'refused', 'nothingFound', 'corrections']);
/** The sandbox sends so many codes to a person a day; then another day begins. */
const walksADay = 8;
const dayMs = 24 * 3_600_000;

const { positionals } = parseArgs({ allowPositionals: true });
const ground = await openGround();
const written = loadWalks(join(projectDirectory, 'config/sandbox/walks.yaml'));
const offered = ground.session.catalogue.codes();
const unknown = [...positionals, ...written.map(({ item }) => item)].filter(
  (code) => !offered.includes(code),
);
if (unknown.length > 0) {
  console.error(`not offered by this terminal: ${[...new Set(unknown)].join(', ')}`);
  process.exit(1);
}
const chosen = positionals.length === 0 ? offered : positionals;
const walks = chosen.flatMap((item): Walk[] => {
  const own = written.filter((walk) => walk.item === item);
  return own.length > 0 ? own : [{ item }];
});

const counts = { items: chosen.length, walks: walks.length, failed: 0, documents: 0, slips: 0 };
const ends: Record<string, number> = {};
const times: number[] = [];
for (const [index, walk] of walks.entries()) {
  if (index > 0 && index % walksADay === 0) ground.clock.leap(dayMs);
  const started = performance.now();
  const walked = await attempt(ground, walk);
  const ms = Math.round(performance.now() - started);
  times.push(ms);
  const problem = problemOf(walk, walked);
  if (problem !== null) counts.failed += 1;
  if (!(walked instanceof Error)) {
    counts.documents += walked.documents;
    counts.slips += walked.slips;
    ends[walked.ended] = (ends[walked.ended] ?? 0) + 1;
  }
  console.log(lineOf(walk, walked, problem, ms));
}
await ground.close();
const total = times.reduce((sum, ms) => sum + ms, 0);
console.log(`${counts.walks} walks of ${counts.items} items, ${counts.failed} failed`);
console.log(JSON.stringify({ ...counts, ends, msPerWalk: Math.round(total / Math.max(1, times.length)) }));
process.exit(counts.failed === 0 ? 0 : 1);

async function attempt(on: WalkGround, walk: Walk): Promise<Walked | Error> {
  try {
    for (const before of walk.after ?? []) await walkItem(on, { ...walk, ...before });
    return await walkItem(on, walk);
  } catch (error) {
    // The next citizen comes to a terminal from which this one has gone.
    await on.clock.advance(10 * 60_000);
    return error instanceof Error ? error : new Error(String(error));
  }
}

function problemOf({ ends: wanted }: Walk, walked: Walked | Error): string | null {
  if (walked instanceof Error) return walked.message;
  if (wanted !== undefined)
    return walked.ended === wanted ? null : `ended with ${walked.ended}, not ${wanted}`;
  return sorry.has(walked.ended) ? `ended with ${walked.ended}` : null;
}

function lineOf(walk: Walk, walked: Walked | Error, problem: string | null, ms: number): string {
  const name = `${walk.item}${walk.about === undefined ? '' : ` (${walk.about})`}`;
  const head = `${problem === null ? 'ok  ' : 'FAIL'} ${name.padEnd(34)} ${String(ms).padStart(6)} ms`;
  if (walked instanceof Error) return `${head}  ${walked.message}`;
  const { ended, documents, slips, said, screens } = walked;
  const line = `${head}  ${ended.padEnd(19)} ${documents} paper ${slips} slip  ${said}`;
  return problem === null ? line : `${line}\n       ${problem}: ${screens.join(' ')}`;
}
