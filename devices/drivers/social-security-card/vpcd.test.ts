import { createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { hostOnTcp } from '../../emulation/tcp.ts';
import { tcpTransport } from '../../transport/tcp.ts';
import { SocialSecurityCardReader } from './driver.ts';
import { SocialSecurityCardEmulator } from './emulator.ts';
import { specimenChipCards } from './specimens.ts';
import { encodeMessage, hostOnVpcd, MessageParser } from './vpcd.ts';
import { vpcdChannel } from './vpcd-channel.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('messages', () => {
  it('are the same in any portions', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, portions) => {
        const stream = Uint8Array.from(sent.flatMap((message) => [...encodeMessage(message)]));
        const parser = new MessageParser();
        const heard: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = portions[turn % portions.length] ?? 1;
          heard.push(...parser.push(stream.subarray(at, at + size)));
          at += size;
        }
        expect(heard).toEqual(sent);
      }),
    );
  });

  it('have a length of two bytes, big endian', () => {
    expect([...encodeMessage(Uint8Array.of(0x04))]).toEqual([0, 1, 4]);
    expect([...encodeMessage(new Uint8Array(258)).subarray(0, 2)]).toEqual([1, 2]);
    expect(() => encodeMessage(new Uint8Array(0x10000))).toThrow('65535');
  });

  it('that are unfinished are forgotten when told', () => {
    const parser = new MessageParser();
    parser.push(Uint8Array.of(0, 5, 1, 2));
    parser.reset();
    expect(parser.push(Uint8Array.of(0, 1, 9))).toEqual([Uint8Array.of(9)]);
  });
});

describe('an emulated reader over TCP', () => {
  it('is read without a PC/SC service', async () => {
    const unit = new SocialSecurityCardEmulator({
      clock: systemClock,
      cards: specimenChipCards(),
      chipMs: 0,
    });
    unit.set('chipCard', 'specimen-a');
    const host = await hostOnTcp({ emulator: unit, port: 0 });
    cleanups.push(() => host.unplug());
    const [address = '', port] = host.address.split(':');
    const reader = new SocialSecurityCardReader({
      id: 'chip',
      channel: vpcdChannel({
        transport: tcpTransport({ host: address, port: Number(port) }, systemClock),
        clock: systemClock,
      }),
      clock: systemClock,
      answerMs: 5_000,
    });
    cleanups.push(() => reader.close());
    expect((await reader.open()).ok).toBe(true);
    const read = await reader.readCard({ timeoutMs: 5_000 });
    expect(read.ok && read.value.name.reveal()).toBe('样本甲');
  });
});

describe('a card in the virtual reader', () => {
  /** What listens inside pcscd: one connection is one card. */
  async function listen() {
    const sockets: Socket[] = [];
    const waiting: ((socket: Socket) => void)[] = [];
    const server: Server = createServer((socket) => {
      socket.on('error', () => {});
      const waiter = waiting.shift();
      if (waiter) waiter(socket);
      else sockets.push(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const next = () =>
      new Promise<Socket>((resolve) => {
        const socket = sockets.shift();
        if (socket) resolve(socket);
        else waiting.push(resolve);
      });
    return { port: address.port, next, connections: sockets };
  }

  const closed = (socket: Socket) =>
    new Promise<void>((resolve) => socket.resume().once('close', () => resolve()));

  it('is a connection exactly while it is in, and comes back when the reader drops it', async () => {
    const reader = await listen();
    const unit = new SocialSecurityCardEmulator({
      clock: systemClock,
      cards: specimenChipCards(),
      chipMs: 0,
    });
    const host = await hostOnVpcd({ emulator: unit, clock: systemClock, port: reader.port });
    cleanups.push(() => host.unplug());
    expect(host.plugged).toBe(true);

    unit.set('chipCard', 'specimen-a');
    const first = await reader.next();
    first.write(Uint8Array.of(0, 1, 4));
    const atr = await new Promise<Buffer>((resolve) => first.once('data', resolve));
    expect(atr.toString('hex')).toBe('00083b64000053534333');

    first.destroy();
    const second = await reader.next();
    const gone = closed(second);
    unit.set('chipCard', 'none');
    await gone;
    expect(reader.connections).toHaveLength(0);

    unit.set('chipCard', 'specimen-b');
    const third = closed(await reader.next());
    await host.unplug();
    await third;
    expect(host.plugged).toBe(false);
    expect(unit.cardInserted).toBe(true);
  });
});
