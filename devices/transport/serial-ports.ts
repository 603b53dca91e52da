import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SerialPort } from 'serialport';

/** The serial ports of this computer; of a USB adapter its name that stays the same in another socket. */
export async function serialPorts(): Promise<string[]> {
  if (process.platform === 'linux') return linuxSerialPorts('/');
  return (await SerialPort.list()).map(({ path }) => path);
}

/**
 * From what the kernel says. `SerialPort.list()` runs `udevadm`, and where there is none its failure comes out of no
 * promise and ends the process.
 */
export function linuxSerialPorts(root: string): string[] {
  const terminals = join(root, 'sys/class/tty');
  const byId = namesById(join(root, 'dev/serial/by-id'));
  return entries(terminals)
    .filter((name) => isPort(join(terminals, name)) && existsSync(join(root, 'dev', name)))
    .map((name) => byId.get(join(root, 'dev', name)) ?? join(root, 'dev', name));
}

/** A terminal with hardware behind it. Sockets on a main board without a chip are of type 0. */
function isPort(terminal: string): boolean {
  if (!existsSync(join(terminal, 'device'))) return false;
  const type = join(terminal, 'type');
  return !existsSync(type) || readFileSync(type, 'utf8').trim() !== '0';
}

function namesById(directory: string): ReadonlyMap<string, string> {
  return new Map(
    entries(directory).map((name) => [realpathSync(join(directory, name)), join(directory, name)]),
  );
}

function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}
