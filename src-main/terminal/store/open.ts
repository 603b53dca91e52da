import type Database from 'libsql';
import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { journalAppender } from '../journal/appender.ts';
import { verifyChain } from '../journal/chain.ts';
import type { JournalSigner } from '../journal/checkpoint.ts';
import { createCommit } from './commit.ts';
import { openDatabase } from './database.ts';
import { lock } from './lock.ts';
import { createRead } from './read.ts';
import { migrations } from './schema.ts';
import type { OpenStore, Read, Store } from './store.ts';
import { storeError } from './store-error.ts';
import { createWrite } from './write.ts';

export interface StoreOptions {
  /** Path of the database; `.lock`, `.key-check` and SQLite's `-wal` and `-shm` stand beside it. */
  readonly file: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
  readonly clock: Clock;
  /** First half of the trace numbers, `0001`. */
  readonly terminalNumber: string;
  /** Random UUIDs for reports: `randomUUID` of node:crypto, or a seeded one in tests. */
  readonly newId: () => string;
  /** Without it the journal is chained but not signed. */
  readonly signer?: JournalSigner | undefined;
  /** False leaves the flushing to the operating system: for simulations, in which no power fails. */
  readonly flush?: boolean;
}

/** So many records at the end of the journal are verified at each start: about 10 ms. */
const VERIFIED_AT_OPEN = 1000;

/** Opens or creates the store. Refuses with a reason, and then leaves the file as it was. */
export function openStore(options: StoreOptions): OpenStore {
  const { file, key } = options;
  let unlock: (() => void) | undefined;
  try {
    unlock = lock(`${file}.lock`);
    const opened = openDatabase(file, key, migrations, options.flush ?? true);
    const store = opened.ok ? assemble(opened.value, unlock, options) : opened;
    if (!store.ok) unlock();
    return store;
  } catch (error) {
    unlock?.();
    return err(storeError(file, error, true));
  }
}

function assemble(database: Database.Database, unlock: () => void, options: StoreOptions): OpenStore {
  const { file } = options;
  const brokenRecord = brokenRecordNearEnd(database, createRead(database));
  if (brokenRecord !== undefined)
    return err({
      code: 'corrupt',
      message: `${file}: journal record ${brokenRecord} is not as it was written`,
    });
  return ok(
    storeOn(database, options, () => {
      // libsql ends a connection only when its statements are collected, so the log is merged here.
      database.pragma('wal_checkpoint(TRUNCATE)');
      database.close();
      unlock();
    }),
  );
}

/** The store on a database that is open and of this schema. */
export function storeOn(
  database: Database.Database,
  {
    clock,
    terminalNumber,
    newId,
    signer,
  }: Pick<StoreOptions, 'clock' | 'terminalNumber' | 'newId' | 'signer'>,
  close: () => void,
): Store {
  const now = () => new Date(clock.now()).toISOString();
  const journal = journalAppender(database, now, signer);
  const write = createWrite({ database, journal, terminalNumber, newId, now });
  return { commit: createCommit(database, journal, write), read: createRead(database), close };
}

/** Number of the first broken record near the end; the whole journal is for tools/verify-journal. */
function brokenRecordNearEnd(database: Database.Database, read: Read): number | undefined {
  const [row] = database.prepare('SELECT coalesce(max(sequence), 0) AS last FROM journal').all();
  const start = Math.max(0, (row as { last: number }).last - VERIFIED_AT_OPEN);
  const [before] = start === 0 ? [] : read.journal(start - 1, 1);
  const verdict = verifyChain(read.journal(start, VERIFIED_AT_OPEN), {
    after: before && { through: before.sequence, hash: before.hash },
  });
  return verdict.ok ? undefined : verdict.firstBroken;
}
