import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endAtHangUp, type UnixPort } from './serial-hang-up.ts';

/** A named pipe tells an empty line from one whose other end has gone as a serial line does: EAGAIN, or no bytes. */
let directory: string;
let unit: number | null = null;
let port: UnixPort & { fd: number | null };
let wake: ((error: Error | null) => void) | null = null;
let waits: () => void = () => {};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hang-up-'));
  const pipe = join(directory, 'line');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  unit = openSync(pipe, constants.O_WRONLY);
  wake = null;
  port = {
    fd,
    poller: {
      once: (_event, callback) => {
        wake = callback;
        waits();
      },
    },
    read: () => Promise.reject(new Error('that of the package')),
  };
  endAtHangUp(port);
});
afterEach(() => {
  if (port.fd !== null) closeSync(port.fd);
  if (unit !== null) closeSync(unit);
  rmSync(directory, { recursive: true });
});

const buffer = Buffer.alloc(16);
const reads = () => port.read(buffer, 2, 8);
const waiting = () => new Promise<void>((resolve) => (waits = resolve));
function hangUp() {
  if (unit !== null) closeSync(unit);
  unit = null;
}

test('what has come is read to its place', async () => {
  writeSync(unit as number, 'abc');
  expect(await reads()).toEqual({ buffer, bytesRead: 3 });
  expect(buffer.subarray(2, 5).toString()).toBe('abc');
});

test('an empty line is waited for', async () => {
  const still = waiting();
  const read = reads();
  await still;
  writeSync(unit as number, 'x');
  wake?.(null);
  expect((await read).bytesRead).toBe(1);
});

test('a line whose other end has gone is told once, and not asked again', async () => {
  hangUp();
  await expect(reads()).rejects.toThrow('gone');
  expect(wake).toBeNull();
});

test('it goes while the line is waited for', async () => {
  const still = waiting();
  const read = reads();
  await still;
  hangUp();
  wake?.(null);
  await expect(read).rejects.toThrow('gone');
});

test('the poller says that the port was closed', async () => {
  const still = waiting();
  const read = reads();
  await still;
  wake?.(Object.assign(new Error('Canceled'), { canceled: true }));
  await expect(read).rejects.toMatchObject({ canceled: true });
});

test('a port that is closed already is no line that was lost', async () => {
  closeSync(port.fd as number);
  port.fd = null;
  await expect(reads()).rejects.toMatchObject({ canceled: true });
});

test('a port that is closed while an empty line is read is not polled', async () => {
  const open = port.fd as number;
  const read = reads();
  port.fd = null;
  await expect(read).rejects.toMatchObject({ canceled: true });
  expect(wake).toBeNull();
  closeSync(open);
});

test('another error is passed on', async () => {
  const closed = port.fd as number;
  closeSync(closed);
  await expect(reads()).rejects.toMatchObject({ code: 'EBADF' });
  port.fd = null;
});
