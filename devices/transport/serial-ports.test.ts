import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linuxSerialPorts, serialPorts } from './serial-ports.ts';

describe.skipIf(process.platform === 'win32')('the serial ports of a Linux computer', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'zerowindow-')));
    mkdirSync(join(root, 'dev'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function terminal(name: string, options: { hardware?: boolean; type?: string; node?: boolean }): void {
    const directory = join(root, 'sys/class/tty', name);
    mkdirSync(directory, { recursive: true });
    if (options.hardware !== false) mkdirSync(join(directory, 'device'));
    if (options.type !== undefined) writeFileSync(join(directory, 'type'), `${options.type}\n`);
    if (options.node !== false) writeFileSync(join(root, 'dev', name), '');
  }

  it('are those with hardware behind them', () => {
    terminal('tty1', { hardware: false });
    terminal('ttyS0', { type: '4' });
    terminal('ttyS1', { type: '0' });
    terminal('ttyUSB0', {});
    terminal('ttyUSB1', { node: false });
    expect(linuxSerialPorts(root)).toEqual([join(root, 'dev/ttyS0'), join(root, 'dev/ttyUSB0')]);
  });

  it('have the name that stays the same in another socket', () => {
    terminal('ttyUSB0', {});
    mkdirSync(join(root, 'dev/serial/by-id'), { recursive: true });
    const name = join(root, 'dev/serial/by-id/usb-FTDI_FT232R-if00-port0');
    symlinkSync('../../ttyUSB0', name);
    expect(linuxSerialPorts(root)).toEqual([name]);
  });

  it('are none where there are none', () => {
    expect(linuxSerialPorts(root)).toEqual([]);
  });
});

it('asking this computer for its ports does no harm, whatever it has', async () => {
  expect(Array.isArray(await serialPorts())).toBe(true);
});
