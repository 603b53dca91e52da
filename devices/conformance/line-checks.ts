import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep, systemClock } from '../../src-shared/clock.ts';
import type { Emulator } from '../emulation/emulator.ts';
import type { LineHost } from '../emulation/line-host.ts';
import { hostOnPty } from '../emulation/pty.ts';
import { hostOnTcp } from '../emulation/tcp.ts';
import { serialTransport } from '../transport/serial.ts';
import { tcpTransport } from '../transport/tcp.ts';
import type { Transport } from '../transport/transport.ts';
import { inWords, isUp } from './judge.ts';
import type { CommandCase, DriverConformance, Rig, Time } from './kit.ts';
import { fail, type Report } from './report.ts';

type Kind = 'TCP' | 'PTY';

/** On real time everything has an end: units need seconds, drivers back off up to 30 s. */
const limitMs = 90_000;

const realTime: Time = {
  clock: systemClock,
  pause: async (milliseconds) => void (await sleep(systemClock, milliseconds)),
  async answer(promise) {
    const stop = new AbortController();
    const late = sleep(systemClock, limitMs, stop.signal).then((passed) => {
      if (passed) fail(`no answer in ${limitMs} ms`);
      return promise;
    });
    const answer = await Promise.race([promise, late]);
    stop.abort();
    return answer;
  },
  async until(what, holds, limit) {
    const end = systemClock.now() + limit;
    while (!holds()) {
      if (systemClock.now() > end) fail(`${what}: not within ${limit} ms`);
      await sleep(systemClock, 20);
    }
  },
};

/** The same driver and unit over a line of the operating system: opening, each command once, a plug that is pulled. */
export async function lineChecks(conformance: DriverConformance, report: Report, kind: Kind): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  const unit = conformance.makeUnit(systemClock);
  const emulator: Emulator = {
    title: conformance.driver,
    attach: (line) => unit.attach(line),
    describe: () => unit.describe(),
    set: (id, value) => unit.set(id, value),
    onChanged: () => () => {},
  };
  const path = join(directory, 'unit');
  const host = await (kind === 'TCP' ? hostOnTcp({ emulator, port: 0 }) : hostOnPty({ emulator, path }));
  const device = conformance.makeDriver(transportTo(host, conformance, kind), systemClock);
  const check = (name: string, scenario: () => Promise<void>) => report.check(kind, name, scenario);
  const rig: Rig = { unit, device, time: realTime };
  try {
    await realTime.pause(conformance.startMs ?? 3_000);
    await check('open', async () => {
      // On a machine under load an answer may come too late: then it is up a little later, by itself.
      const opened = await realTime.answer(device.open());
      if (!opened.ok && opened.error.outcome !== 'notDone') fail(inWords(opened));
      await up(rig);
    });
    for (const command of conformance.commands) {
      await check(command.name, async () => {
        await up(rig);
        await done(rig, command);
        conformance.hands?.(unit);
        await conformance.recover?.(rig);
      });
    }
    const [command] = conformance.commands;
    await check('the plug is pulled in the middle of a command, and comes back', async () => {
      if (command === undefined) return;
      await up(rig);
      await command.prepare?.(rig);
      const running = command.run(rig, { timeoutMs: command.timeoutMs });
      await host.unplug();
      const answer = await realTime.answer(running);
      await realTime.until('down without its line', () => !isUp(device), limitMs);
      if (!answer.ok && command.moved === undefined && answer.error.outcome !== 'notDone')
        fail(inWords(answer));
      await host.plug();
      await up(rig);
      conformance.hands?.(unit);
      await conformance.recover?.(rig);
      await done(rig, command);
    });
    await check('close, and nothing of the system is left over', async () => {
      await realTime.answer(device.close());
      if (device.status.device !== 'offline') fail(JSON.stringify(device.status));
    });
  } finally {
    await device.close();
    await host.unplug();
    rmSync(directory, { recursive: true, force: true });
  }
}

function transportTo(host: LineHost, { serial }: DriverConformance, kind: Kind): Transport {
  if (kind === 'PTY') return serialTransport({ path: host.address, dataBits: 8, ...serial });
  return tcpTransport({ host: '127.0.0.1', port: Number(host.address.split(':').at(-1)) });
}

const up = ({ device }: Rig) => realTime.until('up', () => isUp(device), limitMs);

async function done(rig: Rig, command: CommandCase<Rig['unit'], Rig['device']>): Promise<void> {
  await command.prepare?.(rig);
  const answer = await realTime.answer(command.run(rig, { timeoutMs: command.timeoutMs }));
  if (!answer.ok) fail(inWords(answer));
}
