import { parseArgs } from 'node:util';
import { type FuzzResult, fuzz } from './fuzz/fuzz.ts';
import type { FuzzTarget } from './fuzz/target.ts';
import { targets } from './fuzz/targets.ts';
import { watchChild } from './fuzz/watch-child.ts';

/**
 * npm run fuzz -- [--protocol P|all] [--bytes N] [--seed S]
 *
 * Noise, good frames and spoiled ones into every parser that hears a line: it never throws, never hangs, holds a
 * bounded amount, finds a good frame behind garbage, and takes none with a wrong bit. Prints a table for people and
 * one JSON line for machines; exits 1 on a failure.
 */
const { values } = parseArgs({
  options: {
    protocol: { type: 'string', default: 'all' },
    bytes: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
    /** One parser in this process: how the parent, which can end it, runs it. */
    target: { type: 'string' },
  },
});
const size = { bytes: Number(values.bytes), seed: Number(values.seed), flippedFrames: 100 };
/** Millions of bytes take seconds; a parser that hangs says nothing any more. */
const silenceMs = 120_000;
const nameOf = ({ protocol, direction }: FuzzTarget) => `${protocol} ${direction}`;

if (values.target !== undefined) {
  const target = targets.find((one) => nameOf(one) === values.target);
  if (target === undefined) throw new Error(`no parser ${values.target}`);
  console.log(JSON.stringify(fuzz(target, size, (bytes) => console.log(bytes))));
} else process.exitCode = await runAll();

async function runAll(): Promise<number> {
  const chosen = targets.filter(
    ({ protocol }) =>
      values.protocol === 'all' || protocol === values.protocol || protocol.startsWith(`${values.protocol}-`),
  );
  if (chosen.length === 0 || !(size.bytes > 0) || !Number.isSafeInteger(size.seed)) {
    const known = [...new Set(targets.map(({ protocol }) => protocol))].join('|');
    console.error(`usage: npm run fuzz -- [--protocol ${known}|all] [--bytes N] [--seed S]`);
    return 2;
  }
  const columns = ['bytes', 'frames', 'resyncs', 'flips', 'shortened', 'heapGrowthKiB'] as const;
  console.log(`${'parser'.padEnd(26)}${columns.map((column) => column.padStart(14)).join('')}`);
  const results: Record<string, FuzzResult | { readonly failures: readonly string[] }> = {};
  for (const target of chosen) {
    const name = nameOf(target);
    const result = await fuzzInChild(name);
    results[name] = result;
    const cells = columns.map((column) => String('bytes' in result ? result[column] : '-').padStart(14));
    console.log(`${name.padEnd(26)}${cells.join('')}`);
    for (const failure of result.failures) console.log(`  FAILED ${failure}`);
  }
  console.log(JSON.stringify({ seed: size.seed, results }));
  return Object.values(results).every(({ failures }) => failures.length === 0) ? 0 : 1;
}

async function fuzzInChild(name: string): Promise<FuzzResult | { readonly failures: readonly string[] }> {
  const [, script = ''] = process.argv;
  const words = ['--target', name, '--bytes', String(size.bytes), '--seed', String(size.seed)];
  const { lastLine, code, hung } = await watchChild(
    process.execPath,
    [...process.execArgv, script, ...words],
    silenceMs,
  );
  if (hung) return { failures: [`hung after byte ${lastLine}: nothing for ${silenceMs} ms`] };
  if (code !== 0) return { failures: [`ended with ${code} after byte ${lastLine}`] };
  return JSON.parse(lastLine) as FuzzResult;
}
