import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCheckedBefore } from './checked-before.ts';
import { loadConfiguration } from './load.ts';

let directory: string;
let config: string;
const kept = () => join(directory, 'checked-configuration.json');
const named = readFileSync('config/categories.yaml', 'utf8');
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'checked-'));
  config = join(directory, 'config');
  const few = (path: string) => !/services\/[^/]+$/.test(path) || named.includes(basename(path, '.yaml'));
  cpSync('config', config, { recursive: true, filter: few });
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = (version = '1') => openCheckedBefore(directory, version);
async function load(version?: string, environment = {}) {
  const loaded = await loadConfiguration(config, environment, open(version));
  if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'));
  return loaded.value;
}
const nameOf = ({ items }: Awaited<ReturnType<typeof load>>) =>
  items.find(({ code }) => code === 'SIN-PRT-001')?.name.zh;
const item = () => join(config, 'services', 'SIN-PRT-001.yaml');
const forge = () =>
  writeFileSync(
    kept(),
    readFileSync(kept(), 'utf8').replace('社会保险参保证明（个人专用）打印', '从前检查过的'),
  );

test('what was checked once is the same the second time, and is not parsed again', async () => {
  const first = await load();
  expect(await load()).toEqual(first);
  // Only what is kept can say so: the file does not.
  forge();
  expect(nameOf(await load())).toBe('从前检查过的');
});

test('the places of a development machine are asked anew each time, and their mistakes told', async () => {
  await load('1', { ZEROWINDOW_SERVER_URL: 'http://127.0.0.1:1' });
  expect((await load('1', { ZEROWINDOW_SERVER_URL: 'http://127.0.0.1:2' })).settings.server.url).toBe(
    'http://127.0.0.1:2',
  );
  expect((await load()).settings.server.url).toBe('http://127.0.0.1:8480');
  const wrong = await loadConfiguration(config, { ZEROWINDOW_SERVER_URL: 'nowhere' }, open());
  expect(wrong).toMatchObject({ ok: false, error: [{ path: 'ZEROWINDOW_SERVER_URL' }] });
});

test.each([
  ['services/SIN-PRT-001.yaml', 'identityProfile: P2', 'identityProfile: P9', 'identityProfile'],
  ['terminal.yaml', 'idleSeconds: 60', 'idleSeconds: 5', 'session.idleSeconds'],
  ['devices/sdt-identity-card-reader.yaml', 'parity: none', 'parity: non', 'settings.line.parity'],
])('a changed file is checked again, and its mistake is told: %s', async (file, from, to, path) => {
  await load();
  writeFileSync(join(config, file), readFileSync(join(config, file), 'utf8').replace(from, to));
  const loaded = await loadConfiguration(config, {}, open());
  expect(loaded.ok ? [] : loaded.error.map((problem) => problem.path)).toEqual([path]);
});

test('a file that is gone, or came, is noticed', async () => {
  await load();
  rmSync(item());
  expect((await loadConfiguration(config, {}, open())).ok).toBe(false);
  cpSync('config/services/SIN-PRT-001.yaml', item());
  cpSync('config/services/HOT-QRY-001.yaml', join(config, 'services', 'HOT-QRY-001.yaml'));
  expect((await load()).items.map(({ code }) => code)).toContain('HOT-QRY-001');
});

test('another program checks for itself', async () => {
  await load();
  forge();
  expect(nameOf(await load('2'))).not.toBe('从前检查过的');
});

test('a wrong configuration is not kept', async () => {
  writeFileSync(item(), 'code: 1');
  expect((await loadConfiguration(config, {}, open())).ok).toBe(false);
  expect((await loadConfiguration(config, {}, open())).ok).toBe(false);
});

test('a file that is no cache is none', async () => {
  for (const rubbish of ['', '{', '{"key":1}', 'null']) {
    writeFileSync(kept(), rubbish);
    expect((await load()).items.length).toBeGreaterThan(0);
  }
});

test('nothing is made where nothing is yet', async () => {
  const nowhere = join(directory, 'not-yet');
  expect((await loadConfiguration(config, {}, openCheckedBefore(nowhere, '1'))).ok).toBe(true);
  expect(() => readFileSync(join(nowhere, 'checked-configuration.json'))).toThrow('ENOENT');
});
