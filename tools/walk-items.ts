import { parseArgs } from 'node:util';
import { openGround } from './walk/ground.ts';
import { planWalks, problemOf, walker } from './walk/plan.ts';
import type { Walked } from './walk/robot.ts';
import type { Walk } from './walk/walks.ts';

/**
 * `npm run walk-items [-- CODE ...]`: one citizen after the other at a terminal of the real engine, store and drivers on
 * emulated units, against the real server and its sandbox: every item from the first screen to the result. Prints a
 * line each, and as the last one a line of JSON. Exits 1 when one does not end as it should.
 */

const { positionals } = parseArgs({ allowPositionals: true });
const ground = await openGround();
const attempt = walker(ground);
const plan = planWalks(ground.session.catalogue.codes(), positionals);
if (!plan.ok) {
  console.error(plan.error);
  process.exit(1);
}
const walks = plan.value;

const counts = {
  items: new Set(walks.map(({ item }) => item)).size,
  walks: walks.length,
  failed: 0,
  documents: 0,
  slips: 0,
};
const ends: Record<string, number> = {};
const times: number[] = [];
for (const walk of walks) {
  const started = performance.now();
  const walked = await attempt(walk);
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

function lineOf(walk: Walk, walked: Walked | Error, problem: string | null, ms: number): string {
  const name = `${walk.item}${walk.about === undefined ? '' : ` (${walk.about})`}`;
  const head = `${problem === null ? 'ok  ' : 'FAIL'} ${name.padEnd(34)} ${String(ms).padStart(6)} ms`;
  if (walked instanceof Error) return `${head}  ${walked.message}`;
  const { ended, documents, slips, said, screens } = walked;
  const line = `${head}  ${ended.padEnd(19)} ${documents} paper ${slips} slip  ${said}`;
  return problem === null ? line : `${line}\n       ${problem}: ${screens.join(' ')}`;
}
