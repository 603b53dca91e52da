import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { oneAtATime, removeStalePidFile } from './test-dns-sd.ts';

const directory = mkdtempSync(join(tmpdir(), 'dns-sd-'));
const pidFile = join(directory, 'pid');
const ownName = readFileSync('/proc/self/comm', 'utf8').trim();

afterAll(() => rmSync(directory, { recursive: true }));

test('a pid file whose number belongs to another program by now is removed', () => {
  writeFileSync(pidFile, `${process.pid}\n`);
  removeStalePidFile(pidFile, 'avahi-daemon');
  expect(existsSync(pidFile)).toBe(false);
});

test.each([
  ['of no process', '4194305\n'],
  ['with nothing in it', ''],
])('a pid file %s is removed', (_, text) => {
  writeFileSync(pidFile, text);
  removeStalePidFile(pidFile, ownName);
  expect(existsSync(pidFile)).toBe(false);
});

test('the pid file of a daemon that runs stays', () => {
  writeFileSync(pidFile, `${process.pid}\n`);
  removeStalePidFile(pidFile, ownName);
  expect(readFileSync(pidFile, 'utf8')).toBe(`${process.pid}\n`);
});

test('no pid file is nothing to remove', () => {
  rmSync(pidFile);
  removeStalePidFile(pidFile, 'avahi-daemon');
  expect(existsSync(pidFile)).toBe(false);
});

test('work of one name is done one at a time, also after work that failed', async () => {
  const name = `zerowindow-test-${process.pid}`;
  let inside = 0;
  let most = 0;
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4].map((n) =>
      oneAtATime(name, systemClock, async () => {
        inside++;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
        if (n === 1) throw new Error('the first fails');
        return n;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
});
