import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hostOnPty } from '../emulation/pty.ts';
import { hostOnTcp } from '../emulation/tcp.ts';
import { EchoUnit } from '../emulation/test-echo-unit.ts';
import { socatMissing } from '../emulation/test-socat.ts';
import { memoryLine } from './memory.ts';
import { serialTransport } from './serial.ts';
import { tcpTransport } from './tcp.ts';
import type { Transport } from './transport.ts';

interface Line {
  readonly transport: Transport;
  readonly unit: EchoUnit;
  unplug(): Promise<void>;
  plug(): Promise<void>;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const lines: Record<string, () => Promise<Line>> = {
  async memory() {
    const unit = new EchoUnit();
    const line = memoryLine();
    unit.attach(line.unit);
    return {
      transport: line.host,
      unit,
      unplug: async () => line.cut(),
      plug: async () => line.mend(),
    };
  },
  async tcp() {
    const unit = new EchoUnit();
    const host = await hostOnTcp({ emulator: unit, port: 0 });
    cleanups.push(() => host.unplug());
    const port = Number(host.address.split(':')[1]);
    const transport = tcpTransport({ host: '127.0.0.1', port });
    cleanups.push(() => transport.close());
    return { transport, unit, unplug: () => host.unplug(), plug: () => host.plug() };
  },
  async serial() {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    cleanups.push(() => rmSync(directory, { recursive: true }));
    const unit = new EchoUnit();
    const host = await hostOnPty({ emulator: unit, path: join(directory, 'unit') });
    cleanups.push(() => host.unplug());
    const transport = serialTransport({
      path: host.address,
      baudRate: 115200,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
    });
    cleanups.push(() => transport.close());
    return { transport, unit, unplug: () => host.unplug(), plug: () => host.plug() };
  },
};

function receive(transport: Transport, count: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const got: number[] = [];
    const stop = transport.onData((bytes) => {
      got.push(...bytes);
      if (got.length < count) return;
      stop();
      resolve(Uint8Array.from(got));
    });
  });
}

/** While nothing else of this process goes on. */
const pause = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** The process that holds the other end of the line. */
function socatAt(name: string): number {
  const path = name.split(' ')[1] as string;
  const holder = readdirSync('/proc').find(
    (pid) => /^\d+$/.test(pid) && commandOf(pid).startsWith('socat') && commandOf(pid).includes(path),
  );
  if (holder === undefined) throw new Error(`no socat at ${path}`);
  return Number(holder);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

const allBytes = Uint8Array.from({ length: 256 }, (_, index) => index);

describe.each(Object.keys(lines))('the %s transport', (kind) => {
  const make = lines[kind] as () => Promise<Line>;
  const test = it.skipIf(kind === 'serial' && socatMissing);

  test('carries every byte both ways, in order', async () => {
    const { transport } = await make();
    expect(await transport.open()).toEqual({ ok: true, value: undefined });
    const received = receive(transport, 512);
    await transport.write(allBytes);
    await transport.write(allBytes);
    expect([...(await received)]).toEqual([...allBytes, ...allBytes]);
    expect(transport.isOpen).toBe(true);
  });

  test('refuses to be opened twice and to write while closed', async () => {
    const { transport } = await make();
    expect(await transport.write(allBytes)).toMatchObject({ ok: false, error: { code: 'closed' } });
    await transport.open();
    expect(await transport.open()).toMatchObject({ ok: false, error: { code: 'busy' } });
    await transport.close();
    await transport.close();
    expect(transport.isOpen).toBe(false);
    expect(await transport.write(allBytes)).toMatchObject({ ok: false, error: { code: 'closed' } });
  });

  test('tells once that the line was lost, says why it cannot be opened, and opens when it is back', async () => {
    const { transport, unplug, plug } = await make();
    const losses: string[] = [];
    let tellLost: () => void = () => {};
    const lost = new Promise<void>((resolve) => {
      tellLost = resolve;
    });
    transport.onLost((reason) => {
      losses.push(reason);
      tellLost();
    });
    await transport.open();
    await unplug();
    await lost;
    expect(losses).toHaveLength(1);
    expect(losses[0]).toContain(transport.name);
    expect(transport.isOpen).toBe(false);

    const refused = await transport.open();
    expect(refused.ok).toBe(false);
    if (!refused.ok) expect(['notFound', 'refused']).toContain(refused.error.code);

    await plug();
    expect((await transport.open()).ok).toBe(true);
    const received = receive(transport, 256);
    await transport.write(allBytes);
    expect([...(await received)]).toEqual([...allBytes]);
  });

  test('closes without telling that the line was lost, and the unit stays', async () => {
    const { transport, unit } = await make();
    let losses = 0;
    transport.onLost(() => losses++);
    await transport.open();
    await transport.close();
    expect((await transport.open()).ok).toBe(true);
    const received = receive(transport, 3);
    await transport.write(Uint8Array.of(1, 2, 3));
    expect([...(await received)]).toEqual([1, 2, 3]);
    expect(unit.attached).toBe(1);
    expect(losses).toBe(0);
  });

  test('does not tell a listener that left', async () => {
    const { transport } = await make();
    await transport.open();
    let heard = 0;
    transport.onData(() => heard++)();
    const received = receive(transport, 1);
    await transport.write(Uint8Array.of(1));
    await received;
    expect(heard).toBe(0);
  });
});

describe('a serial port', () => {
  it.skipIf(socatMissing)('that is unplugged before its first byte is read tells so', async () => {
    const { transport } = await (lines.serial as () => Promise<Line>)();
    const lost = new Promise<string>((resolve) => transport.onLost(resolve));
    const opening = transport.open();
    // The system has opened it, and nothing of it was read: a line that has gone reads as empty.
    pause(300);
    process.kill(socatAt(transport.name), 'SIGKILL');
    pause(300);
    expect((await opening).ok).toBe(true);
    expect(await lost).toContain(transport.name);
  });

  it('that does not exist is not found', async () => {
    const transport = serialTransport({
      path: '/dev/there-is-no-such-port',
      baudRate: 9600,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
    });
    const opened = await transport.open();
    expect(opened).toMatchObject({ ok: false, error: { code: 'notFound' } });
    if (!opened.ok) expect(opened.error.description).toContain('/dev/there-is-no-such-port');
  });

  it.skipIf(socatMissing)('that somebody else has open is busy', async () => {
    const { transport } = await (lines.serial as () => Promise<Line>)();
    await transport.open();
    const path = transport.name.split(' ')[1] ?? '';
    const other = serialTransport({ path, baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 });
    expect(await other.open()).toMatchObject({ ok: false, error: { code: 'busy' } });
  });

  it.skipIf(socatMissing)('is there again when its plug was put back before it was quite out', async () => {
    const { transport, unplug, plug } = await (lines.serial as () => Promise<Line>)();
    const pulling = unplug();
    await plug();
    await pulling;
    expect((await transport.open()).ok).toBe(true);
  });

  it.skipIf(socatMissing)('takes 8E1, 8N2 and 7E1', async () => {
    for (const mode of [
      { dataBits: 8, parity: 'even', stopBits: 1 },
      { dataBits: 8, parity: 'none', stopBits: 2 },
      { dataBits: 7, parity: 'even', stopBits: 1 },
    ] as const) {
      const { transport } = await (lines.serial as () => Promise<Line>)();
      const path = transport.name.split(' ')[1] ?? '';
      const other = serialTransport({ path, baudRate: 9600, ...mode });
      expect(await other.open()).toEqual({ ok: true, value: undefined });
      await other.close();
    }
  });
});

describe('a TCP line', () => {
  it('has one user at a time: who comes later takes it over', async () => {
    const { transport, unit } = await (lines.tcp as () => Promise<Line>)();
    const lost = new Promise((resolve) => transport.onLost(resolve));
    await transport.open();
    const second = tcpTransport({ host: '127.0.0.1', port: Number(transport.name.split(':')[1]) });
    cleanups.push(() => second.close());
    await second.open();
    await lost;
    const received = receive(second, 1);
    await second.write(Uint8Array.of(1));
    await received;
    expect(unit.attached).toBe(1);
  });
});
