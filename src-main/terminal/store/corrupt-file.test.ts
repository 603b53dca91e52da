import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyCheckFile } from './key-check.ts';
import { openStore } from './open.ts';
import { TestProcess } from './test-process.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
  const store = test.open();
  store.commit((write) => {
    for (let count = 0; count < 300; count++) {
      const id = `t${count}`;
      const { trace } = write.beginTransaction({ id, itemCode: 'item', configurationVersion: 'v' });
      write.journal({ type: 'transactionStarted', transactionId: id, trace, itemCode: 'item' });
      write.report('transaction', { trace });
    }
  });
  store.close();
});
afterEach(() => test.remove());

/** Refused with this code, the file named and left byte for byte as it was. */
function expectRefused(code: string, message: RegExp): void {
  const before = readFileSync(test.file);
  const opened = openStore(test.options());
  if (opened.ok) opened.value.close();
  expect(opened).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } });
  if (!opened.ok) expect(opened.error.message).toContain(test.file);
  expect(readFileSync(test.file).equals(before)).toBe(true);
}

function damage(offset: number, length: number): void {
  const bytes = readFileSync(test.file);
  for (let at = offset; at < offset + length; at++) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(test.file, bytes);
}

describe('a damaged file is refused and kept', () => {
  it.each([
    ['the first bytes', 0],
    ['the clear part of the header', 18],
    ['the header', 40],
    ['the list of tables', 4096 - 32],
  ])('%s flipped', (_, offset) => {
    damage(offset, 16);
    expectRefused('corrupt', /damaged/);
  });

  it('the beginning of any page flipped', () => {
    const original = readFileSync(test.file);
    for (let page = 1; page < original.length / 4096; page++) {
      writeFileSync(test.file, original);
      damage(page * 4096, 16);
      expectRefused('corrupt', /damaged|journal record/);
    }
  });

  it('a journal record flipped in the middle of its text', () => {
    const original = readFileSync(test.file);
    // Row contents lie at the end of a page. SQLite alone would not see it: the cipher has no checksum.
    let found = 0;
    for (let offset = 4096 - 200; offset < original.length; offset += 4096) {
      writeFileSync(test.file, original);
      damage(offset, 1);
      const opened = openStore(test.options());
      if (opened.ok) opened.value.close();
      else {
        expect(opened.error.code).toBe('corrupt');
        found += 1;
      }
    }
    expect(found).toBeGreaterThan(original.length / 4096 / 2);
  });

  it('any sixteen bytes of a page of text flipped: refused or passed over, and the process lives', () => {
    const original = readFileSync(test.file);
    let found = 0;
    for (let offset = 4096 + 64; offset < original.length; offset += 816) {
      writeFileSync(test.file, original);
      damage(offset, 16);
      const opened = openStore(test.options());
      if (opened.ok) opened.value.close();
      else {
        expect(opened.error.code).toBe('corrupt');
        found += 1;
      }
    }
    expect(found).toBeGreaterThan(0);
  });

  it.each([100, 512, 4096, 3 * 4096, 3 * 4096 + 7])('cut to %i bytes', (size) => {
    truncateSync(test.file, size);
    expectRefused('corrupt', /damaged|shorter|no tables/);
  });

  it('cut to nothing: it is not taken for a new store', () => {
    truncateSync(test.file, 0);
    expectRefused('corrupt', /missing or empty/);
  });

  it('something else altogether', () => {
    writeFileSync(test.file, 'not a database\n'.repeat(1000));
    expectRefused('corrupt', /damaged/);
  });
});

it('refuses when the file is gone though it was in use, and begins anew only when told so', () => {
  rmSync(test.file);
  expect(openStore(test.options())).toMatchObject({
    ok: false,
    error: { code: 'corrupt', message: expect.stringContaining('missing or empty') },
  });
  rmSync(keyCheckFile(test.file));
  const store = test.open();
  expect(store.read.journal(0, 1)).toEqual([]);
  store.close();
});

it('leaves file and log as they are when it finds damage after a crash', async () => {
  const child = new TestProcess(test, ['commit']);
  await child.untilLines(20);
  await child.kill();
  expect(statSync(`${test.file}-wal`).size).toBeGreaterThan(0);
  const logged = pagesInLog();
  const page = Array.from({ length: statSync(test.file).size / 4096 }, (_, index) => index + 1).findLast(
    (number) => !logged.has(number),
  );
  damage(((page ?? 0) - 1) * 4096, 16);
  const log = readFileSync(`${test.file}-wal`);
  expectRefused('corrupt', /damaged/);
  expect(readFileSync(`${test.file}-wal`).equals(log)).toBe(true);
});

/** Numbers of the pages that the log replaces: frame headers of https://www.sqlite.org/walformat.html. */
function pagesInLog(): Set<number> {
  const log = readFileSync(`${test.file}-wal`);
  const pages = new Set<number>();
  for (let frame = 32; frame + 24 <= log.length; frame += 24 + 4096) pages.add(log.readUInt32BE(frame));
  return pages;
}

it('says so when the place cannot be written', () => {
  for (const file of [join(test.directory, 'none', 'terminal.db'), join(test.file, 'terminal.db')])
    expect(openStore(test.options({ file }))).toMatchObject({
      ok: false,
      error: { code: 'unwritable', message: expect.stringContaining(file) },
    });
});
