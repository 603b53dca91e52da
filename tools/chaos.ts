import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { UnitMemory } from '../devices/drivers/ssp/emulator-machine.ts';
import { unregistered } from '../src-main/terminal/cash/differences.ts';
import { SeededRandom } from '../src-main/terminal/cash/simulation/random.ts';
import { openStore } from '../src-main/terminal/store/open.ts';
import { systemClock } from '../src-shared/clock.ts';
import { ChaosCentre } from './chaos/centre.ts';
import type { ToRecycler } from './chaos/recycler-process.ts';
import type { FromTerminal, ToTerminal } from './chaos/terminal-process.ts';
import { projectDirectory } from './host.ts';

/**
 * npm run chaos -- [--kills N] [--seed S]
 *
 * Real processes: the terminal's cash on its encrypted file, the emulated recycler behind a serial line with its notes in a
 * file, and the server on its embedded database. Somebody pays a premium in notes, and at random moments one of the three is
 * killed with SIGKILL, or the recycler loses its power or its line. After every tenth, and at the end, the ledger is compared
 * with the notes in the unit and with what the server has booked. Prints for people, and a last line of JSON; exit 1 =
 * something was broken. The seed chooses what happens; when exactly it hits is up to the machine.
 */
const usage = 'usage: npm run chaos -- [--kills N] [--seed S]';
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const [wanted, seed] = [wholeNumber('--kills', values.kills), wholeNumber('--seed', values.seed)];
const random = new SeededRandom(seed);

const killed = ['terminal', 'recycler', 'server'] as const;
type Victim = (typeof killed)[number] | 'power' | 'line';
const victims: readonly Victim[] = [
  'terminal',
  'terminal',
  'recycler',
  'recycler',
  'server',
  'power',
  'line',
];
const notes = ['20 CNY', '50 CNY', '50 CNY', '100 CNY', '100 CNY', '100 CNY'] as const;
const channelValues = [100, 500, 1_000, 2_000, 5_000, 10_000];
const patienceMs = 180_000;

const directory = mkdtempSync(join(tmpdir(), 'zerowindow-chaos-'));
const file = join(directory, 'terminal.db');
const unitFile = join(directory, 'recycler.json');
const linePath = join(directory, 'recycler');
const key = randomBytes(32).toString('hex');

const strikes: Record<Victim, number> = { terminal: 0, recycler: 0, server: 0, power: 0, line: 0 };
const ends: Record<string, number> = {};
/** Open at the last check. */
const open = { claims: 0, cases: 0 };
let terminal = null as ChildProcess | null;
let recycler = null as ChildProcess | null;
let centre = null as ChaosCentre | null;
let broken: string[] = [];
const started = performance.now();
try {
  centre = await ChaosCentre.start(directory, 2 * wanted + 20);
  recycler = await startRecycler();
  for (let checked = 0; kills() < wanted && broken.length === 0; ) {
    broken = await round(centre);
    if (broken.length === 0 && (kills() >= checked + 10 || kills() >= wanted)) {
      checked = kills();
      broken = await check(centre);
      console.error(`${kills()} of ${wanted} kills, ${JSON.stringify(ends)}`);
    }
  }
} catch (error) {
  broken = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
} finally {
  terminal?.kill('SIGKILL');
  recycler?.kill('SIGKILL');
  await centre?.kill();
  rmSync(directory, { recursive: true, force: true });
}
const seconds = Math.round((performance.now() - started) / 1_000);
console.log(
  `${kills()} kills with SIGKILL: ${killed.map((victim) => `${strikes[victim]} ${victim}`).join(', ')}; ` +
    `besides ${strikes.power} losses of power, ${strikes.line} of the line, in ${seconds} s`,
);
console.log(
  `payments: ${Object.entries(ends)
    .map(([end, times]) => `${times} ${end}`)
    .join(', ')}; ${open.claims} claims on slips, ${open.cases} cases for a person`,
);
for (const what of broken) console.log(`BROKEN: ${what}`);
console.log(JSON.stringify({ kills: kills(), ...strikes, ends, ...open, seconds, broken: broken.length }));
process.exit(broken.length === 0 ? 0 : 1);

function kills(): number {
  return killed.reduce((sum, victim) => sum + strikes[victim], 0);
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  console.error(`${name}: a whole number from 1 is expected, found "${text}"\n${usage}`);
  process.exit(2);
}

/** Somebody pays, and something happens, once or twice. Answers what was broken. */
async function round(server: ChaosCentre): Promise<string[]> {
  terminal ??= await startTerminal(server);
  const running = terminal;
  const { assessmentId, charge, amount: due } = await server.assess();
  let ended = false;
  const onMessage = (message: FromTerminal) => {
    if (message.type !== 'ended') return;
    ended = true;
    ends[message.kind] = (ends[message.kind] ?? 0) + 1;
  };
  running.on('message', onMessage);
  const cancelAfterMs = random.chance(0.3) ? random.whole(500, 4_000) : 30_000;
  running.send({ type: 'pay', due, cancelAfterMs, assessmentId, charge } satisfies ToTerminal);
  const begun = Date.now();
  const planned = [random.whole(50, 2_500), random.whole(50, 5_000)]
    .slice(0, random.chance(0.7) ? 2 : 1)
    .sort((a, b) => a - b)
    .map((at) => ({ at: begun + at, victim: random.pick(victims) }));
  while (!ended && Date.now() < begun + patienceMs) {
    if (random.chance(0.3)) tellRecycler({ type: 'insert', note: random.pick(notes) });
    const [next] = planned;
    if (next !== undefined && Date.now() >= next.at) {
      planned.shift();
      strikes[next.victim] += 1;
      if (next.victim === 'terminal') {
        await end(running);
        terminal = null;
        ends.killed = (ends.killed ?? 0) + 1;
        return [];
      }
      await strike(next.victim, server);
    }
    await pause(60);
  }
  running.off('message', onMessage);
  return ended ? [] : [`a payment of ${due} fen did not end in ${patienceMs} ms`];
}

async function strike(victim: Exclude<Victim, 'terminal'>, server: ChaosCentre): Promise<void> {
  switch (victim) {
    case 'server':
      await server.kill();
      await pause(random.whole(0, 1_500));
      await server.restart();
      return;
    case 'recycler':
      if (recycler !== null) await end(recycler);
      await pause(random.whole(20, 800));
      recycler = await startRecycler();
      return;
    case 'power':
      tellRecycler({ type: 'power', on: false });
      await pause(random.whole(20, 800));
      tellRecycler({ type: 'power', on: true });
      return;
    case 'line':
      tellRecycler({ type: 'line', plugged: false });
      await pause(random.whole(20, 800));
      tellRecycler({ type: 'line', plugged: true });
  }
}

/** Fen in the unit, by place, as its file has them. */
function inUnit(): Record<'path' | 'bezel' | 'payout' | 'cashbox', number> {
  const { papers } = JSON.parse(readFileSync(unitFile, 'utf8')) as UnitMemory;
  const value = (place: string) =>
    papers
      .filter((paper) => paper.place === place)
      .reduce((sum, { channel }) => sum + (channelValues[(channel ?? 0) - 1] ?? 0), 0);
  return { path: value('path'), bezel: value('bezel'), payout: value('payout'), cashbox: value('cashbox') };
}

/** The machine comes to rest, its process ends in order, the server is killed, and everything is counted. */
async function check(server: ChaosCentre): Promise<string[]> {
  terminal ??= await startTerminal(server);
  const running = terminal;
  for (let still = 0, waited = 0; still < 10 && waited < 300; waited++) {
    const { path, bezel } = inUnit();
    still = path + bezel === 0 ? still + 1 : 0;
    await pause(100);
  }
  const exited = new Promise<void>((resolve) => running.once('exit', () => resolve()));
  running.send({ type: 'finish' } satisfies ToTerminal);
  await exited;
  terminal = null;
  strikes.server += 1;
  const books = await server.books();

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
  const unit = inUnit();
  const difference =
    unit.payout + unit.cashbox - balance('unit:recycler/payout') - balance('unit:recycler/cashbox');
  const cases = read.openCashCases();
  const told = cases.reduce((sum, { amount }) => sum + amount, 0);
  expect(unit.path + unit.bezel === 0, 'a note lies in the path');
  expect(
    Math.abs(difference) <= told,
    `${difference} fen more in the unit than in the ledger, cases tell of ${told}`,
  );
  expect(
    read.cashBalances().reduce((sum, one) => sum + one.balance, 0) === 0,
    'the balances do not add up to zero',
  );
  expect(balance('citizen') === 0, `${-balance('citizen')} fen are owed to a citizen who has left`);
  expect(balance('escrow:recycler') === 0, 'the ledger has a note in escrow');
  expect(
    -balance('host') === books.posted,
    `the ledger paid ${-balance('host')} fen, the server has ${books.posted}`,
  );
  expect(books.payments === books.bookings, `${books.payments} payments, ${books.bookings} bookings`);
  expect(books.waiting === 0, 'a payment still waits although the authority answers');
  expect(balance('pending') === 0, 'a payment is still pending although the server answers');
  const claims = read.openCashClaims();
  const claimed = claims.reduce((sum, { amount }) => sum + amount, 0);
  expect(-balance('claims') === claimed, `claims of ${claimed} fen, the ledger owes ${-balance('claims')}`);
  const loose = unregistered(read);
  expect(loose === 0, `${loose} fen in suspense are in no register`);
  expect(read.activeCashIn() === undefined, 'a cash-in is still active');
  expect(read.unsettledIntents().length === 0, 'an intent was never decided');
  expect(read.unsentReportCount() === 0, 'a report was not sent although the server answers');
  expect(
    books.reports.every(({ sequence }, index) => sequence === index + 1),
    'the reports at the server have a gap',
  );
  const reported = (kind: string) => books.reports.filter((one) => one.kind === kind).length;
  expect(reported('cashClaim') === claims.length, `${claims.length} claims, ${reported('cashClaim')} told`);
  expect(reported('cashCase') === cases.length, `${cases.length} cases, ${reported('cashCase')} told`);
  open.claims = claims.length;
  open.cases = cases.length;
  close();
  return found;
}

function tellRecycler(message: ToRecycler): void {
  if (recycler?.connected) recycler.send(message);
}

async function startRecycler(): Promise<ChildProcess> {
  const child = start('recycler-process.ts', [unitFile, linePath]);
  await firstMessage(child, 'the recycler');
  return child;
}

async function startTerminal({ url, terminalId, privateKeyFile }: ChaosCentre): Promise<ChildProcess> {
  const child = start('terminal-process.ts', [file, key, linePath, url, terminalId, privateKeyFile]);
  await firstMessage(child, 'the terminal');
  return child;
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
