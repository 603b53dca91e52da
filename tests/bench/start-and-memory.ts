import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKioskDirectory, projectDirectory } from '../../tools/host.ts';
import { openDisplay, readableByKiosk } from '../../tools/launch.ts';
import { startWorld } from '../../tools/world.ts';
import { type Observation, observe, type Subject } from './measured-app.ts';

export interface StartAndMemory {
  readonly terminal: Observation;
  readonly bare: Observation;
  readonly coldStartRatio: number;
  readonly memoryRatio: number;
}

/**
 * The enrolled terminal in its world, with server, units and printer, against a bare Electron window: cold start
 * to the first screen that can be touched, and memory at rest. They take turns, so that what else the machine
 * does meets both; the first pair enrols and fills caches and is not counted; medians.
 */
export async function measureStartAndMemory(pairs = 5): Promise<StartAndMemory> {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-bench-'));
  const profiles = makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-bench-kiosk-')));
  const display = await openDisplay({ virtual: true });
  const world = await startWorld({
    directory,
    ports: { server: 0, bench: 0, printer: 0 },
    operatorPassword: 'specimen-20261122',
    progress: () => {},
  });
  try {
    const screen: Record<string, string> = display.name === undefined ? {} : { DISPLAY: display.name };
    const bareWindow: Subject = { name: 'bare window', userDataDir: join(profiles, 'bare'), env: screen };
    const terminal: Subject = {
      name: 'terminal',
      userDataDir: join(profiles, 'terminal'),
      env: {
        ...screen,
        ...(await world.terminalEnvironment()),
        ZEROWINDOW_DATA: makeKioskDirectory(join(profiles, 'data')),
        ZEROWINDOW_CONFIG: readableByKiosk(join(projectDirectory, 'config')),
      },
    };
    const observed = { terminal: [] as Observation[], bare: [] as Observation[] };
    for (let pair = 0; pair <= pairs; pair++) {
      const bare = await observe(bareWindow);
      const ours = await observe(terminal);
      if (pair === 0) continue;
      observed.bare.push(bare);
      observed.terminal.push(ours);
    }
    const [ours, bare] = [medians(observed.terminal), medians(observed.bare)];
    return {
      terminal: ours,
      bare,
      coldStartRatio: ours.coldStartMs / bare.coldStartMs,
      memoryRatio: ours.memoryMiB / bare.memoryMiB,
    };
  } finally {
    await world.close();
    await display.close();
    for (const each of [directory, profiles]) rmSync(each, { recursive: true, force: true });
  }
}

function medians(observations: readonly Observation[]): Observation {
  return {
    coldStartMs: median(observations.map((each) => each.coldStartMs)),
    memoryMiB: median(observations.map((each) => each.memoryMiB)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
