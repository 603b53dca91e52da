import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestProcess } from './test-process.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
});
afterEach(() => test.remove());

const straceWorks = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;
const COMMITS = 40;

// kill -9 leaves the kernel's cache alone; only the system calls show what a power failure would leave.
it.skipIf(!straceWorks)(
  'asks the kernel to put the log on the disk between every commit and its acknowledgement',
  async () => {
    const trace = join(test.directory, 'trace');
    const strace = `exec strace -f -y -qq -e trace=fsync,fdatasync,write -o '${trace}' "$0" "$@"`;
    const child = new TestProcess(test, ['commit', String(COMMITS)], strace);
    await child.end();
    expect(child.lines).toHaveLength(COMMITS + 1);

    let synced = false;
    let acknowledged = 0;
    for (const line of readFileSync(trace, 'utf8').split('\n')) {
      if (/ f(data)?sync\(\d+<[^>]*terminal\.db-wal>\) += 0/.test(line)) synced = true;
      if (!/ write\(1<[^>]*>, "\d+ 0001-/.test(line)) continue;
      expect(synced, line).toBe(true);
      synced = false;
      acknowledged += 1;
    }
    expect(acknowledged).toBe(COMMITS);
  },
  60_000,
);
