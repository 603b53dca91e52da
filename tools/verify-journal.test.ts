import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportJournal } from '../src-main/terminal/journal/export.ts';
import { TestStore, testSigner } from '../src-main/terminal/store/test-store.ts';

const tool = fileURLToPath(new URL('./verify-journal.ts', import.meta.url));
let test: TestStore;
let file: string;
let lines: string[];

beforeAll(() => {
  test = new TestStore();
  file = join(test.directory, 'journal.jsonl');
  const store = test.open();
  for (const step of ['notice', 'consent', 'identify'])
    store.commit((write) => write.journal({ type: 'stepEntered', transactionId: 't', step }));
  store.commit((write) => write.journal({ type: 'transactionEnded', transactionId: 't', result: 'left' }));
  exportJournal(store.read, file);
  store.close();
  lines = readFileSync(file, 'utf8').trimEnd().split('\n');
});
afterAll(() => test.remove());

function run(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', tool, ...parameters], {
    encoding: 'utf8',
  });
  const printed = stdout.trimEnd().split('\n');
  return { status, sentence: printed[0], json: printed[1] && JSON.parse(printed[1]), stderr };
}

function changed(content: string[]): string {
  const other = join(test.directory, 'changed.jsonl');
  writeFileSync(other, content.map((line) => `${line}\n`).join(''));
  return other;
}

it('passes a whole journal, with the key as hex or as PEM', () => {
  const pem = join(test.directory, 'public.pem');
  writeFileSync(pem, test.signer.key.export({ type: 'spki', format: 'pem' }));
  for (const key of [test.signer.publicKey, pem]) {
    const { status, sentence, json } = run(file, '--public-key', key);
    expect(json).toEqual({ records: 5, checkpoints: 1, ok: true, firstBroken: null });
    expect(sentence).toBe('whole: 5 records, 1 checkpoints, signed through record 4 by the key given');
    expect(status).toBe(0);
  }
});

it('names the first broken record and exits 1', () => {
  const { status, sentence, json } = run(
    changed(lines.with(2, (lines[2] ?? '').replace('identify', 'preview'))),
  );
  expect(json).toEqual({ records: 2, checkpoints: 0, ok: false, firstBroken: 3 });
  expect(sentence).toContain('record 3 says something else than what was written');
  expect(status).toBe(1);
});

it('names a line that is none, a foreign key and an end that was cut off', () => {
  expect(run(changed(lines.with(1, 'x')))).toMatchObject({ status: 1, json: { firstBroken: 2 } });
  expect(run(file, '--public-key', testSigner().publicKey)).toMatchObject({
    status: 1,
    json: { firstBroken: 5, checkpoints: 0 },
  });
  const { sequence, hash } = JSON.parse(lines[4] ?? '');
  expect(run(changed(lines.slice(0, 4)), '--known', `${sequence}:${hash}`)).toMatchObject({
    status: 1,
    json: { firstBroken: 5, records: 4 },
  });
});

it('exits 2 and says how when it is not asked properly', () => {
  expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('usage') });
  expect(run(file, '--known', '5')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('SEQUENCE:HASH'),
  });
  expect(run(join(test.directory, 'none'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('ENOENT'),
  });
});
