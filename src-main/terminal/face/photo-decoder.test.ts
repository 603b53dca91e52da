import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { decoderProgram } from './photo-decoder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerowindow-decoder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const wlt = new Sensitive(new Uint8Array(1_024).fill(0x57), '1024 bytes');
/** A program as a site would put it: its own executable. */
function program(body: string): string {
  const path = join(folder, 'decoder');
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}
const decode = (body: string, clock = systemClock) => decoderProgram(program(body), clock)(wlt);

it('gives what the program makes of the photo: a BMP', async () => {
  // The first four bytes that came in come out again behind the mark of a BMP.
  const decoded = await decode(`printf BM; head -c 4; cat > /dev/null`);
  if (!decoded.ok) throw new Error(decoded.error);
  expect(Buffer.from(decoded.value.reveal()).toString('latin1')).toBe('BMWWWW');
  expect(JSON.stringify(decoded)).not.toContain('WWWW');
});

it('or a JPEG', async () => {
  expect(await decode(`cat > /dev/null; printf '\\377\\330\\377'`)).toMatchObject({ ok: true });
});

it.each([
  ['ends badly', 'exit 3', 'ended with 3'],
  ['writes something else', 'cat > /dev/null; printf PNG', 'neither a JPEG nor a BMP'],
  ['writes nothing', 'cat > /dev/null', 'neither a JPEG nor a BMP'],
  ['writes without end', 'exec cat /dev/zero', 'more than 500000 bytes'],
])('a program that %s', async (_, body, error) => {
  expect(await decode(body)).toEqual({ ok: false, error });
});

it('nor does what the program started go on writing', async () => {
  const started = join(folder, 'started');
  const error = 'more than 500000 bytes';
  expect(await decode(`cat /dev/zero & echo $! > ${started}; wait`)).toEqual({ ok: false, error });
  const pid = Number(readFileSync(started, 'utf8'));
  const lives = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(lives, { timeout: 10_000 }).toBe(false);
});

it('a program that is not there', async () => {
  const absent = decoderProgram(join(folder, 'nothing'), systemClock);
  expect(await absent(wlt)).toMatchObject({ ok: false, error: expect.stringContaining('ENOENT') });
});

it('a program that never ends is ended', async () => {
  const clock = new VirtualClock();
  const decoding = decode('exec sleep 600', clock);
  await clock.advance(5_000);
  expect(await decoding).toEqual({ ok: false, error: 'no picture within 5000 ms' });
});

it('sees nothing of this machine in its environment', async () => {
  process.env.ZEROWINDOW_TEST_SECRET = 'secret';
  const decoded = await decode(`cat > /dev/null; printf 'BM%s' "$ZEROWINDOW_TEST_SECRET"`);
  delete process.env.ZEROWINDOW_TEST_SECRET;
  if (!decoded.ok) throw new Error(decoded.error);
  expect(Buffer.from(decoded.value.reveal()).toString()).toBe('BM');
});
