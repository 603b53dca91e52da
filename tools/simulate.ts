import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  isDeath,
  type SimulationResult,
  simulateTerminal,
} from '../src-main/terminal/cash/simulation/simulate.ts';
import { runMutations } from './simulate-mutations.ts';

/**
 * npm run simulate -- [--seed S] [--runs N] [--mutations]
 *
 * Lets simulated terminals take cash from simulated citizens while the process dies, the power fails and lines
 * break, and checks after each citizen where every note is. Prints for people, and a last line of JSON. Exit 1 =
 * an invariant was broken; the seed replays it. `--mutations` breaks the code under test on purpose, one fault at
 * a time, and exits 1 when one of them is not noticed.
 */
const usage = 'usage: npm run simulate -- [--seed S] [--runs N] [--mutations]';
/** A terminal serves so many citizens before the next one, with the next seed, begins from an empty journal. */
const roundsPerTerminal = 20;
/** Every so many-th terminal stands on a real encrypted file, the others on the same schema in memory. */
const oneFileIn = 100;

process.on('unhandledRejection', (error) => {
  if (!isDeath(error)) throw error;
});

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '200' },
    mutations: { type: 'boolean', default: false },
  },
});
const seed = wholeNumber('--seed', values.seed);
const runs = wholeNumber('--runs', values.runs);
process.exitCode = values.mutations ? await runMutations(seed, runs) : await simulate(seed, runs);

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  console.error(`${name}: a whole number from 1 is expected, found "${text}"\n${usage}`);
  process.exit(2);
}

async function simulate(firstSeed: number, count: number): Promise<number> {
  const total = { transactions: 0, deaths: 0, faults: 0, claims: 0, cases: 0 };
  let onFile = 0;
  const ends: Record<string, number> = {};
  let broken: SimulationResult['broken'] = null;
  const started = performance.now();
  const cpu = process.cpuUsage();
  for (let at = firstSeed; total.transactions < count && broken === null; at++) {
    // On virtual time nothing else ever waits for a turn, and only between turns are the statements of a closed
    // database freed: a hundred thousand citizens held ten gigabytes.
    await turnOfEventLoop();
    const file = at % oneFileIn === 0;
    const result = await simulateTerminal(at, Math.min(roundsPerTerminal, count - total.transactions), {
      file,
    });
    if (file) onFile += result.transactions;
    for (const key of ['transactions', 'deaths', 'faults', 'claims', 'cases'] as const)
      total[key] += result[key];
    for (const [end, times] of Object.entries(result.ends)) ends[end] = (ends[end] ?? 0) + times;
    broken = result.broken;
    if (process.stderr.isTTY) process.stderr.write(`\r${total.transactions} of ${count}`);
  }
  const wallSeconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const rate = (seconds: number) => Math.round((total.transactions / seconds) * 10) / 10;
  const [perSecond, perCpuSecond] = [rate(wallSeconds), rate((user + system) / 1_000_000)];
  console.log(
    [
      `${total.transactions} transactions: ${Object.entries(ends)
        .map(([end, times]) => `${times} ${end}`)
        .join(', ')}`,
      `${total.deaths} deaths of the process, ${total.faults} faults of unit or host`,
      `${total.claims} claims on slips, ${total.cases} cases for a person`,
      `real: engine, ledger with its constraints, driver, every byte of the line and its encryption; simulated: time, ` +
        `people, unit, authority; ${onFile} transactions on an encrypted file, the others on its schema in memory`,
    ].join('\n'),
  );
  if (broken !== null)
    console.log(
      `BROKEN at seed ${broken.seed}, citizen ${broken.round}: ${broken.what.join('; ')}\n` +
        `  ${JSON.stringify(broken.plan)}\n  replay: npm run simulate -- --seed ${broken.seed} --runs ${broken.round}`,
    );
  console.log(
    JSON.stringify({ ...total, onFile, ends, perSecond, perCpuSecond, broken: broken === null ? 0 : 1 }),
  );
  return broken === null ? 0 : 1;
}
