import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { drivers } from './drivers.ts';
import type { DriverConformance } from './kit.ts';
import { lineChecks } from './line-checks.ts';
import { exhaustive, memoryChecks } from './memory-checks.ts';
import { Report } from './report.ts';

/**
 * npm run conformance [-- --driver NAME] [--every N]
 *
 * Tries every driver on its emulated unit: in memory on virtual time exhaustively, over TCP and a pseudo-terminal
 * once. `--every N` takes each N-th byte and switch only. Prints a table for people and one JSON line for machines,
 * and exits 1 on a failure.
 */
const { values } = parseArgs({
  options: { driver: { type: 'string' }, every: { type: 'string', default: '1' } },
});
const chosen = drivers.filter(
  ({ driver }) =>
    values.driver === undefined || driver === values.driver || driver.startsWith(`${values.driver}-`),
);
if (chosen.length === 0) {
  console.error(`no driver ${values.driver}; there are ${drivers.map(({ driver }) => driver).join(', ')}`);
  process.exit(2);
}
const every = Number(values.every);
const size = { ...exhaustive, everyByte: every, everyPair: every };
const hasSocat = spawnSync('socat', ['-V']).error === undefined;

/** Drivers without a line of bytes that a kit could cut, and where they are tried. */
const withoutLine: Readonly<Record<string, string>> = {
  ipp: 'its line is HTTP to a printer of its own: tried on ippeveprinter in devices/drivers/ipp/*.test.ts',
  camera:
    'it hangs on the page: tried in devices/drivers/camera/*.test.ts, and in Electron by tests/e2e/camera.ts',
};

const shownFailures = 12;
const summary: Record<string, { passed: number; failed: number; skipped: readonly string[] }> = {};
for (const conformance of chosen) {
  const report = await conformanceOf(conformance);
  const { driver, passed, failures, skipped } = report;
  summary[driver] = { passed, failed: failures.length, skipped };
}
if (values.driver === undefined)
  for (const [driver, reason] of Object.entries(withoutLine))
    summary[driver] = { passed: 0, failed: 0, skipped: [reason] };
console.log(JSON.stringify(summary));
process.exit(Object.values(summary).some(({ failed }) => failed > 0) ? 1 : 0);

async function conformanceOf(conformance: DriverConformance): Promise<Report> {
  const { driver, skips = {} } = conformance;
  const report = new Report(driver);
  console.log(driver);
  await memoryChecks(conformance, report, size);
  if (skips.tcp === undefined) await lineChecks(conformance, report, 'TCP');
  else report.skip(`TCP: ${skips.tcp}`);
  if (skips.pty !== undefined) report.skip(`PTY: ${skips.pty}`);
  else if (hasSocat) await lineChecks(conformance, report, 'PTY');
  else report.skip('PTY: socat is not installed');
  for (const [kind, { passed, failed }] of report.kinds) {
    console.log(
      `  ${kind.padEnd(16)}${String(passed).padStart(7)} passed${String(failed).padStart(7)} failed`,
    );
  }
  for (const reason of report.skipped) console.log(`  skipped: ${reason}`);
  for (const failure of report.failures.slice(0, shownFailures)) console.log(`  FAILED ${failure}`);
  const more = report.failures.length - shownFailures;
  if (more > 0) console.log(`  and ${more} failures more`);
  return report;
}
