import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../store/store.ts';
import { TestStore } from '../store/test-store.ts';
import { verifyChain } from './chain.ts';
import { exportJournal } from './export.ts';
import { readJournal } from './json-lines.ts';

let test: TestStore;
let store: Store;
let file: string;
beforeEach(() => {
  test = new TestStore();
  store = test.open();
  file = join(test.directory, 'journal.jsonl');
});
afterEach(() => {
  store.close();
  test.remove();
});

function write(records: number): void {
  store.commit((write) => {
    for (let step = 1; step <= records; step++)
      write.journal({ type: 'stepEntered', transactionId: '一', step: '核验'.repeat(step % 40) });
  });
}

it('writes every record as a line, in order, across pages, and reads them back', () => {
  write(2345);
  expect(exportJournal(store.read, file)).toBe(2346);
  const text = readFileSync(file, 'utf8');
  expect(text.endsWith('}\n')).toBe(true);
  expect(text.split('\n')).toHaveLength(2347);
  const read = [...readJournal(file)];
  expect(read).toEqual(store.read.journal(0, 10_000));
  expect(verifyChain(read)).toMatchObject({ ok: true, records: 2346 });
});

it('replaces an older export whole and leaves nothing beside it', () => {
  write(3);
  writeFileSync(file, 'older');
  writeFileSync(`${file}.new`, 'left by a crash');
  expect(exportJournal(store.read, file)).toBe(3);
  expect([...readJournal(file)]).toHaveLength(3);
  expect(readdirSync(test.directory)).not.toContain('journal.jsonl.new');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('leaves the older export when it fails half-way', () => {
  writeFileSync(file, 'older');
  const failing = {
    journal(): never {
      throw new Error('disk');
    },
  };
  expect(() => exportJournal(failing, file)).toThrow('disk');
  expect(readFileSync(file, 'utf8')).toBe('older');
});

it('gives an empty file for an empty journal', () => {
  expect(exportJournal(store.read, file)).toBe(0);
  expect(existsSync(file)).toBe(true);
  expect([...readJournal(file)]).toEqual([]);
});

it.each(['', '{', '1', '{"sequence":1}', '{"event":{}}'])('reads %j as no record', (line) => {
  write(1);
  exportJournal(store.read, file);
  writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`);
  expect([...readJournal(file)].map((record) => record?.sequence)).toEqual([1, undefined]);
});

it('reads events of a later version: they are hashed, not understood', () => {
  write(1);
  exportJournal(store.read, file);
  const later = readFileSync(file, 'utf8').replace('"stepEntered"', '"cashCounted","fen":12300');
  writeFileSync(file, later);
  expect([...readJournal(file)]).toMatchObject([{ event: { type: 'cashCounted', fen: 12300 } }]);
});
