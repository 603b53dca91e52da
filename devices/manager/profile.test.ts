import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProfile } from './profile.ts';

const shipped = fileURLToPath(new URL('../../config/devices', import.meta.url));
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zerowindow-'));
});
afterEach(() => rm(directory, { recursive: true }));

const good = `driver: sdt
class: identityCardReader
settings:
  line:
    kind: serial
    baudRate: 115200
    dataBits: 8
    parity: none
    stopBits: 1
  pollIntervalMs: 200
  healthIntervalMs: 10000
`;

async function problemOf(text: string) {
  await writeFile(join(directory, 'unit.yaml'), text);
  const profile = await readProfile(directory, 'unit');
  if (profile.ok) throw new Error('was accepted');
  return profile.error[0]?.message;
}

describe('a profile', () => {
  it.each(readdirSync(shipped))('of config/devices is right: %s', async (file) => {
    expect(await readProfile(shipped, file.replace(/\.yaml$/, ''))).toMatchObject({ ok: true });
  });

  it('with a wrong value is refused with file, line, field and expected value', async () => {
    expect(await problemOf(good.replace('115200', 'fast'))).toBe(
      'devices/unit.yaml:6:15 settings.line.baudRate: expected a value of type number, found "fast"',
    );
    expect(await problemOf(good.replace('parity: none', 'parity: non'))).toBe(
      'devices/unit.yaml:8:13 settings.line.parity: expected one of "none", "even", "odd", found "non"',
    );
    expect(await problemOf(good.replace('dataBits: 8', 'dataBits: 9'))).toBe(
      'devices/unit.yaml:7:15 settings.line.dataBits: expected one of 5, 6, 7, 8, found 9',
    );
  });

  it('of a driver that is not there names those that are', async () => {
    expect(await problemOf(good.replace('driver: sdt', 'driver: std'))).toMatch(
      /^devices\/unit\.yaml:1:9 driver: expected one of "sdt", .*"ccnet".*, found "std"$/,
    );
  });

  it('of a class that its driver does not serve is refused', async () => {
    expect(await problemOf(good.replace('identityCardReader', 'receiptPrinter'))).toBe(
      'devices/unit.yaml:2:8 class: expected "identityCardReader", found "receiptPrinter"',
    );
  });

  it('that is not there is named', async () => {
    const profile = await readProfile(directory, 'nobody');
    expect(profile).toMatchObject({
      ok: false,
      error: [{ file: 'devices/nobody.yaml', message: expect.stringContaining('ENOENT') }],
    });
  });
});
