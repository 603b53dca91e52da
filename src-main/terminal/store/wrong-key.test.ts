import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyCheckFile } from './key-check.ts';
import { openStore } from './open.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
  const store = test.open();
  store.commit((write) => write.setFact('name', 'value'));
  store.close();
});
afterEach(() => test.remove());

const otherKey = new Uint8Array(32).fill(0x5b);

it('tells a wrong key from a damaged file, and leaves the file as it was', () => {
  const before = readFileSync(test.file);
  const opened = openStore(test.options({ key: otherKey }));
  expect(opened).toEqual({
    ok: false,
    error: { code: 'wrongKey', message: `${test.file}: encrypted with another key than the one given` },
  });
  expect(readFileSync(test.file).equals(before)).toBe(true);
  const store = test.open();
  expect(store.read.fact('name')).toBe('value');
  store.close();
});

it('says honestly that it cannot tell when the check value is gone', () => {
  rmSync(keyCheckFile(test.file));
  expect(openStore(test.options({ key: otherKey }))).toMatchObject({
    ok: false,
    error: { code: 'corrupt', message: expect.stringContaining('or encrypted with another key') },
  });
  expect(readdirSync(test.directory)).not.toContain('terminal.db.key-check');
});

it('makes a lost check value anew once the right key has opened the file', () => {
  const before = readFileSync(keyCheckFile(test.file), 'utf8');
  rmSync(keyCheckFile(test.file));
  test.open().close();
  expect(readFileSync(keyCheckFile(test.file), 'utf8')).toBe(before);
});

it('does not tell the key, and is for the owner alone', () => {
  const check = readFileSync(keyCheckFile(test.file));
  expect(check.includes(Buffer.from(test.key))).toBe(false);
  expect(check.includes(Buffer.from(test.key).toString('hex'))).toBe(false);
  if (process.platform === 'win32') return;
  for (const name of ['terminal.db', 'terminal.db.key-check'])
    expect(statSync(`${test.directory}/${name}`).mode & 0o777, name).toBe(0o600);
});

it('takes a key of 32 bytes only: another length is a bug of the caller', () => {
  expect(() => openStore(test.options({ key: new Uint8Array(16) }))).toThrow('32 bytes');
});
