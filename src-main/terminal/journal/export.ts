import { replaceFile } from '../store/replace-file.ts';
import type { Read } from '../store/store.ts';
import type { JournalRecord } from './events.ts';

const PAGE = 1000;

/**
 * Writes the whole journal as JSON Lines, one record a line, whole or not at all. Returns the number of
 * records. Throws what the file system says.
 */
export function exportJournal(read: Pick<Read, 'journal'>, file: string): number {
  let records = 0;
  function* lines(): Generator<string> {
    for (const record of journalRecords(read)) {
      records += 1;
      yield `${JSON.stringify(record)}\n`;
    }
  }
  replaceFile(file, lines());
  return records;
}

function* journalRecords(read: Pick<Read, 'journal'>): Generator<JournalRecord> {
  for (let after = 0; ; ) {
    const page = read.journal(after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}
