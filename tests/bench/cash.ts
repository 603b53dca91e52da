import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SspNoteRecycler } from '../../devices/drivers/ssp/driver.ts';
import { SspEmulator } from '../../devices/drivers/ssp/emulator.ts';
import type { UnitMemory } from '../../devices/drivers/ssp/emulator-machine.ts';
import { pacedLine } from '../../devices/emulation/paced-line.ts';
import { memoryLine } from '../../devices/transport/memory.ts';
import type { CashGround } from '../../src-main/terminal/cash/ground.ts';
import { payInCash } from '../../src-main/terminal/cash/pay-in-cash.ts';
import { startCash } from '../../src-main/terminal/cash/start-cash.ts';
import { openStore } from '../../src-main/terminal/store/open.ts';
import type { Store } from '../../src-main/terminal/store/store.ts';
import { systemClock } from '../../src-shared/clock.ts';
import { ok } from '../../src-shared/result.ts';
import type { FromTerminal, ToTerminal } from '../../tools/chaos/terminal-process.ts';
import { projectDirectory } from '../../tools/host.ts';

/**
 * `npm run bench:cash`: what a note costs between its escrow and the amount in the view, in time and in durable commits, and
 * how long a terminal that was killed with a note in escrow needs until it is safe again. Prints a table; last line JSON.
 */

const baudRate = 9_600;
const bitsPerByte = 10;
const pollIntervalMs = 200;
const payments = 8;
const restarts = 5;
/** A unit that needs no time of its own between escrow and credit: what is left is line, polls, disk and this program. */
const timing = { initialise: 50, read: 300, accept: 0, stow: 0, reject: 0, payout: 0, take: 0 };

const out = join(projectDirectory, 'out');
mkdirSync(out, { recursive: true });
// On the project's disk: /tmp is memory on many systems, and a commit costs nothing there.
const directory = mkdtempSync(join(out, 'bench-cash-'));
try {
  const note = await measureNote();
  const recovery = await measureRecovery();
  const rows = [
    ['escrow on the line to the new amount, median', ms(note.shownMs)],
    ['  of which its bytes on the line at 9600 baud', ms(note.lineMs)],
    ['  of which durable commits in between', ms(note.commitMs)],
    ['durable commits a note, all of them', note.commitsPerNote.toFixed(1)],
    ['durable commits a payment besides its notes', note.commitsBesides.toFixed(1)],
    ['kill -9 with a note in escrow to safe again, median', ms(recovery.afterKillMs)],
    ['  start of the same program with nothing to put right', ms(recovery.plainMs)],
  ] as const;
  for (const [what, figure] of rows) console.log(`${what.padEnd(58)}${figure.padStart(10)}`);
  const ratio = (value: number) => Number(value.toFixed(2));
  console.log(
    JSON.stringify({
      ...note,
      ...recovery,
      shownToLineRatio: ratio(note.shownMs / note.lineMs),
      recoveryToStartRatio: ratio(recovery.afterKillMs / recovery.plainMs),
    }),
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

interface NoteFigures {
  readonly shownMs: number;
  readonly lineMs: number;
  readonly commitMs: number;
  readonly commitsPerNote: number;
  readonly commitsBesides: number;
}

/** Payments of one and of two notes, in this process, on the encrypted file with every commit flushed. */
async function measureNote(): Promise<NoteFigures> {
  const opened = openStore({
    file: join(directory, 'note.db'),
    key: randomBytes(32),
    clock: systemClock,
    terminalNumber: '0001',
    newId: randomUUID,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  let commits = 0;
  let committing = 0;
  const store: Store = {
    ...opened.value,
    commit(work) {
      const began = performance.now();
      const result = opened.value.commit(work);
      committing += performance.now() - began;
      commits++;
      return result;
    },
  };
  const line = memoryLine('recycler');
  const unit = new SspEmulator({ clock: systemClock, random: (count) => randomBytes(count), timing });
  let bytes = 0;
  /** When the unit's word of a note in escrow had left it, and what had been carried and committed by then. */
  let escrow: { at: number; bytes: number; committing: number } | null = null;
  const paced = pacedLine(line.unit, systemClock, baudRate);
  unit.attach({
    write(data) {
      bytes += data.length;
      paced.write(data);
      // The second cell of what it holds names the path: the first answer after a note came into escrow tells it.
      if (escrow === null && unit.describe().holds[1]?.startsWith('note path: escrow'))
        escrow = { at: performance.now(), bytes, committing };
    },
    onData: (listener) =>
      paced.onData((data) => {
        bytes += data.length;
        listener(data);
      }),
  });
  const recycler = new SspNoteRecycler({
    id: 'recycler',
    transport: line.host,
    clock: systemClock,
    random: (count) => randomBytes(count),
    currency: 'CNY',
    fixedKey: 0x0123456701234567n,
    primeBits: 64,
    pollIntervalMs,
    attempts: 4,
  });
  const ground: CashGround = {
    store,
    recycler,
    dispensers: [],
    host: { post: async () => ok({ receiptNumber: '1' }), byKey: async () => ok({ state: 'unknown' }) },
    clock: systemClock,
    randomUUID,
    claimCode: () => randomUUID(),
  };
  const cash = startCash(ground);
  await recycler.open();
  await cash.recover();
  const [shown, carried, committed]: number[][] = [[], [], []];
  const commitsOf: Record<1 | 2, number[]> = { 1: [], 2: [] };
  for (let payment = 0; payment < payments; payment++) {
    const notes = payment % 2 === 0 ? 1 : 2;
    const transactionId = randomUUID();
    store.commit((write) =>
      write.beginTransaction({ id: transactionId, itemCode: 'BENCH', configurationVersion: 'bench' }),
    );
    const before = commits;
    let taken = 0;
    const pushing = setInterval(() => {
      if (recycler.status.accepting && !unit.busy) unit.set('insert', '100 CNY');
    }, 5);
    await payInCash(ground, {
      transactionId,
      due: notes * 10_000,
      signal: new AbortController().signal,
      onTaken(amount) {
        if (amount === taken || escrow === null) return;
        taken = amount;
        shown?.push(performance.now() - escrow.at);
        carried?.push(((bytes - escrow.bytes) * bitsPerByte * 1_000) / baudRate);
        committed?.push(committing - escrow.committing);
        escrow = null;
      },
    });
    clearInterval(pushing);
    commitsOf[notes].push(commits - before);
  }
  cash.stop();
  await recycler.close();
  store.close();
  const commitsPerNote = median(commitsOf[2]) - median(commitsOf[1]);
  return {
    shownMs: median(shown ?? []),
    lineMs: median(carried ?? []),
    commitMs: median(committed ?? []),
    commitsPerNote,
    commitsBesides: median(commitsOf[1]) - commitsPerNote,
  };
}

/**
 * The processes of `npm run chaos`: the terminal's cash is killed while a note lies in escrow, and started again. Safe is it
 * when the note is decided and nobody is owed anything that is not claimed: then a home screen may be shown.
 */
async function measureRecovery(): Promise<{ afterKillMs: number; plainMs: number }> {
  const unitFile = join(directory, 'recycler.json');
  const data = join(directory, 'terminal');
  const recycler = start('recycler-process.ts', [unitFile, join(directory, 'recycler')]);
  await firstMessage(recycler);
  const terminal = async () => {
    const began = performance.now();
    // Its centre is away, as after a loss of power: nothing here needs it.
    const child = start('terminal-process.ts', [data, directory, 'http://127.0.0.1:9', '']);
    await firstMessage(child);
    return { child, ms: performance.now() - began };
  };
  const [plain, afterKill]: number[][] = [[], []];
  for (let restart = 0; restart < restarts; restart++) {
    const first = await terminal();
    if (restart > 0) plain?.push(first.ms);
    first.child.send({
      type: 'pay',
      due: 20_000,
      cancelAfterMs: null,
      assessmentId: randomUUID(),
      charge: { billId: 'bench', optionId: '200' },
    } satisfies ToTerminal);
    await until(() => {
      recycler.send({ type: 'insert', note: '100 CNY' });
      return memory(unitFile).way?.stage === 'escrow';
    });
    await end(first.child);
    const second = await terminal();
    afterKill?.push(second.ms);
    const { papers } = memory(unitFile);
    if (papers.some(({ place }) => place === 'path')) throw new Error('a note lies in the path');
    await end(second.child);
  }
  await end(recycler);
  return { afterKillMs: median(afterKill ?? []), plainMs: median(plain ?? []) };
}

function memory(file: string): UnitMemory {
  return JSON.parse(readFileSync(file, 'utf8')) as UnitMemory;
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 10_000) throw new Error('not in escrow');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function start(program: string, parameters: readonly string[]): ChildProcess {
  return fork(join(projectDirectory, 'tools', 'chaos', program), [...parameters], {
    execArgv: ['--import', 'tsx'],
    cwd: projectDirectory,
  });
}

function firstMessage(child: ChildProcess): Promise<FromTerminal> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a process ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as FromTerminal);
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
