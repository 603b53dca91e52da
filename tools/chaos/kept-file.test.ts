import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keeper, readKept } from './kept-file.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zerowindow-kept-'));
  file = join(directory, 'unit.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

it('nothing is there before something was kept', () => {
  expect(readKept(file)).toBeUndefined();
});

it('the last that was kept is what another program reads', () => {
  const keep = keeper<{ notes: number }>(file);
  keep({ notes: 3 });
  keep({ notes: 2 });
  expect(readKept(file)).toEqual({ notes: 2 });
});

it('what does not change is not written again, by the next program neither', () => {
  keeper(file)({ notes: 3 });
  const before = statSync(file).ino;
  keeper(file)({ notes: 3 });
  expect(statSync(file).ino).toBe(before);
});

it('one that died while it wrote has left the one before, and is no hindrance', () => {
  keeper(file)({ notes: 3 });
  writeFileSync(`${file}.new`, '{"no');
  expect(readKept(file)).toEqual({ notes: 3 });
  keeper(file)({ notes: 4 });
  expect(readKept(file)).toEqual({ notes: 4 });
  expect(readdirSync(directory)).toEqual(['unit.json']);
});
