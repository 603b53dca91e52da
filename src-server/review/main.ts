import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { systemRandom } from '../random.ts';
import { readSettings } from '../settings.ts';
import { openDatabase } from '../store/database.ts';
import { checkServerKey } from '../store/server-key.ts';
import { createVault } from '../store/vault.ts';
import { runCases } from './cases.ts';
import { firstBroken } from './chain.ts';
import { evidence, evidenceOf, replay } from './replay.ts';
import { measureShare } from './sample/share.ts';
import { readShipped } from './shipped.ts';

const usage = `npm run review -- test                 every table of config/review against its dated cases
npm run review -- share [seed] [count]  a sample of applications, decided by the tables and by an oracle
npm run review -- replay <id | file>    decides a recorded case again
npm run review -- export <id> <file>    a record with its table, personal data in clear
npm run review -- verify                the chain of all that was done

replay <id>, export and verify open the database that the settings of src-server/README.md name. An embedded one can
be opened by one process only: stop the server first.`;

/** The last line of every command is JSON. Exit code 0: all is as it must be; 1: it is not; 2: it was not asked right. */
const { positionals } = parseArgs({ allowPositionals: true });
const [command, ...rest] = positionals;
process.exitCode = await run(command, rest);

async function run(name: string | undefined, [first, second]: string[]): Promise<number> {
  switch (name) {
    case 'test':
      return test();
    case 'share':
      return share(Number(first ?? 1), Number(second ?? 10_000));
    case 'replay':
      if (first === undefined) break;
      return z.uuid().safeParse(first).success
        ? replayOf(() => stored(first))
        : replayOf(() => fromFile(first));
    case 'export':
      if (first === undefined || second === undefined) break;
      return exportTo(first, second);
    case 'verify':
      return verify();
  }
  return wrong(usage);
}

function wrong(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return 2;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function shippedTables() {
  const settings = readSettings({ ...process.env, ZEROWINDOW_SERVER_KEY: '0'.repeat(64) });
  const directory = (settings.ok ? settings.value.reviewDirectory : undefined) ?? 'config/review';
  return readShipped(directory);
}

async function test(): Promise<number> {
  const shipped = shippedTables();
  if (!shipped.ok) return wrong(shipped.error.join('\n'));
  let cases = 0;
  let failures = 0;
  print('table  version  hash      dated       cases  failed');
  for (const one of shipped.value) {
    const ran = await runCases(one.table, one.cases);
    cases += ran.cases;
    failures += ran.failures.length;
    const { id, version, sha256 } = one.table;
    print(
      [
        id.padEnd(5),
        String(version).padStart(7),
        sha256.slice(0, 8),
        one.cases.dated,
        String(ran.cases).padStart(5),
        String(ran.failures.length).padStart(6),
      ].join('  '),
    );
    for (const failure of ran.failures) print(`       ${failure}`);
  }
  print(JSON.stringify({ tables: shipped.value.length, cases, failures }));
  return failures === 0 ? 0 : 1;
}

async function share(seed: number, count: number): Promise<number> {
  if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 1)
    return wrong('expected a seed and a count, both integers');
  const shipped = shippedTables();
  if (!shipped.ok) return wrong(shipped.error.join('\n'));
  const tables = shipped.value.map(({ table }) => table);
  const found = await measureShare(tables, seed, count);
  const percent = (part: number) => Number(((100 * part) / count).toFixed(1));
  for (const [kind, number] of Object.entries(found.kinds))
    print(`${kind.padEnd(18)} ${String(number).padStart(7)} ${percent(number).toFixed(1).padStart(6)} %`);
  const { wrongApprovals, wrongRefusals, missed } = found;
  for (const one of [...wrongApprovals, ...wrongRefusals, ...missed].slice(0, 20))
    print(JSON.stringify({ table: one.request.tableId, at: one.request.appliedAt, truth: one.truth }));
  const summary = {
    seed,
    applications: count,
    approvedPercent: percent(found.kinds.approve + found.kinds.acceptWithPromise),
    automaticPercent: percent(found.automatic),
    wrongApprovals: wrongApprovals.length,
    wrongRefusals: wrongRefusals.length,
    missed: missed.length,
  };
  print(JSON.stringify(summary));
  return wrongApprovals.length + wrongRefusals.length + missed.length === 0 ? 0 : 1;
}

async function replayOf(find: () => Promise<unknown>): Promise<number> {
  const parsed = evidence.safeParse(await find());
  if (!parsed.success) return wrong('expected the id of a review, or a file that "export" wrote');
  const replayed = await replay(parsed.data);
  if (!replayed.ok) return wrong(replayed.error);
  print(JSON.stringify(replayed.value));
  return replayed.value.same ? 0 : 1;
}

async function fromFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

async function exportTo(id: string, path: string): Promise<number> {
  const found = z.uuid().safeParse(id).success ? await stored(id) : null;
  if (found === null) return wrong(`no review has the id ${id}`);
  writeFileSync(path, JSON.stringify(found, null, 2), { mode: 0o600, flag: 'wx' });
  print(JSON.stringify({ written: path }));
  return 0;
}

function stored(id: string) {
  return withStore(({ db, vault }) => evidenceOf(db, vault, id));
}

async function verify(): Promise<number> {
  const broken = await withStore(({ db }) => firstBroken(db));
  print(JSON.stringify({ whole: broken === null, firstBroken: broken }));
  return broken === null ? 0 : 1;
}

interface Store {
  readonly db: Parameters<typeof firstBroken>[0];
  readonly vault: ReturnType<typeof createVault>;
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  if (!settings.ok) throw new Error(settings.error.join('\n'));
  const opened = await openDatabase(settings.value.database);
  if (!opened.ok) throw new Error(opened.error.message);
  const { db, close } = opened.value;
  try {
    const vault = createVault(settings.value.serverKey, systemRandom);
    const key = await checkServerKey(db, vault);
    if (!key.ok) throw new Error(key.error.message);
    return await work({ db, vault });
  } finally {
    await close();
  }
}
