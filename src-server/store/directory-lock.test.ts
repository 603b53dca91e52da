import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDirectory } from './directory-lock.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('one holder at a time; released, it is free again', () => {
  const first = lockDirectory(directory);
  expect(first.ok).toBe(true);
  expect(lockDirectory(directory)).toMatchObject({ ok: false, error: { code: 'locked' } });
  if (first.ok) first.value();
  expect(existsSync(join(directory, 'server.lock'))).toBe(false);
  expect(lockDirectory(directory).ok).toBe(true);
});

test('a living process keeps it, and is named', () => {
  writeFileSync(join(directory, 'server.lock'), String(process.ppid));
  const refused = lockDirectory(directory);
  expect(refused).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining(`${process.ppid}`) },
  });
});

test('the lock of a process that is gone, or that never wrote its number, is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  for (const left of [String(pid), '', 'nonsense']) {
    writeFileSync(join(directory, 'server.lock'), left);
    const taken = lockDirectory(directory);
    expect(taken.ok).toBe(true);
    if (taken.ok) taken.value();
  }
});
