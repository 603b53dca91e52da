import * as ccnet from '../../devices/drivers/ccnet/codec.ts';
import * as cctalk from '../../devices/drivers/cctalk/codec.ts';
import { EppParser, encodeFrame as encodeEpp } from '../../devices/drivers/epp/codec.ts';
import { readCommand } from '../../devices/drivers/escpos/commands.ts';
import { createStatusParser } from '../../devices/drivers/escpos/status.ts';
import { encodeReports, HidPosParser, mostPerReport } from '../../devices/drivers/hid-pos/codec.ts';
import * as id003 from '../../devices/drivers/id003/codec.ts';
import { decodeIpp } from '../../devices/drivers/ipp/decode.ts';
import { encodeIpp } from '../../devices/drivers/ipp/encode.ts';
import type { KermitFrameParser } from '../../devices/drivers/kermit-frames.ts';
import * as krCu from '../../devices/drivers/kr-cu/codec.ts';
import { encodeFrame as encodeLcdm, LcdmParser } from '../../devices/drivers/lcdm/codec.ts';
import { encodeLine, LineParser } from '../../devices/drivers/megatec-ups/codec.ts';
import * as modbus from '../../devices/drivers/modbus-io/codec.ts';
import type { Scan, ScanParser } from '../../devices/drivers/scanner/scan.ts';
import * as sdt from '../../devices/drivers/sdt/codec.ts';
import { encodeScan, SerialScanParser } from '../../devices/drivers/serial-scanner/codec.ts';
import {
  encodeResponse,
  parseCommand,
  parseRecord,
  parseResponse,
} from '../../devices/drivers/social-security-card/codec.ts';
import { encodeMessage, MessageParser } from '../../devices/drivers/social-security-card/vpcd.ts';
import { decryptPacket, encryptPacket } from '../../devices/drivers/ssp/encryption.ts';
import { encodeFrame as encodeSsp, FrameParser as SspParser } from '../../devices/drivers/ssp/frame.ts';
import type { Random } from './random.ts';
import type { FuzzedParser, FuzzTarget } from './target.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const nothing: readonly string[] = [];
/** What they say does not matter, only that they do not throw. */
const tried = (..._results: readonly unknown[]) => {};

/** A parser that keeps nothing across a pause. */
function forgetful<Found>(
  parser: { push(bytes: Uint8Array): readonly Found[]; reset(): void },
  good: (found: Found) => string | null,
): FuzzedParser {
  return {
    push: (bytes) => parser.push(bytes).flatMap((found) => good(found) ?? []),
    pause() {
      parser.reset();
      return nothing;
    },
  };
}

function kermit(parser: KermitFrameParser, parse: (frame: Uint8Array) => unknown): FuzzedParser {
  const good = (found: ReturnType<KermitFrameParser['push']>) =>
    found.flatMap((one) => {
      if (one.kind === 'refused') return [];
      parse(one.frame);
      return [hex(one.frame)];
    });
  return { push: (bytes) => good(parser.push(bytes)), pause: () => good(parser.flush()) };
}

function scans(parser: ScanParser): FuzzedParser {
  const good = (found: readonly (Scan | null)[]) =>
    found.flatMap((scan) => (scan?.kind === 'code' ? [`${scan.aim} ${hex(scan.data)}`] : []));
  return { push: (bytes) => good(parser.push(bytes)), pause: () => good([parser.pause()]) };
}

const ascii = (random: Random, most: number) =>
  Uint8Array.from({ length: 1 + random.integer(most) }, () => 0x20 + random.integer(0x5f));
const within = (random: Random, most: number) => random.bytes(random.integer(most + 1));

function framed(bytes: Uint8Array) {
  return { bytes, content: hex(bytes) };
}

const lcdmId = 0x30;
const key = Uint8Array.from({ length: 16 }, (_, index) => index * 17);
const serialScan = { suffix: Uint8Array.of(13, 10), aim: true };

const sspTarget = (protocol: string, encrypted: boolean): FuzzTarget => ({
  protocol,
  direction: 'device',
  checked: true,
  swallows: 600,
  sample(random) {
    const plain = random.bytes(1 + random.integer(100));
    const packet = { count: random.integer(1_000_000), data: plain };
    const data = encrypted ? encryptPacket(packet, key, (count) => random.bytes(count)) : plain;
    const bytes = encodeSsp({ sequence: random.one([0, 1] as const), address: random.integer(0x7e), data });
    return { bytes, content: hex(plain) };
  },
  parser: () =>
    forgetful(new SspParser(), (found) => {
      if (found.kind === 'refused') return null;
      const packet = decryptPacket(found.frame.data, key);
      if (!encrypted) return hex(found.frame.data);
      return packet.ok ? hex(packet.value.data) : null;
    }),
});

const cctalkTarget = (protocol: string, mode: cctalk.CheckMode): FuzzTarget => ({
  protocol,
  direction: 'device',
  checked: true,
  swallows: 'pause',
  sample: (random) =>
    framed(
      cctalk.encodeFrame(mode, {
        destination: random.integer(256),
        source: mode === 'crc' ? null : random.integer(256),
        header: random.integer(256),
        data: within(random, 40),
      }),
    ),
  parser: () =>
    forgetful(new cctalk.FrameFinder(mode), (heard) =>
      heard.kind === 'frame' ? hex(cctalk.encodeFrame(mode, heard.frame)) : null,
    ),
  // Without a start byte a stream may always be cut otherwise; a bus reads exactly one frame after its question.
  passes: (bytes) => cctalk.decodeFrame(mode, bytes).ok,
});

/** Every parser that hears a line. */
export const targets: readonly FuzzTarget[] = [
  {
    protocol: 'sdt',
    direction: 'device',
    checked: true,
    swallows: 0x1000 + 7,
    sample(random) {
      const data = random.bytes(random.integer(8) === 0 ? 1_290 : random.integer(64));
      const reply = { statusWord: random.one([0x90, 0x9f, 0x80, 0x41]), data };
      return { bytes: sdt.encodeReply(reply), content: `${reply.statusWord} ${hex(data)}` };
    },
    parser: () =>
      forgetful(new sdt.FrameParser(), (found) => {
        if (found.kind === 'refused') return null;
        const reply = sdt.parseReply(found.body);
        if (!reply.ok) return null;
        const { data } = reply.value;
        tried(sdt.parseCommand(found.body), sdt.parseCardBlocks(data, false), sdt.parseModuleId(data));
        return `${reply.value.statusWord} ${hex(reply.value.data)}`;
      }),
  },
  {
    protocol: 'escpos',
    direction: 'device',
    checked: false,
    swallows: 4,
    pauseless: true,
    sample: () => ({ bytes: Uint8Array.of(0x10, 0, 0x03, 0), content: 'automaticStatus 10000300' }),
    parser: () => {
      const push = createStatusParser(true);
      return {
        push: (bytes) =>
          push(bytes).map((message) => `${message.kind} ${'bytes' in message ? hex(message.bytes) : ''}`),
        pause: () => nothing,
      };
    },
  },
  {
    protocol: 'escpos-commands',
    direction: 'host',
    checked: false,
    swallows: null,
    sample: (random) => framed(Uint8Array.of(0x1b, 0x61, random.integer(3), 0x1d, 0x56, 0x42, 0, 0x0a)),
    parser: () => {
      let held = new Uint8Array();
      return {
        push(bytes) {
          held = Uint8Array.of(...held, ...bytes);
          const names: string[] = [];
          while (held.length > 0) {
            const reading = readCommand(held, true);
            if (reading.kind === 'incomplete') break;
            if (reading.length < 1) throw new Error('a command without length');
            if (reading.kind === 'command') names.push(reading.command.name);
            held = held.slice(reading.length);
          }
          // The emulated unit keeps no more of an unfinished image.
          if (held.length > 16_384) held = new Uint8Array();
          return names;
        },
        pause() {
          held = new Uint8Array();
          return nothing;
        },
      };
    },
  },
  {
    protocol: 'ipp',
    direction: 'device',
    checked: false,
    // Whole messages come in the body of an answer; nothing is looked for in a stream.
    swallows: 'pause',
    sample(random) {
      const bytes = encodeIpp({
        version: [2, 0],
        code: random.integer(0x500),
        requestId: 1 + random.integer(1_000),
        groups: [
          {
            tag: 'printer',
            attributes: [
              { name: 'printer-state', values: [{ tag: 'enum', value: 3 + random.integer(3) }] },
              {
                name: 'printer-state-reasons',
                values: [{ tag: 'keyword', value: Buffer.from(ascii(random, 30)).toString() }],
              },
            ],
          },
        ],
        data: within(random, 30),
      });
      return framed(bytes);
    },
    parser: () => ({
      push(bytes) {
        const message = decodeIpp(bytes);
        return message.ok ? [hex(encodeIpp(message.value))] : nothing;
      },
      pause: () => nothing,
    }),
  },
  sspTarget('ssp', false),
  sspTarget('ssp-encrypted', true),
  ...(['host', 'device'] as const).map(
    (direction): FuzzTarget => ({
      protocol: 'ccnet',
      direction,
      checked: true,
      swallows: 0x10000,
      sample(random) {
        const data = random.bytes(1 + random.integer(60));
        const message = { kind: 'data', data } as const;
        if (direction === 'device') return framed(ccnet.encodeReply(3, message));
        return framed(ccnet.encodeCommand(3, 'enableBillTypes', random.bytes(6)));
      },
      parser: () =>
        kermit(
          ccnet.frameParser(direction),
          direction === 'host' ? ccnet.parseHostFrame : ccnet.parseDeviceFrame,
        ),
    }),
  ),
  ...(['host', 'device'] as const).map(
    (direction): FuzzTarget => ({
      protocol: 'id003',
      direction,
      checked: true,
      swallows: 512,
      sample: (random) =>
        framed(
          direction === 'host'
            ? id003.encodeCommand('enableDenomination', within(random, 30))
            : id003.encodeReply({ kind: 'data', code: 0x88, data: within(random, 60) }),
        ),
      parser: () =>
        kermit(id003.frameParser(), direction === 'host' ? id003.parseHostFrame : id003.parseDeviceFrame),
    }),
  ),
  ...(['host', 'device'] as const).map(
    (direction): FuzzTarget => ({
      protocol: 'lcdm',
      direction,
      checked: true,
      swallows: 80,
      sample(random) {
        const data = within(random, 30).map((byte) => (byte === 3 ? 0x30 : byte));
        const code = 0x40 + random.integer(0x40);
        return { bytes: encodeLcdm(direction, lcdmId, { code, data }), content: `${code} ${hex(data)}` };
      },
      parser: () =>
        forgetful(new LcdmParser(direction, lcdmId), (found) =>
          found.kind === 'frame' ? `${found.code} ${hex(found.data)}` : null,
        ),
    }),
  ),
  cctalkTarget('cctalk', 'checksum'),
  cctalkTarget('cctalk-crc', 'crc'),
  {
    protocol: 'apdu',
    direction: 'device',
    checked: false,
    // A length in front and nothing else, on a local connection that begins anew after trouble.
    swallows: 'pause',
    sample(random) {
      const data = encodeResponse({ data: within(random, 60), statusWord: 0x9000 });
      return { bytes: encodeMessage(data), content: hex(data) };
    },
    parser: () =>
      forgetful(new MessageParser(), (message) => {
        tried(parseCommand(message), parseRecord(message));
        return parseResponse(message).ok ? hex(message) : null;
      }),
  },
  {
    protocol: 'hid-pos',
    direction: 'device',
    checked: false,
    swallows: 'pause',
    sample(random) {
      const data = ascii(random, mostPerReport);
      const [report] = encodeReports(']Q1', data);
      return { bytes: report ?? new Uint8Array(), content: `]Q1 ${hex(data)}` };
    },
    parser: () => scans(new HidPosParser()),
  },
  {
    protocol: 'serial-scanner',
    direction: 'device',
    checked: false,
    swallows: 'pause',
    sample(random) {
      const data = ascii(random, 60);
      return { bytes: encodeScan(serialScan, ']Q1', data), content: `]Q1 ${hex(data)}` };
    },
    parser: () => scans(new SerialScanParser(serialScan)),
  },
  {
    protocol: 'epp',
    direction: 'device',
    checked: true,
    swallows: 300,
    sample(random) {
      const body = random.bytes(1 + random.integer(60));
      return { bytes: encodeEpp(body), content: hex(body) };
    },
    parser: () =>
      forgetful(new EppParser('device'), (heard) =>
        heard.kind === 'message' && heard.message.kind === 'frame' ? hex(heard.message.body) : null,
      ),
  },
  {
    protocol: 'modbus',
    direction: 'device',
    checked: true,
    swallows: 600,
    sample(random) {
      const reply = {
        kind: 'values' as const,
        table: 'inputRegisters' as const,
        values: Array.from({ length: 1 + random.integer(20) }, () => random.integer(65_536)),
      };
      return framed(modbus.encodeReply(1 + random.integer(247), reply));
    },
    parser: () =>
      forgetful(modbus.replyParser(), ({ message }) =>
        hex(modbus.encodeReply(message.unit, message.message)),
      ),
  },
  {
    protocol: 'kr-cu',
    direction: 'device',
    checked: true,
    swallows: 16,
    sample(random) {
      const [hooks, infrared] = [random.integer(65_536), random.integer(65_536)];
      return framed(krCu.encode({ kind: 'state', board: random.integer(16), hooks, infrared }));
    },
    parser: () =>
      forgetful(new krCu.FrameParser(), (heard) =>
        heard.kind === 'message' ? hex(krCu.encode(heard.message)) : null,
      ),
  },
  {
    protocol: 'megatec',
    direction: 'device',
    checked: false,
    swallows: 200,
    sample(random) {
      const text = `UPS SPECIMEN ${Buffer.from(ascii(random, 40)).toString().replaceAll(/[(#]/g, '_')}`;
      return { bytes: encodeLine(text), content: JSON.stringify({ kind: 'line', text }) };
    },
    parser: () =>
      forgetful(new LineParser(), (heard) =>
        heard.kind === 'message' ? JSON.stringify(heard.message) : null,
      ),
  },
];
