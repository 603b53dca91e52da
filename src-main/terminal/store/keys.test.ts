import { generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKeys } from './keys.ts';

let parent: string;
let directory: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'zerowindow-keys-'));
  directory = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const windows = process.platform === 'win32';

function keys() {
  const opened = openKeys(directory);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

it('makes both keys at the first start and gives the same ever after', () => {
  const first = keys();
  const second = keys();
  expect(first.storeKey).toHaveLength(32);
  expect(second.storeKey).toEqual(first.storeKey);
  expect(second.publicKey).toEqual(first.publicKey);
  expect(second.privateKey.equals(first.privateKey)).toBe(true);
  expect(first.publicKey).toMatchObject({
    kty: 'OKP',
    crv: 'Ed25519',
    x: expect.stringMatching(/^[\w-]{43}$/),
  });
});

it('makes other keys for another terminal', () => {
  const first = keys();
  directory = join(parent, 'other');
  const second = keys();
  expect(second.storeKey).not.toEqual(first.storeKey);
  expect(second.publicKey.x).not.toBe(first.publicKey.x);
});

it('signs the journal with the key whose public half enrolment sends', () => {
  const { journalSigner, privateKey, publicKey } = keys();
  expect(journalSigner.publicKey).toBe(Buffer.from(publicKey.x, 'base64url').toString('hex'));
  const bytes = Buffer.from('journal');
  expect(verify(null, bytes, { key: publicKey, format: 'jwk' }, journalSigner.sign(bytes))).toBe(true);
  expect(privateKey.asymmetricKeyType).toBe('ed25519');
});

it.skipIf(windows)('writes files and directory for the owner alone', () => {
  keys();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const name of ['store.key', 'terminal-key.pem'])
    expect(statSync(join(directory, name)).mode & 0o777, name).toBe(0o600);
});

it.skipIf(windows).each([
  ['store.key', 0o640],
  ['store.key', 0o604],
  ['terminal-key.pem', 0o660],
  ['terminal-key.pem', 0o622],
])('refuses %s when its mode is %o', (name, mode) => {
  keys();
  chmodSync(join(directory, name), mode);
  const opened = openKeys(directory);
  expect(opened).toMatchObject({ ok: false, error: { code: 'exposed' } });
  if (opened.ok) return;
  expect(opened.error.message).toContain(join(directory, name));
  expect(opened.error.message).toContain(`mode ${mode.toString(8)}, expected 600`);
});

it.each([
  ['store.key', 'abc'],
  ['store.key', ''],
  ['terminal-key.pem', 'no key'],
  [
    'terminal-key.pem',
    generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  ],
])('refuses a malformed %s, does not replace it, and does not quote it', (name, content) => {
  keys();
  const file = join(directory, name);
  writeFileSync(file, content);
  const opened = openKeys(directory);
  expect(opened).toMatchObject({ ok: false, error: { code: 'malformed' } });
  if (opened.ok) return;
  expect(opened.error.message).toContain(file);
  if (content !== '') expect(opened.error.message).not.toContain(content);
  expect(readFileSync(file, 'utf8')).toBe(content);
});

it('says so when the directory cannot be made', () => {
  writeFileSync(join(parent, 'file'), '');
  expect(openKeys(join(parent, 'file', 'data'))).toMatchObject({ ok: false, error: { code: 'unwritable' } });
});

it('begins anew when a crash left a half-written key beside', () => {
  keys();
  rmSync(join(directory, 'store.key'));
  writeFileSync(join(directory, 'store.key.new'), 'half', { mode: 0o644 });
  expect(keys().storeKey).toHaveLength(32);
});
