import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { systemRandom } from '../random.ts';
import { readSettings } from '../settings.ts';
import { openDatabase } from '../store/database.ts';
import { checkServerKey } from '../store/server-key.ts';
import { createVault } from '../store/vault.ts';
import { runCases } from './cases.ts';
import { firstBroken } from './chain.ts';
import { evidence, evidenceOf, replay } from './replay.ts';
import { mutants, share } from './share-command.ts';
import { readShipped } from './shipped.ts';

const usage = `npm run review -- test                 every table of config/review against its dated cases
npm run review -- share [seed] [count]  a sample of applications, decided by the tables and by an oracle
npm run review -- mutants [seed] [count]  a row dropped, a boundary moved: whether the sample finds each
npm run review -- replay <id | file>    decides a recorded case again
npm run review -- export <id> <file>    a record with its table, personal data in clear
npm run review -- verify                the chain of all that was done

replay <id>, export and verify open the database that the settings of src-server/README.md name. An embedded one can
be opened by one process only: stop the server first.`;

export interface CommandContext {
  /** The settings of src-server/README.md. */
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
  /** What was not asked right. */
  readonly complain: (problem: string) => void;
}

/**
 * `npm run review`. The last line is JSON.
 *
 * @returns the exit code. 0: all is as it must be; 1: it is not; 2: it was not asked right.
 */
export async function runCommand(words: readonly string[], context: CommandContext): Promise<number> {
  const [name, first, second] = words;
  switch (name) {
    case 'test':
      return test(context);
    case 'share':
      return sampled(context, name, Number(first ?? 1), Number(second ?? 10_000));
    case 'mutants':
      return sampled(context, name, Number(first ?? 1), Number(second ?? 2_000));
    case 'replay':
      if (first === undefined) break;
      return replayOf(context, isId(first) ? await stored(context, first) : fromFile(first));
    case 'export':
      if (first === undefined || second === undefined) break;
      return exportTo(context, first, second);
    case 'verify':
      return verify(context);
  }
  return wrong(context, usage);
}

function wrong({ complain }: CommandContext, problem: string): number {
  complain(problem);
  return 2;
}

const isId = (text: string) => z.uuid().safeParse(text).success;

const settingsOf = ({ environment }: CommandContext) =>
  readSettings({ ...environment, ZEROWINDOW_SERVER_KEY: '0'.repeat(64) });

function shippedTables(context: CommandContext) {
  const settings = settingsOf(context);
  const directory = (settings.ok ? settings.value.reviewDirectory : undefined) ?? 'config/review';
  return readShipped(directory);
}

async function test(context: CommandContext): Promise<number> {
  const { print } = context;
  const shipped = shippedTables(context);
  if (!shipped.ok) return wrong(context, shipped.error.join('\n'));
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

/** Asked with a seed and a number of applications. */
async function sampled(context: CommandContext, name: 'share' | 'mutants', seed: number, count: number) {
  if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 1)
    return wrong(context, 'expected a seed and a count, both integers');
  const settings = settingsOf(context);
  const shipped = shippedTables(context);
  if (!shipped.ok) return wrong(context, shipped.error.join('\n'));
  if (name === 'mutants') return mutants(shipped.value, { seed, count }, context.print);
  const percent = (settings.ok ? settings.value.afterCheckPercent : undefined) ?? 3;
  return share(shipped.value, { seed, count, percent }, context.print);
}

async function replayOf(context: CommandContext, found: unknown): Promise<number> {
  const parsed = evidence.safeParse(found);
  if (!parsed.success) return wrong(context, 'expected the id of a review, or a file that "export" wrote');
  const replayed = await replay(parsed.data);
  if (!replayed.ok) return wrong(context, replayed.error);
  context.print(JSON.stringify(replayed.value));
  return replayed.value.same ? 0 : 1;
}

function fromFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

async function exportTo(context: CommandContext, id: string, path: string): Promise<number> {
  const found = isId(id) ? await stored(context, id) : null;
  if (found === null) return wrong(context, `no review has the id ${id}`);
  writeFileSync(path, JSON.stringify(found, null, 2), { mode: 0o600, flag: 'wx' });
  context.print(JSON.stringify({ written: path }));
  return 0;
}

function stored(context: CommandContext, id: string) {
  return withStore(context, ({ db, vault }) => evidenceOf(db, vault, id));
}

async function verify(context: CommandContext): Promise<number> {
  const broken = await withStore(context, ({ db }) => firstBroken(db));
  context.print(JSON.stringify({ whole: broken === null, firstBroken: broken }));
  return broken === null ? 0 : 1;
}

interface Store {
  readonly db: Parameters<typeof firstBroken>[0];
  readonly vault: ReturnType<typeof createVault>;
}

async function withStore<T>({ environment }: CommandContext, work: (store: Store) => Promise<T>): Promise<T> {
  const settings = readSettings(environment);
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
