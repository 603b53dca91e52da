import { createHash } from 'node:crypto';
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { isDeath, simulateTerminal } from '../src-main/terminal/cash/simulation/simulate.ts';
import { simulateOptions } from './simulate-options.ts';
import { type SimulationTotal, simulationReport } from './simulate-report.ts';

/** A run of the simulation in a process of its own, which `simulate.ts` starts. */

/** A terminal serves so many citizens before the next one, with the next seed, begins from an empty journal. */
const roundsPerTerminal = 20;
/**
 * Of so many terminals one stands on a real encrypted file, the others on the same schema in memory; and of these one asks
 * its database again where the answer is known.
 */
const oneIn = 100;

process.on('unhandledRejection', (error) => {
  if (!isDeath(error)) throw error;
});

const { seed, runs, rate } = simulateOptions();
const total: SimulationTotal = {
  transactions: 0,
  deaths: 0,
  faults: 0,
  claims: 0,
  cases: 0,
  onFile: 0,
  ends: {},
  broken: null,
};
const digest = createHash('sha256');
const started = performance.now();
const cpu = process.cpuUsage();
for (let at = seed; total.transactions < runs && total.broken === null; at++) {
  // On virtual time nothing else ever waits for a turn, and only between turns are the statements of a closed
  // database freed: a hundred thousand citizens held ten gigabytes.
  await turnOfEventLoop();
  const disk = at % oneIn === 0 ? 'file' : at % oneIn === oneIn / 2 ? 'doubted' : 'memory';
  const rounds = Math.min(roundsPerTerminal, runs - total.transactions);
  const result = await simulateTerminal(at, rounds, { disk });
  digest.update(JSON.stringify(result));
  if (disk === 'file') total.onFile += result.transactions;
  for (const key of ['transactions', 'deaths', 'faults', 'claims', 'cases'] as const)
    total[key] += result[key];
  for (const [end, times] of Object.entries(result.ends)) total.ends[end] = (total.ends[end] ?? 0) + times;
  total.broken = result.broken;
  if (process.stderr.isTTY) process.stderr.write(`\r${total.transactions} of ${runs}`);
}
const { user, system } = process.cpuUsage(cpu);
const { text, exitCode } = simulationReport(
  total,
  { wallSeconds: (performance.now() - started) / 1_000, cpuSeconds: (user + system) / 1_000_000 },
  { digest: digest.digest('hex').slice(0, 16), least: rate },
);
console.log(text);
process.exitCode = exitCode;
