import type Database from 'libsql';
import { canonicalJson } from './canonical-json.ts';
import { FIRST_PREVIOUS_HASH, hashOf } from './chain.ts';
import {
  asksForCheckpoint,
  type JournalSigner,
  RECORDS_PER_CHECKPOINT,
  signCheckpoint,
} from './checkpoint.ts';
import type { JournalEvent } from './events.ts';

interface Head {
  readonly sequence: number;
  readonly hash: string;
  /** Sequence of the last checkpoint; 0 if it is older than any that still matters. */
  readonly checkpoint: number;
}

export interface JournalAppender {
  append(event: JournalEvent): void;
  /** Writes the checkpoint that the records of this database transaction ask for, if any. */
  seal(): void;
  /** Follows the database after a rollback: the next number is the one that was not written. */
  rollback(): void;
  /** Follows the database after a commit. */
  committed(): void;
}

/**
 * Writes the journal inside the caller's database transaction. The head of the chain is kept in memory, so
 * that a record costs one insert; triggers check number and previous hash again in the database.
 */
export function journalAppender(
  database: Database.Database,
  now: () => string,
  signer: JournalSigner | undefined,
): JournalAppender {
  const insert = database.prepare(
    'INSERT INTO journal (sequence, at, event, previous_hash, hash) VALUES (?, ?, ?, ?, ?)',
  );
  let durable = headOf(database);
  let head = durable;
  let sealAsked = false;

  function append(event: JournalEvent): void {
    const sequence = head.sequence + 1;
    const at = now();
    const text = canonicalJson(event);
    const hash = hashOf(head.hash, sequence, at, text);
    insert.run(sequence, at, text, head.hash, hash);
    head = { sequence, hash, checkpoint: event.type === 'checkpoint' ? sequence : head.checkpoint };
    sealAsked ||= asksForCheckpoint(event);
  }

  return {
    append,
    seal() {
      if (signer === undefined) return;
      const unsigned = head.sequence - head.checkpoint;
      if (!sealAsked && unsigned < RECORDS_PER_CHECKPOINT) return;
      append(signCheckpoint(signer, head.sequence, head.hash));
      sealAsked = false;
    },
    rollback() {
      head = durable;
      sealAsked = false;
    },
    committed() {
      durable = head;
      sealAsked = false;
    },
  };
}

function headOf(database: Database.Database): Head {
  const row = database.prepare('SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1').all()[0];
  const { sequence, hash } = (row ?? { sequence: 0, hash: FIRST_PREVIOUS_HASH }) as Omit<Head, 'checkpoint'>;
  const checkpoint = database
    .prepare(
      `SELECT sequence FROM journal
       WHERE sequence > ? AND json_extract(event, '$.type') = 'checkpoint' ORDER BY sequence DESC LIMIT 1`,
    )
    .all(sequence - RECORDS_PER_CHECKPOINT)[0];
  return { sequence, hash, checkpoint: (checkpoint as Omit<Head, 'checkpoint'> | undefined)?.sequence ?? 0 };
}
