import { parseArgs } from 'node:util';

const usage = 'usage: npm run simulate -- [--seed S] [--runs N] [--rate R] [--mutations]';

/** What stands on the command line; ends the process with 2 where that cannot be. */
export function simulateOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '200' },
      rate: { type: 'string' },
      mutations: { type: 'boolean', default: false },
    },
  });
  return {
    seed: wholeNumber('--seed', values.seed),
    runs: wholeNumber('--runs', values.runs),
    rate: values.rate === undefined ? null : wholeNumber('--rate', values.rate),
    mutations: values.mutations,
  };
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  console.error(`${name}: a whole number from 1 is expected, found "${text}"\n${usage}`);
  process.exit(2);
}
