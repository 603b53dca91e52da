import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('..', import.meta.url));

function decode(...words: string[]) {
  const tool = ['--import', 'tsx', 'tools/decode.ts', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, tool, { cwd: project, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run decode', () => {
  it('explains a frame of the identity card reader', () => {
    const { status, stdout } = decode('sdt', 'host', 'AA AA AA 96 69 00 03 20 01 22');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ command: 'findCard', code: '2001', data: '' });
  });

  it('explains a command of the receipt printer', () => {
    const { status, stdout } = decode('escpos', 'host', '1b40');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ commands: [{ name: expect.any(String) }] });
  });

  it('explains a report of a HID POS scanner, and hides what its code says', () => {
    const report = Buffer.alloc(64);
    report.set([0x02, 8, ...Buffer.from(']Q0SPECIMEN')]);
    const { status, stdout } = decode('hid-pos', 'device', report.toString('hex'));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ reports: [{ symbology: 'qrCode', length: 8 }] });
    expect(stdout).not.toContain('SPECIMEN');
  });

  it('gives the reason and exit code 1 for a bad frame', () => {
    expect(decode('sdt', 'device', 'AAAAAA96690004000080FF')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'check is FF, computed 84\n',
    });
  });

  it.each([[['sdt', 'host', 'xyz']], [['sdt', 'sideways', '00']], [['nobody', 'host', '00']], [[]]])(
    'says how it is used: %j',
    (words) => {
      const { status, stderr } = decode(...words);
      expect(status).toBe(1);
      expect(stderr).toContain('usage: npm run decode');
    },
  );
});
