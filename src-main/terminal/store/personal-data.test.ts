import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from './store.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
});
afterEach(() => test.remove());

/** Invented; the region does not exist any more under this code and the year says so. */
const name = '张零窗';
const idNumber = '445202195001011234';
const pdf = Buffer.from(`%PDF-1.7\n${`${name} ${idNumber}\n`.repeat(2000)}`);

/** Names of the files in the data directory in which `needle` can be read. */
function filesWith(needle: string): string[] {
  return readdirSync(test.directory).filter((file) =>
    readFileSync(join(test.directory, file)).includes(Buffer.from(needle)),
  );
}

function keepDocument(store: Store): void {
  store.commit((write) => {
    write.beginTransaction({ id: 'a', itemCode: 'item', configurationVersion: 'v' });
    write.keepDocument({
      transactionId: 'a',
      certificateNumber: 'C-1',
      idempotencyKey: 'k',
      pages: 1,
      pdf,
      sha256: createHash('sha256').update(pdf).digest('hex'),
    });
  });
}

function expectNothingReadable(): void {
  expect(readdirSync(test.directory)).toContain('terminal.db');
  for (const needle of [name, idNumber, '%PDF-1.7', 'CREATE TABLE', 'SQLite format 3'])
    expect(filesWith(needle), needle).toEqual([]);
}

it('is not readable in any file: not in the log while open, not after close, not after it was dropped', () => {
  const store = test.open();
  keepDocument(store);
  expect(readFileSync(`${test.file}-wal`).length).toBeGreaterThan(pdf.length);
  expectNothingReadable();
  store.close();
  expectNothingReadable();
  const again = test.open();
  expect(Buffer.from(again.read.document('a')?.pdf ?? []).equals(pdf)).toBe(true);
  again.commit((write) => write.dropDocument('a'));
  expectNothingReadable();
  again.close();
});

it('is gone after it was dropped even for one who has the key', () => {
  const store = test.open();
  keepDocument(store);
  store.commit((write) => write.dropDocument('a'));
  store.close();
  // Decrypted, so that what a page still holds would be seen. A copy, because libsql may still hold the file.
  const copy = join(test.directory, 'copy.db');
  copyFileSync(test.file, copy);
  const raw = test.rawConnection(copy);
  raw.pragma('journal_mode = DELETE');
  raw.pragma("rekey = ''");
  raw.close();
  expect(filesWith('SQLite format 3')).toEqual(['copy.db']);
  expect(filesWith(idNumber)).toEqual([]);
});
