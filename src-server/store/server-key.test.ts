import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseServerKey, serverKeyFile } from './server-key.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('32 bytes as hex or base64, and nothing else', () => {
  const key = randomBytes(32);
  for (const text of [key.toString('hex'), key.toString('base64'), ` ${key.toString('hex')}\n`]) {
    const parsed = parseServerKey(text);
    expect(parsed.ok && Buffer.compare(Buffer.from(parsed.value), key)).toBe(0);
  }
  for (const text of ['', 'short', randomBytes(31).toString('hex'), randomBytes(33).toString('base64')])
    expect(parseServerKey(text)).toMatchObject({ ok: false, error: { code: 'malformed' } });
});

test('is made once, for its owner only', () => {
  const made = serverKeyFile(join(directory, 'new'), randomBytes);
  const again = serverKeyFile(join(directory, 'new'), randomBytes);
  expect(made.ok && again.ok && Buffer.compare(Buffer.from(made.value), Buffer.from(again.value))).toBe(0);
  if (process.platform !== 'win32')
    expect(statSync(join(directory, 'new', 'server.key')).mode & 0o777).toBe(0o600);
});

test.skipIf(process.platform === 'win32')('is refused while others can read it', () => {
  serverKeyFile(directory, randomBytes);
  chmodSync(join(directory, 'server.key'), 0o644);
  expect(serverKeyFile(directory, randomBytes)).toMatchObject({ ok: false, error: { code: 'exposed' } });
});

test('a damaged key file is named and kept', () => {
  const file = join(directory, 'server.key');
  writeFileSync(file, 'damaged', { mode: 0o600 });
  const refused = serverKeyFile(directory, randomBytes);
  expect(refused).toMatchObject({ ok: false, error: { code: 'malformed' } });
  expect(!refused.ok && refused.error.message).toContain(file);
  expect(readFileSync(file, 'utf8')).toBe('damaged');
});
