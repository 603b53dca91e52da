import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ippeveprinterPath } from '../devices/drivers/ipp/test-printer.ts';
import { SeededRandom } from '../src-main/terminal/cash/simulation/random.ts';
import { openKeys } from '../src-main/terminal/store/keys.ts';
import { openStore } from '../src-main/terminal/store/open.ts';
import { systemClock } from '../src-shared/clock.ts';
import { ChaosCentre, personNumber } from './chaos/centre.ts';
import { citizenOf, type Killed, killed, type Victim } from './chaos/citizen.ts';
import { compare } from './chaos/compare.ts';
import { comparePrints } from './chaos/compare-prints.ts';
import { inMotion, type Motion } from './chaos/in-motion.ts';
import { runMutations } from './chaos/mutations.ts';
import { printStrikeOf, reprintStrikeOf } from './chaos/print-citizen.ts';
import { PrintCorner } from './chaos/print-corner.ts';
import { Programs } from './chaos/programs.ts';
import { StruckReport } from './chaos/struck-report.ts';
import { ChaosTerminal } from './chaos/terminal.ts';
import { ChaosUnits, type Unit } from './chaos/units.ts';

/**
 * npm run chaos -- [--kills N] [--seed S] [--mutations]
 *
 * Real processes: the terminal's cash on its encrypted file; the emulated recycler, note dispenser and coin hopper behind
 * serial lines, each with its notes or coins in a file; the server on its embedded database; and the A4 printer. Somebody pays a
 * premium in notes or prints a certificate, and at random moments, or in the middle of a motion, a report or a print, one of the
 * six is killed with SIGKILL, or the recycler loses its power, or a unit its line. Where a case or a job is open, staff come: they
 * count what lies in the units, book it at the cash screen and close the case, or see to the paper. After every twentieth kill, and
 * at the end, the ledger is compared with the units, and both and the papers with what the server has. Prints for people, and a
 * last line of JSON; exit 1 = something was broken. The seed chooses what happens; when exactly it hits is up to the machine.
 * `--mutations` puts faults into the code on purpose, one at a time, and exits with 1 when one of them is not noticed.
 */
const usage = 'usage: npm run chaos -- [--kills N] [--seed S] [--mutations]';
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    mutations: { type: 'boolean', default: false },
  },
});
const [wanted, seed] = [wholeNumber('--kills', values.kills), wholeNumber('--seed', values.seed)];
if (values.mutations) process.exit(runMutations(seed));
const random = new SeededRandom(seed);

const patienceMs = 180_000;
const mostPeople = 3 * wanted + 20;

const directory = mkdtempSync(join(tmpdir(), 'zerowindow-chaos-'));
const data = join(directory, 'terminal');
const opened = openKeys(data);
if (!opened.ok) throw new Error(opened.error.message);
const keys = opened.value;

const strikes: Record<Victim | Killed, number> = {
  terminal: 0,
  recycler: 0,
  dispenser: 0,
  hopper: 0,
  server: 0,
  power: 0,
  line: 0,
  printer: 0,
};
/** Kills, by what was in motion. */
const hit: Partial<Record<Motion, number>> = {};
const ends: Record<string, number> = {};
const prints = { visits: 0, papers: 0, reprinted: 0, confirmed: 0 };
/** Open at the last check. */
const open = { claims: 0, cases: 0, differences: 0 };
/** By staff, in the whole run. */
const staff = { visits: 0, cases: 0, differences: 0, loads: 0 };
const programs = await Programs.build();
const units = new ChaosUnits(programs, directory);
let terminal = null as ChaosTerminal | null;
let centre = null as ChaosCentre | null;
let corner = null as PrintCorner | null;
let broken: string[] = [];
const started = performance.now();
try {
  centre = await ChaosCentre.start(directory, keys, mostPeople);
  await units.start();
  if (ippeveprinterPath === undefined) console.error('nothing is printed: ippeveprinter is not installed');
  else {
    const people = Array.from({ length: mostPeople }, (_, number) => personNumber(number));
    corner = await PrintCorner.open({ programs, directory, data }, centre, people);
  }
  await load(await running(centre), ['dispenser', 'hopper']);
  for (let checked = 0; kills() < wanted && broken.length === 0; ) {
    broken = corner !== null && random.chance(0.15) ? await printing(corner, centre) : await round(centre);
    if (broken.length === 0) broken = await letStaffLook(centre);
    if (broken.length === 0 && (kills() >= checked + 20 || kills() >= wanted)) {
      checked = kills();
      broken = await check(centre);
      console.error(`${kills()} of ${wanted} kills, ${JSON.stringify({ ...ends, staff, prints, hit })}`);
    }
  }
} catch (error) {
  broken = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
} finally {
  await terminal?.kill();
  await corner?.killAll();
  await units.killAll();
  await centre?.kill();
  rmSync(directory, { recursive: true, force: true });
  programs.remove();
}
const seconds = Math.round((performance.now() - started) / 1_000);
const counted = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, times]) => `${times} ${name}`)
    .join(', ');
const ofProcesses = Object.fromEntries(killed.map((victim) => [victim, strikes[victim]]));
console.log(
  [
    `${kills()} kills with SIGKILL: ${counted(ofProcesses)}; besides ${strikes.power} losses of power, ${strikes.line} ` +
      `of a line, in ${seconds} s`,
    `killed in the middle of: ${counted(hit)}`,
    `payments: ${counted(ends)}; ${open.claims} claims on slips`,
    `staff came ${staff.visits} times, closed ${staff.cases} cases and ended ${staff.differences} differences, loaded ` +
      `${staff.loads} times; ${open.cases} cases and ${open.differences} differences are open`,
    `${prints.visits} people printed, and ${prints.papers} papers came out: staff printed ${prints.reprinted} again and found ` +
      `${prints.confirmed} in the tray`,
    ...broken.map((what) => `BROKEN: ${what}`),
    JSON.stringify({
      kills: kills(),
      ...strikes,
      hit,
      ends,
      open,
      staff,
      prints,
      seconds,
      broken: broken.length,
    }),
  ].join('\n'),
);
process.exit(broken.length === 0 ? 0 : 1);

function kills(): number {
  return killed.reduce((sum, victim) => sum + strikes[victim], 0);
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  console.error(`${name}: a whole number from 1 is expected, found "${text}"\n${usage}`);
  process.exit(2);
}

/** The terminal, up. Now and then it is killed before it is, where it puts right what the last one left. */
async function running({ wire, terminalId }: ChaosCentre): Promise<ChaosTerminal> {
  while (terminal === null) {
    const begun = new ChaosTerminal(programs, [data, directory, wire.url, terminalId]);
    const doomed = kills() > 0 && kills() < wanted && random.chance(0.15);
    const struck = doomed ? pause(random.whole(300, 2_500)).then(() => 'struck') : null;
    if ((await Promise.race([begun.up, ...(struck === null ? [] : [struck])])) === 'struck') {
      noteKill('terminal', inMotion({ terminal: null, reporting: wire.reporting, ...units.kept }));
      await begun.kill();
    } else terminal = begun;
  }
  return terminal;
}

/** Somebody pays, and something happens, once or twice. Answers what was broken. */
async function round(server: ChaosCentre): Promise<string[]> {
  const machine = await running(server);
  const { tier, notes, cancelAfterMs, strikes: planned, report } = citizenOf(random);
  const { assessmentId, charge, amount: due } = await server.assess(tier);
  let kind = '';
  let failed: unknown;
  const aimed = report === null ? null : new StruckReport(server, machine, report);
  machine.pay({ due, cancelAfterMs, assessmentId, charge }).then(
    (ended) => {
      kind = ended;
    },
    (error: unknown) => {
      failed = error;
    },
  );
  const begun = Date.now();
  let at = 0;
  let seenAt: number | null = null;
  while (kind === '' && failed === undefined && Date.now() < begun + patienceMs) {
    if (aimed?.struck) {
      const wrong = await afterReport(aimed, server);
      if (wrong.length > 0 || terminal === null) return wrong;
    }
    if (random.chance(0.1)) units.insert(random.pick(notes));
    const next = planned[at];
    if (next !== undefined) {
      const motion = inMotion({ terminal: machine.seen, reporting: server.wire.reporting, ...units.kept });
      if (next.motion === motion) seenAt ??= Date.now();
      const from = next.motion === null ? begun : seenAt;
      if (from !== null && Date.now() >= from + next.afterMs) {
        at++;
        seenAt = null;
        await strike(next.victim, server);
        if (terminal === null) {
          ends.killed = (ends.killed ?? 0) + 1;
          return [];
        }
      }
    }
    await pause(20);
  }
  if (failed !== undefined) throw failed;
  if (kind === '') return [`a payment of ${due} fen did not end in ${patienceMs} ms`];
  ends[kind] = (ends[kind] ?? 0) + 1;
  if (aimed === null || !(await aimed.comes())) return [];
  return afterReport(aimed, server);
}

/** What was aimed at is dead: who it was comes again. */
async function afterReport(aimed: StruckReport, server: ChaosCentre): Promise<string[]> {
  const { motion, wrong } = await aimed.end();
  if (motion === null) return [];
  noteKill(aimed.victim, motion);
  if (aimed.victim === 'terminal') {
    terminal = null;
    ends.killed = (ends.killed ?? 0) + 1;
  } else await server.restart();
  return wrong;
}

/** The program that takes notes ends in order, some people print, and so does the one that prints. */
async function printing(place: PrintCorner, server: ChaosCentre): Promise<string[]> {
  await terminal?.finish();
  terminal = null;
  for (let people = random.whole(2, 4); people > 0; people--) {
    const strike = printStrikeOf(random);
    const how = {
      onKilled: noteKill,
      downMs: random.whole(0, 1_000),
      reprint: reprintStrikeOf(random),
    };
    const wrong = await place.visit(server.nextPerson(), strike, how);
    if (wrong.length > 0) return wrong;
    prints.visits += 1;
  }
  await place.leave();
  return [];
}

function noteKill(victim: Killed, motion: Motion): void {
  strikes[victim] += 1;
  hit[motion] = (hit[motion] ?? 0) + 1;
}

async function strike(victim: Victim, server: ChaosCentre): Promise<void> {
  if (victim !== 'power' && victim !== 'line')
    noteKill(
      victim,
      inMotion({ terminal: terminal?.seen ?? null, reporting: server.wire.reporting, ...units.kept }),
    );
  else strikes[victim] += 1;
  switch (victim) {
    case 'terminal':
      await terminal?.kill();
      terminal = null;
      return;
    case 'server':
      await server.kill();
      await pause(random.whole(0, 1_500));
      await server.restart();
      return;
    case 'power':
      units.power(false);
      await pause(random.whole(20, 800));
      units.power(true);
      return;
    case 'line': {
      const unit = random.pick<Unit>(['recycler', 'dispenser', 'hopper']);
      await units.line(unit, false);
      await pause(random.whole(20, 800));
      await units.line(unit, true);
      return;
    }
    default:
      await units.kill(victim);
      await pause(random.whole(20, 800));
      await units.restart(victim);
  }
}

/**
 * Where cases are open, people count what lies in the units, book it at the cash screen and close them. They find no more
 * missing than the cases told of.
 */
async function letStaffLook(server: ChaosCentre, { anyway = false } = {}): Promise<string[]> {
  const machine = await running(server);
  const { low } = units;
  if (low.length > 0) {
    await machine.rest();
    await units.fill(low);
    await load(machine, low);
  }
  if (machine.cases === 0 && !anyway) return [];
  await units.clear();
  await machine.rest();
  const visited = await machine.staff({ does: 'count', found: units.found() });
  staff.visits += 1;
  staff.cases += visited.cases;
  staff.differences += visited.ended;
  const { difference, told } = visited;
  return Math.abs(difference) <= told
    ? []
    : [`staff find ${difference} fen too many, the cases tell of ${told}`];
}

/** Staff have filled these, and enter what lies there now. */
async function load(machine: ChaosTerminal, filled: readonly Unit[]): Promise<void> {
  const found = units.found().filter(({ place }) => filled.some((unit) => place.startsWith(`unit:${unit}/`)));
  await machine.staff({ does: 'load', found });
  staff.loads += 1;
}

/** The machine comes to rest, staff count, its process ends in order, the server is killed, and everything is compared. */
async function check(server: ChaosCentre): Promise<string[]> {
  const wrong = await letStaffLook(server, { anyway: true });
  if (wrong.length > 0) return wrong;
  await terminal?.finish();
  terminal = null;
  noteKill('server', 'rest');
  const books = await server.books();
  const opened = openStore({
    file: join(data, 'terminal.db'),
    key: keys.storeKey,
    signer: keys.journalSigner,
    clock: systemClock,
    terminalNumber: '0001',
    newId: () => '',
  });
  if (!opened.ok) return [opened.error.message];
  const { read, close } = opened.value;
  const found = compare(read, units.found(), books, staff);
  const tray = corner?.printer.tray ?? [];
  Object.assign(prints, corner?.staff, { papers: tray.length });
  const { witness } = server.wire;
  found.push(...comparePrints({ books, told: witness.issued, tray, openJobs: read.openJobs() }));
  open.claims = read.openCashClaims().length;
  open.cases = read.openCashCases().length;
  open.differences = read.openCashDifferences().length;
  close();
  return [
    ...found,
    ...witness.compare(books.reports),
    ...(units.moves ? ['a note or a coin lies in a path'] : []),
  ];
}
