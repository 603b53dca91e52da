import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measureCardRead } from '../tests/bench/card-read.ts';
import { measureJournalCommit } from '../tests/bench/journal-commit.ts';
import { measureStartAndMemory } from '../tests/bench/start-and-memory.ts';
import { projectDirectory } from './host.ts';

/** `npm run bench`: four measurements, each against the least that it could cost. Exits 1 over a limit. */

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly least: string;
  readonly ratio: number;
  readonly limit: number;
}

// On the project's disk: /tmp is memory on many systems, and fdatasync costs nothing there.
const out = join(projectDirectory, 'out');
mkdirSync(out, { recursive: true });
const directory = mkdtempSync(join(out, 'bench-'));
const journal = measureJournalCommit(directory);
rmSync(directory, { recursive: true });
const card = await measureCardRead();
const { terminal, bare, coldStartRatio, memoryRatio } = await measureStartAndMemory();

const ms = (value: number) => `${value.toFixed(value < 10 ? 3 : 0)} ms`;
const mib = (value: number) => `${value.toFixed(0)} MiB`;
const rows: Record<'coldStart' | 'cardRead' | 'journalCommit' | 'memory', Row> = {
  coldStart: {
    what: 'cold start to the first screen; bare Electron window',
    ours: ms(terminal.coldStartMs),
    least: ms(bare.coldStartMs),
    ratio: coldStartRatio,
    limit: 1.6,
  },
  cardRead: {
    what: 'card read; its 1,295 bytes at 115200 baud',
    ours: ms(card.medianMs),
    least: ms(card.lineMs),
    ratio: card.ratio,
    limit: 1.1,
  },
  journalCommit: {
    what: 'journal commit; bare write + fdatasync',
    ours: ms(journal.commitMs),
    least: ms(journal.bareMs),
    ratio: journal.ratio,
    limit: 2.5,
  },
  memory: {
    what: 'memory of all processes; bare Electron window',
    ours: mib(terminal.memoryMiB),
    least: mib(bare.memoryMiB),
    ratio: memoryRatio,
    limit: 1.8,
  },
};

console.log(
  `${'measured; compared with'.padEnd(54)}${'ours'.padStart(10)}${'least'.padStart(10)}   ratio  limit`,
);
for (const { what, ours, least, ratio, limit } of Object.values(rows))
  console.log(
    `${what.padEnd(54)}${ours.padStart(10)}${least.padStart(10)}${ratio.toFixed(2).padStart(8)}${limit.toFixed(1).padStart(7)}` +
      (ratio <= limit ? '' : '  OVER'),
  );
const ratios = Object.entries(rows).map(([name, { ratio }]) => [`${name}Ratio`, Number(ratio.toFixed(3))]);
console.log(JSON.stringify(Object.fromEntries(ratios)));
process.exit(Object.values(rows).every(({ ratio, limit }) => ratio <= limit) ? 0 : 1);
