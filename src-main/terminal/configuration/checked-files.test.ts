import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCheckedFiles } from './checked-files.ts';
import { loadConfiguration } from './load.ts';

let directory: string;
let config: string;
const kept = () => join(directory, 'checked-items.json');
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'checked-'));
  config = join(directory, 'config');
  cpSync('config', config, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

async function load(version = '1') {
  const loaded = await loadConfiguration(config, {}, openCheckedFiles(directory, version));
  if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'));
  return loaded.value;
}
const item = () => join(config, 'services', 'SIN-PRT-001.yaml');

test('what was checked once is the same the second time, and is not parsed again', async () => {
  const first = await load();
  const held = readFileSync(kept(), 'utf8');
  // Only what is kept can say so: the file does not.
  writeFileSync(kept(), held.replace('社会保险参保证明（个人专用）打印', '从前检查过的'));
  expect((await load()).items.find(({ code }) => code === 'SIN-PRT-001')?.name.zh).toBe('从前检查过的');
  writeFileSync(kept(), held);
  expect((await load()).version).toBe(first.version);
});

test('a changed file is checked again, and its mistake is told', async () => {
  await load();
  writeFileSync(item(), readFileSync(item(), 'utf8').replace('identityProfile: P2', 'identityProfile: P9'));
  const loaded = await loadConfiguration(config, {}, openCheckedFiles(directory, '1'));
  expect(loaded.ok ? [] : loaded.error.map(({ path }) => path)).toEqual(['identityProfile']);
});

test('another program checks for itself', async () => {
  await load();
  writeFileSync(kept(), readFileSync(kept(), 'utf8').replace('社会保险参保证明（个人专用）打印', '从前'));
  expect((await load('2')).items.find(({ code }) => code === 'SIN-PRT-001')?.name.zh).not.toBe('从前');
});

test('a file that is no cache is none', async () => {
  for (const rubbish of ['', '{', '{"program":1}', 'null']) {
    writeFileSync(kept(), rubbish);
    expect((await load()).items.length).toBeGreaterThan(0);
  }
});

test('what is not used any more is not kept for ever', async () => {
  await load();
  rmSync(item());
  const categories = join(config, 'categories.yaml');
  writeFileSync(categories, readFileSync(categories, 'utf8').replace('[SIN-PRT-001, ', '['));
  await load();
  expect(readFileSync(kept(), 'utf8')).not.toContain('SIN-PRT-001');
});
