import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, sleep, systemClock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { BenchUnit } from '../../bench/unit.ts';
import type { EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { IppClient } from './client.ts';
import { ensureDnsSd } from './test-dns-sd.ts';
import { type EngineFaults, startTestEngine } from './test-engine.ts';
import { startFaultProxy } from './test-fault-proxy.ts';

export interface TestPrinterOptions {
  /** Where it answers, on loopback. 0 takes any free port. */
  readonly port: number;
  /** Its spool, its command and its output tray. */
  readonly directory: string;
  readonly clock?: Clock;
  /** 3000 is a desktop laser of 20 pages a minute. */
  readonly msPerPage?: number;
}

export interface TestPrinter {
  readonly uri: string;
  readonly benchUnit: BenchUnit;
  /** Moves a switch of the bench unit, and waits until the printer has taken it in. */
  set(switchId: string, value: SwitchValue): Promise<void>;
  /** Documents that came out whole, as they were sent, oldest first. */
  printed(): Promise<string[]>;
  close(): Promise<void>;
}

export const ippeveprinterPath = ['/usr/sbin/ippeveprinter', '/usr/bin/ippeveprinter'].find((path) =>
  existsSync(path),
);

const levels = ['full', 'low', 'out'] as const;
type Level = (typeof levels)[number];

/** Starts the real ippeveprinter with an engine of ours behind it. Throws when this machine cannot run it. */
export async function startTestPrinter(options: TestPrinterOptions): Promise<TestPrinter> {
  if (ippeveprinterPath === undefined)
    throw new Error('ippeveprinter is missing: apt-get install cups-ipp-utils dbus avahi-daemon');
  const clock = options.clock ?? systemClock;
  const dnsSd = await ensureDnsSd(clock);
  if (!dnsSd.ok) throw new Error(`ippeveprinter needs DNS-SD: ${dnsSd.error}`);

  const outputTray = join(options.directory, 'output-tray');
  const printerPort = await freePort();
  const changed = new Listeners<void>();
  const faults: EngineFaults = {
    jamNext: false,
    jammed: false,
    coverOpen: false,
    paperOut: false,
    tonerOut: false,
  };
  const inner = new IppClient(`ipp://127.0.0.1:${printerPort}/ipp/print`, clock);
  const engine = await startTestEngine({
    clock,
    msPerPage: options.msPerPage ?? 3000,
    outputTray,
    faults,
    onChanged: look,
    isCanceled: async (jobId) => {
      const job = await inner.getJob(jobId, { timeoutMs: 2000 });
      return job.ok && job.value.reasons.includes('processing-to-stop-point');
    },
  });
  const command = await writeCommand(options.directory, engine.port);
  let printer = await startIppeveprinter(options.directory, printerPort, command, inner, clock);
  const port = options.port === 0 ? await freePort() : options.port;
  const proxy = await startFaultProxy({
    port,
    printerPort,
    standing: () => [...(faults.jammed ? ['media-jam'] : []), ...(faults.coverOpen ? ['cover-open'] : [])],
  });

  let paper: Level = 'full';
  let toner: Level = 'full';
  let out: readonly string[] = [];
  /** What was ordered of ippeveprinter, one after the other. */
  let orders: Promise<void> = Promise.resolve();
  const order = (work: () => Promise<void>) => {
    orders = orders.then(work);
    return orders;
  };

  /** The two web forms of ippeveprinter; its second tray stays half full, or "empty" would never go away. */
  const tellLevels = async () => {
    const sheets = { full: 250, low: 5, out: 0 }[paper];
    const tray = `size1=iso_a4_210x297mm&type1=stationery&level1=${sheets}&size3=&type3=&level3=25`;
    await submitForm(`http://127.0.0.1:${printerPort}/media?${tray}`);
    const percent = { full: 75, low: 5, out: 0 }[toner];
    await submitForm(`http://127.0.0.1:${printerPort}/supplies?supply0=25&supply1=${percent}`);
  };
  await tellLevels();

  let looking: Promise<void> = Promise.resolve();
  let closed = false;
  function look(): void {
    if (closed) return;
    looking = looking.then(async () => {
      out = await readOutputTray(outputTray);
      changed.tell();
    });
  }

  function set(switchId: string, value: SwitchValue): Promise<void> {
    switch (switchId) {
      case 'paper':
        paper = asLevel(switchId, value);
        faults.paperOut = paper === 'out';
        break;
      case 'toner':
        toner = asLevel(switchId, value);
        faults.tonerOut = toner === 'out';
        break;
      case 'coverOpen':
        faults.coverOpen = asBoolean(switchId, value);
        break;
      case 'jamNext':
        faults.jamNext = asBoolean(switchId, value);
        break;
      case 'clearJam':
        faults.jammed = false;
        break;
      case 'powerCycle':
        return order(async () => {
          await stop(printer);
          printer = await startIppeveprinter(options.directory, printerPort, command, inner, clock);
          await tellLevels();
          changed.tell();
        });
      default:
        throw new Error(`this printer has no switch ${switchId}`);
    }
    changed.tell();
    return switchId === 'paper' || switchId === 'toner' ? order(tellLevels) : orders;
  }

  function describe(): EmulatorState {
    return {
      holds: [
        `output tray: ${out.length} documents`,
        ...(faults.jammed ? ['a sheet is jammed in the path'] : []),
      ],
      switches: [
        { id: 'paper', label: 'Paper', kind: 'choice', options: [...levels], value: paper },
        { id: 'toner', label: 'Toner', kind: 'choice', options: [...levels], value: toner },
        { id: 'coverOpen', label: 'Cover open', kind: 'toggle', value: faults.coverOpen },
        { id: 'jamNext', label: 'Jam in the next job', kind: 'toggle', value: faults.jamNext },
        { id: 'clearJam', label: 'Clear the jam', kind: 'action', value: faults.jammed },
        { id: 'powerCycle', label: 'Off and on', kind: 'action', value: false },
      ],
    };
  }

  return {
    uri: `ipp://127.0.0.1:${port}/ipp/print`,
    set,
    benchUnit: {
      id: 'document-printer',
      class: 'documentPrinter',
      emulator: {
        title: 'A4 printer (ippeveprinter)',
        describe,
        set: (switchId, value) => void set(switchId, value),
        onChanged: (listener) => changed.add(listener),
      },
      line: {
        address: `127.0.0.1:${port}`,
        get plugged() {
          return proxy.plugged;
        },
        plug: () => proxy.plug(),
        unplug: () => proxy.unplug(),
      },
      artifacts: {
        'document.pdf': {
          contentType: 'application/pdf',
          exists: () => out.length > 0,
          read: async () => readFile(out.at(-1) ?? ''),
        },
      },
    },
    printed: () => readOutputTray(outputTray),
    async close() {
      await orders;
      await proxy.unplug();
      await engine.close();
      await stop(printer);
      // Whoever made the directory may take it away now.
      closed = true;
      await looking;
    },
  };
}

/** ippeveprinter runs one program without arguments of its own, so the port stands in a script. */
async function writeCommand(directory: string, enginePort: number): Promise<string> {
  const relay = fileURLToPath(new URL('test-engine-relay.mjs', import.meta.url));
  const command = join(directory, 'print-command');
  await mkdir(directory, { recursive: true });
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${relay}' ${enginePort} "$@"\n`, {
    mode: 0o755,
  });
  return command;
}

async function startIppeveprinter(
  directory: string,
  port: number,
  command: string,
  client: IppClient,
  clock: Clock,
): Promise<ChildProcess> {
  const spool = join(directory, 'spool');
  await mkdir(spool, { recursive: true });
  const words = ['-d', spool, '-k', '-p', `${port}`, '-r', 'off', '-f', 'application/pdf', '-c', command];
  const child = spawn(ippeveprinterPath ?? 'ippeveprinter', [...words, 'ZeroWindow test printer'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // It must not outlive whoever started it.
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString('utf8')).slice(-2000);
  });
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (child.exitCode !== null) throw new Error(`ippeveprinter ended at once: ${said.trim()}`);
    if ((await client.getPrinter({ timeoutMs: 1000 })).ok) return child;
    await sleep(clock, 50);
  }
  child.kill('SIGKILL');
  throw new Error(`ippeveprinter does not answer: ${said.trim()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // It holds nothing worth a farewell, and waits for running jobs when asked politely.
  child.kill('SIGKILL');
  await ended;
}

async function submitForm(url: string): Promise<void> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`ippeveprinter answered ${answer.status} to ${url}`);
}

async function readOutputTray(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.sort().map((name) => join(directory, name));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function asLevel(switchId: string, value: SwitchValue): Level {
  const level = levels.find((known) => known === value);
  if (level === undefined) throw new Error(`${switchId} is ${levels.join(', ')}, not ${value}`);
  return level;
}

function asBoolean(switchId: string, value: SwitchValue): boolean {
  if (typeof value !== 'boolean') throw new Error(`${switchId} is on or off, not ${value}`);
  return value;
}
