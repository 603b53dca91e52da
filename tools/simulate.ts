import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForElectron } from './build.ts';
import { projectDirectory } from './host.ts';
import { runMutations } from './simulate-mutations.ts';
import { simulateOptions } from './simulate-options.ts';

/**
 * npm run simulate -- [--seed S] [--runs N] [--rate R] [--mutations]
 *
 * Lets simulated terminals take cash from simulated citizens while the process dies, the power fails and lines
 * break, and checks after each citizen where every note is. Prints for people, and a last line of JSON. Exit 1 =
 * an invariant was broken, and the seed replays it; or fewer than R citizens were served in a second of processor time.
 * `--mutations` breaks the code under test on purpose, one fault at a time, and exits 1 when one of them is not noticed.
 */
const { seed, runs, mutations } = simulateOptions();
process.exitCode = mutations ? runMutations(seed, runs) : await simulate();

/** Bundled as the app is, which costs a second and makes each citizen an eighth cheaper. */
async function simulate(): Promise<number> {
  // Inside the project, where Node finds the packages that cannot be bundled.
  const out = join(projectDirectory, 'out');
  mkdirSync(out, { recursive: true });
  const directory = mkdtempSync(join(out, 'simulate-'));
  const stop = () => process.exit(130);
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const program = join(directory, 'run', 'simulate-run.mjs');
  await bundleForElectron(join('tools', 'simulate-run.ts'), program);
  // Each exchange of bytes leaves a hundred small objects, which die young where there is room for them.
  const room = '--max-semi-space-size=128';
  const { status } = spawnSync(process.execPath, [room, program, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  return status ?? 1;
}
