import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SspEmulator } from '../devices/drivers/ssp/emulator.ts';
import { hostOnPty } from '../devices/emulation/pty.ts';
import { SeededRandom } from '../src-main/terminal/cash/simulation/random.ts';
import { openStore } from '../src-main/terminal/store/open.ts';
import { systemClock } from '../src-shared/clock.ts';
import type { FromTerminal, ToTerminal } from './chaos/terminal-process.ts';
import { projectDirectory } from './host.ts';

/**
 * npm run chaos -- [--kills N] [--seed S]
 *
 * Real processes, a real encrypted file, a real serial line: somebody pays in notes, and at a random moment the terminal
 * or the authority is killed with SIGKILL, or the recycler loses its power or its line. Every ten kills, and at the end,
 * the ledger is compared with the notes in the unit and with what the authority booked. Prints for people, and a last line
 * of JSON; exit 1 = something was broken. The seed chooses what happens; when exactly it hits is up to the machine.
 */
const usage = 'usage: npm run chaos -- [--kills N] [--seed S]';
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const [wanted, seed] = [wholeNumber('--kills', values.kills), wholeNumber('--seed', values.seed)];
const random = new SeededRandom(seed);

type Victim = 'terminal' | 'authority' | 'power' | 'line';
const notes = ['5 CNY', '10 CNY', '20 CNY', '50 CNY', '100 CNY'] as const;
const patienceMs = 120_000;
/** A unit ten times as quick as a real one, so that a run has room for hundreds of kills. */
const timing = { initialise: 200, read: 120, accept: 70, stow: 80, reject: 90, payout: 150, take: 60 };

const directory = mkdtempSync(join(tmpdir(), 'zerowindow-chaos-'));
const file = join(directory, 'terminal.db');
const booked = join(directory, 'authority');
const key = randomBytes(32).toString('hex');
const filled = [500, 1_000, 2_000, 5_000].flatMap((value) => Array.from({ length: 15 }, () => value));
const unit = new SspEmulator({
  clock: systemClock,
  random: (count) => randomBytes(count),
  filled,
  capacity: 500,
  timing,
});
const line = await hostOnPty({ emulator: unit, path: join(directory, 'recycler') });

const kills: Record<Victim, number> = { terminal: 0, authority: 0, power: 0, line: 0 };
const ends: Record<string, number> = {};
let authority = await startAuthority(0);
let terminal: ChildProcess | null = null;
let broken: string[] = [];
try {
  while (total() < wanted && broken.length === 0) {
    await round();
    if (total() % 10 === 0 && total() > 0) broken = await check();
    if (process.stderr.isTTY) process.stderr.write(`\r${total()} of ${wanted} kills`);
  }
  if (broken.length === 0) broken = await check();
} finally {
  stopTerminal();
  authority.process.kill('SIGKILL');
  await line.unplug();
  rmSync(directory, { recursive: true, force: true });
}
const payments = Object.entries(ends).map(([end, times]) => `${times} ${end}`);
console.log(
  `${total()} kills: ${Object.entries(kills)
    .map(([victim, times]) => `${times} ${victim}`)
    .join(', ')}`,
);
console.log(`payments: ${payments.join(', ')}`);
for (const what of broken) console.log(`BROKEN: ${what}`);
console.log(JSON.stringify({ kills: total(), ...kills, ends, broken: broken.length }));
process.exit(broken.length === 0 ? 0 : 1);

function stopTerminal(): void {
  terminal?.kill('SIGKILL');
}

function total(): number {
  return Object.values(kills).reduce((sum, times) => sum + times, 0);
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  console.error(`${name}: a whole number from 1 is expected, found "${text}"\n${usage}`);
  process.exit(2);
}

/** Somebody pays, and something is killed. */
async function round(): Promise<void> {
  terminal ??= await startTerminal();
  const running = terminal;
  const victim = random.pick<Victim>(['terminal', 'terminal', 'terminal', 'authority', 'power', 'line']);
  const strikeAt = Date.now() + random.whole(50, 3_500);
  const due = 500 * random.whole(1, 40);
  const cancelAfterMs = random.chance(0.3) ? random.whole(500, 4_000) : null;
  let ended = false;
  const onMessage = (message: FromTerminal) => {
    if (message.type !== 'ended') return;
    ended = true;
    ends[message.kind] = (ends[message.kind] ?? 0) + 1;
  };
  running.on('message', onMessage);
  running.send({ type: 'pay', due, cancelAfterMs: cancelAfterMs ?? 30_000 } satisfies ToTerminal);
  let struck = false;
  const giveUp = Date.now() + patienceMs;
  while (!ended && Date.now() < giveUp) {
    if (unit.describe().holds[0] === 'enabled' && random.chance(0.3)) unit.set('insert', random.pick(notes));
    if (!struck && Date.now() >= strikeAt) {
      struck = true;
      kills[victim] += 1;
      if (victim === 'terminal') {
        await end(running);
        terminal = null;
        ends.killed = (ends.killed ?? 0) + 1;
        return;
      }
      await strike(victim);
    }
    await pause(60);
  }
  running.off('message', onMessage);
  if (!ended) broken = [`a payment of ${due} fen did not end in ${patienceMs} ms`];
}

async function strike(victim: Exclude<Victim, 'terminal'>): Promise<void> {
  switch (victim) {
    case 'authority':
      await end(authority.process);
      await pause(random.whole(0, 1_500));
      authority = await startAuthority(authority.port);
      return;
    case 'power':
      unit.set('power', false);
      await pause(random.whole(20, 800));
      unit.set('power', true);
      return;
    case 'line':
      await line.unplug();
      await pause(random.whole(20, 800));
      await line.plug();
  }
}

/** The machine comes to rest, its process ends in order, and everything is counted. */
async function check(): Promise<string[]> {
  terminal ??= await startTerminal();
  const running = terminal;
  const rest = () => unit.inventory().path.length === 0 && unit.inventory().bezel.length === 0;
  for (let still = 0, waited = 0; still < 10 && waited < 300; waited++) {
    still = rest() ? still + 1 : 0;
    await pause(100);
  }
  const exited = new Promise<void>((resolve) => running.once('exit', () => resolve()));
  running.send({ type: 'finish' } satisfies ToTerminal);
  await exited;
  terminal = null;

  const opened = openStore({
    file,
    key: Buffer.from(key, 'hex'),
    clock: systemClock,
    terminalNumber: '0001',
    newId: () => '',
  });
  if (!opened.ok) return [opened.error.message];
  const { read, close } = opened.value;
  const found: string[] = [];
  const expect = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const balance = (account: Parameters<typeof read.cashBalance>[0]) => read.cashBalance(account) ?? 0;
  const inventory = unit.inventory();
  const value = (counts: readonly { value: number; count: number }[]) =>
    counts.reduce((sum, one) => sum + one.value * one.count, 0);
  const difference =
    value(inventory.payout) +
    value(inventory.cashbox) -
    balance('unit:recycler/payout') -
    balance('unit:recycler/cashbox');
  const told = read.openCashCases().reduce((sum, { amount }) => sum + amount, 0);
  expect(
    Math.abs(difference) <= told,
    `${difference} fen more in the unit than in the ledger, cases tell of ${told}`,
  );
  expect(
    read.cashBalances().reduce((sum, one) => sum + one.balance, 0) === 0,
    'the balances do not add up to zero',
  );
  expect(balance('citizen') === 0, `${-balance('citizen')} fen are owed to a citizen who has left`);
  expect(balance('escrow:recycler') === 0 || told > 0, 'the ledger has a note in escrow');
  expect(
    -balance('host') === bookedFen(),
    `the ledger paid ${-balance('host')} fen, the authority has ${bookedFen()}`,
  );
  expect(balance('pending') === 0, 'a payment is still pending although the authority answers');
  const claims = read.openCashClaims().reduce((sum, { amount }) => sum + amount, 0);
  expect(-balance('claims') === claims, `claims of ${claims} fen, the ledger owes ${-balance('claims')}`);
  expect(read.activeCashIn() === undefined, 'a cash-in is still active');
  expect(read.unsettledIntents().length === 0, 'an intent was never decided');
  const reports = read.unsentReports(1_000_000).map(({ sequence }) => sequence);
  expect(
    reports.every((sequence, index) => sequence === index + 1),
    'the reports have a gap',
  );
  close();
  return found;
}

function bookedFen(): number {
  if (!existsSync(booked)) return 0;
  return readFileSync(booked, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((entry) => Number(entry.split(' ')[1]))
    .filter(Number.isFinite)
    .reduce((sum, fen) => sum + fen, 0);
}

async function startTerminal(): Promise<ChildProcess> {
  const child = start('terminal-process.ts', [file, key, line.address, `http://127.0.0.1:${authority.port}`]);
  await firstMessage(child, 'the terminal');
  return child;
}

async function startAuthority(port: number): Promise<{ process: ChildProcess; port: number }> {
  const child = start('authority-process.ts', [booked, String(port)]);
  const message = (await firstMessage(child, 'the authority')) as { port: number };
  return { process: child, port: message.port };
}

function start(program: string, parameters: readonly string[]): ChildProcess {
  return fork(join(projectDirectory, 'tools', 'chaos', program), [...parameters], {
    execArgv: ['--import', 'tsx'],
    cwd: projectDirectory,
  });
}

function firstMessage(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${name} does not come up`)), patienceMs);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    child.once('message', (message) => {
      clearTimeout(late);
      child.removeAllListeners('exit');
      resolve(message);
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
