import { spawnSync } from 'node:child_process';
import { inMutatedCopy, type Mutation, noticedIn, runEach } from '../mutated-copy.ts';

/** Faults of which only real kills, or the papers in the tray and the books of the centre, can tell. */
export const mutations: readonly Mutation[] = [
  {
    name: 'what was sent counts as acknowledged, whatever became of it',
    file: 'src-main/terminal/link/uplink.ts',
    find: 'if (answer.ok) return this.#acknowledge(reports, answer.value.acknowledgedThrough);',
    replace:
      'if (!answer.ok) return this.#acknowledge(reports, Number.MAX_SAFE_INTEGER);\n' +
      '    if (answer.ok) return this.#acknowledge(reports, answer.value.acknowledgedThrough);',
  },
  {
    name: 'the centre keeps a report otherwise than it was sent',
    file: 'src-server/domain/reports.ts',
    find: 'body: JSON.stringify(report.body),',
    replace: 'body: JSON.stringify({}),',
  },
  {
    name: 'a certificate that was issued and not printed is forgotten at the next start',
    file: 'src-main/terminal/transaction/reconcile.ts',
    find: '    if (document !== undefined) {\n      writeOpenJob(',
    replace: "    if (document !== undefined && transactionId === '') {\n      writeOpenJob(",
  },
];

const kills = 16;

/** Lets each fault live through some kills in a copy of the code. Answers the exit code. */
export function runMutations(seed: number): number {
  const parts = ['src-shared', 'devices', 'src-main', 'src-server', 'config', 'tools'];
  return runEach(mutations, (mutation) =>
    inMutatedCopy(mutation, parts, (copy) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', 'tsx', 'tools/chaos.ts', '--kills', String(kills), '--seed', String(seed)],
        { cwd: copy, encoding: 'utf8', timeout: 900_000 },
      );
      return noticedIn(mutation, status, stdout + stderr);
    }),
  );
}
