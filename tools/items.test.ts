import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Catalogue } from '../src-main/terminal/catalogue/catalogue.ts';
import { loadConfiguration } from '../src-main/terminal/configuration/load.ts';
import { moduleNames } from '../src-shared/service/item-parts.ts';

let config: string;
beforeEach(() => {
  config = mkdtempSync(join(tmpdir(), 'items-'));
  cpSync('config', config, { recursive: true });
});
afterEach(() => rmSync(config, { recursive: true }));
const items = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'tools/items.ts', '--config', config, ...args], {
    encoding: 'utf8',
  });

test('every item is good; a draft is complete but for its words, and is told until they are there', () => {
  const all = items();
  expect(all.stdout.split('\n').filter((line) => line.startsWith('FAIL'))).toEqual([]);
  expect(all.status).toBe(0);

  expect(items('new', 'ZZZ-QRY-999', '--kind', 'print').status).toBe(0);
  expect(existsSync(join(config, 'services', 'ZZZ-QRY-999.yaml'))).toBe(true);
  expect(items('new', 'ZZZ-QRY-999').stderr).toContain('there already');
  const unfinished = items();
  expect(unfinished.status).toBe(1);
  expect(unfinished.stdout).toContain('services/ZZZ-QRY-999.yaml:1 expected words in place of TODO');
  expect(unfinished.stdout).toContain('ZZZ-QRY-999: no register answers its document');
}, 60_000);

test('a code that is none is refused with what was expected', () => {
  const refused = items('new', 'tax-1');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('expected: npm run items -- new');
}, 30_000);

const loaded = await loadConfiguration('config');
if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'));
const catalogue = new Catalogue(loaded.value.items, loaded.value.categories, new Set(moduleNames));

test('each item is found by its name and by what people call it', async () => {
  const lost: string[] = [];
  for (const { code, name, everydayWords } of loaded.value.items) {
    const byName = await catalogue.search(name.zh);
    if (byName[0]?.code !== code) lost.push(`${code}: ${name.zh} finds ${byName[0]?.code}`);
    for (const word of everydayWords) {
      const found = await catalogue.search(word);
      if (!found.some((one) => one.code === code))
        lost.push(`${code}: ${word} finds ${found.map((one) => one.code)}`);
    }
  }
  expect(lost).toEqual([]);
}, 60_000);

test.each([
  ['养老', /^(SIN|TAX)/],
  ['yanglao', /^(SIN|TAX)/],
  ['yl', /./],
  ['停发了怎么办', /^SIN-RPT-001$/],
  ['养老金怎么停了', /^SIN-QRY-005$/],
  ['社保卡丢了', /^SSC-/],
  ['mimachongzhi', /^SSC-REG-004$/],
  ['sbkmmcz', /^SSC-REG-004$/],
])('%s', async (query, code) => {
  const [first] = await catalogue.search(query);
  expect(first?.code ?? 'nothing').toMatch(code);
});
