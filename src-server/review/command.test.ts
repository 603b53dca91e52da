import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './command.ts';
import { decide } from './decide.ts';
import { baseRequest, reviewDirectory, shippedTable } from './test-review.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'zerowindow-review-'));
  cpSync(reviewDirectory, directory, { recursive: true });
});
afterAll(() => rmSync(directory, { recursive: true }));

async function run(...words: string[]) {
  const [out, problems]: [string[], string[]] = [[], []];
  const code = await runCommand(words, {
    environment: { REVIEW: directory },
    print: (line) => out.push(line),
    complain: (problem) => problems.push(problem),
  });
  return { code, out: out.join('\n'), problem: problems.join('\n') };
}
const lastLine = (out: string): unknown => JSON.parse(out.trim().split('\n').at(-1) ?? '');

test('says by its exit code and its last line whether the tables keep their cases', async () => {
  const [all, share, wrong] = [await run('test'), await run('share', '1', '50'), await run('nonsense')];
  expect([all.code, lastLine(all.out)]).toEqual([0, { tables: 10, cases: 160, failures: 0 }]);
  expect([share.code, lastLine(share.out)]).toMatchObject([0, { applications: 50, wrongApprovals: 0 }]);
  expect(share.out).toMatch(/^ +T10( +\d+){6} +\d+\.\d %( +\d+){4}$/m);
  expect([wrong.code, wrong.out]).toEqual([2, '']);

  const cases = join(directory, 'cases', 'T10.yaml');
  writeFileSync(
    cases,
    readFileSync(cases, 'utf8').replace(
      'points: 12 }, expect: { kind: refuse',
      'points: 12 }, expect: { kind: approve',
    ),
  );
  writeFileSync(join(directory, 'T9.json'), '{}');
  const broken = await run('test');
  expect([broken.code, broken.problem]).toMatchObject([2, expect.stringContaining('T9.json')]);
  rmSync(join(directory, 'T9.json'));
  const red = await run('test');
  expect([red.code, lastLine(red.out)]).toEqual([1, { tables: 9, cases: 148, failures: 1 }]);
  expect(red.out).toContain('12 points: kind: expected "approve", found "refuse"');
});

test('a table with a fault is told by the share: what it said, what it should have said, and 1', async () => {
  const file = join(directory, 'T10.json');
  const good = readFileSync(file, 'utf8');
  writeFileSync(file, good.replaceAll('>= 12', '>= 13').replaceAll('[0..11]', '[0..12]'));
  const found = await run('share', '1', '600');
  writeFileSync(file, good);
  expect(found.code).toBe(1);
  expect((lastLine(found.out) as { wrongApprovals: number }).wrongApprovals).toBeGreaterThan(0);
  expect(found.out).toContain('"said":"approve","expected":"refuse"');
});

test('replays a file, and tells when it says another outcome than its facts', async () => {
  const one = shippedTable('T1');
  const request = baseRequest(one, { registeredHere: false });
  const { id, version, sha256 } = one.table;
  const { outcome, explanation } = await decide(one.table, request, Date.parse(request.appliedAt));
  const record = {
    format: 'zerowindow review 1',
    ruleSet: { id, version, sha256 },
    reviewedAt: new Date(request.appliedAt).toISOString(),
    request,
    outcome: { reviewId: request.reviewId, ...outcome },
    explanation,
    afterCheck: false,
  };
  const file = join(directory, 'evidence.txt');
  const replayed = async (changed: object, table: string) => {
    writeFileSync(file, JSON.stringify({ record: { ...record, ...changed }, table }));
    return run('replay', file);
  };
  const same = await replayed({}, one.content);
  expect([same.code, lastLine(same.out)]).toMatchObject([0, { same: true, replayed: 'refuse 3' }]);
  const approved = await replayed({ outcome: { ...record.outcome, kind: 'approve' } }, one.content);
  expect([approved.code, lastLine(approved.out)]).toMatchObject([1, { same: false, recorded: 'approve 3' }]);
  expect((await replayed({}, shippedTable('T2').content)).problem).toContain(
    'expected the table with the hash',
  );
  for (const words of [
    ['replay'],
    ['replay', 'nowhere'],
    ['export', '1'],
    ['share', 'x'],
    ['share', '1', '0'],
    ['mutants', '1', 'x'],
  ])
    expect((await run(...words)).code).toBe(2);
});
