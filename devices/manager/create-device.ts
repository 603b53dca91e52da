import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src-shared/clock.ts';
import type { StartHelper } from '../../src-shared/helper-process.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { YamlProblem } from '../../src-shared/yaml-file.ts';
import type { Auxiliaries } from '../contract/auxiliaries.ts';
import type { BarcodeReader } from '../contract/barcode-reader.ts';
import type { Camera } from '../contract/camera.ts';
import type { CardReader } from '../contract/card-reader.ts';
import type { CashAcceptor } from '../contract/cash-acceptor.ts';
import type { CashDispenser, CoinAcceptor } from '../contract/cash-dispenser.ts';
import type { DocumentPrinter } from '../contract/document-printer.ts';
import type { IdentityCardReader } from '../contract/identity-card-reader.ts';
import type { Locker } from '../contract/locker.ts';
import type { PinPad } from '../contract/pin-pad.ts';
import type { PowerSupply } from '../contract/power-supply.ts';
import type { ReceiptPrinter } from '../contract/receipt-printer.ts';
import { PageCamera } from '../drivers/camera/driver.ts';
import { CcnetNoteAcceptor } from '../drivers/ccnet/driver.ts';
import type { CctalkBuses } from '../drivers/cctalk/buses.ts';
import { CctalkCoinAcceptor } from '../drivers/cctalk/coin-acceptor.ts';
import { CctalkHopper } from '../drivers/cctalk/hopper.ts';
import { EppPinPad } from '../drivers/epp/driver.ts';
import { EscPosPrinter } from '../drivers/escpos/driver.ts';
import { glyphRasteriser } from '../drivers/escpos/glyph-raster.ts';
import { paper80mm } from '../drivers/escpos/profile.ts';
import { hidPosScanner } from '../drivers/hid-pos/driver.ts';
import { Id003NoteAcceptor } from '../drivers/id003/driver.ts';
import { IppPrinter } from '../drivers/ipp/driver.ts';
import { KrCuLocker } from '../drivers/kr-cu/driver.ts';
import { LcdmCashDispenser } from '../drivers/lcdm/driver.ts';
import { MegatecUps } from '../drivers/megatec-ups/driver.ts';
import { ModbusIoBoard } from '../drivers/modbus-io/driver.ts';
import { SdtIdentityCardReader } from '../drivers/sdt/driver.ts';
import { serialScanner } from '../drivers/serial-scanner/driver.ts';
import { SocialSecurityCardReader } from '../drivers/social-security-card/driver.ts';
import { pcscChannel } from '../drivers/social-security-card/pcsc-channel.ts';
import { vpcdChannel } from '../drivers/social-security-card/vpcd-channel.ts';
import { SspNoteRecycler } from '../drivers/ssp/driver.ts';
import type { CameraDesk } from '../transport/camera-desk.ts';
import { hidTransport } from '../transport/hid.ts';
import { hidStream } from '../transport/hid-stream.ts';
import { serialTransport } from '../transport/serial.ts';
import { tcpTransport } from '../transport/tcp.ts';
import type { Transport } from '../transport/transport.ts';
import { type DeviceEntry, entryProblem } from './entry.ts';
import type { HidLineSettings, LineSettings, Profile } from './profile.ts';

export type AnyDevice =
  | Auxiliaries
  | BarcodeReader
  | Camera
  | CardReader
  | CashAcceptor
  | CashDispenser
  | CoinAcceptor
  | IdentityCardReader
  | DocumentPrinter
  | Locker
  | PinPad
  | PowerSupply
  | ReceiptPrinter;

type Made<T> = Result<T, YamlProblem[]>;

/** The driver of a profile on the line of an entry. Fails when the entry does not say where the device hangs. */
export function createDevice(
  entry: DeviceEntry,
  profile: Profile,
  clock: Clock,
  buses: CctalkBuses,
  startHelper: StartHelper,
  cameraDesk: CameraDesk,
): Made<AnyDevice> {
  switch (profile.driver) {
    case 'sdt': {
      const { line, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      const { baudRate } = line;
      return ok(
        new SdtIdentityCardReader({ ...settings, id: entry.id, transport: transport.value, clock, baudRate }),
      );
    }
    case 'ssp': {
      const { line, fixedKey, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      return ok(
        new SspNoteRecycler({
          ...settings,
          id: entry.id,
          transport: transport.value,
          clock,
          random: (count) => randomBytes(count),
          fixedKey: BigInt(`0x${fixedKey}`),
        }),
      );
    }
    case 'ccnet': {
      const { line, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      const { baudRate } = line;
      return ok(
        new CcnetNoteAcceptor({ ...settings, id: entry.id, transport: transport.value, clock, baudRate }),
      );
    }
    case 'id003': {
      const { line, denominations, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      return ok(
        new Id003NoteAcceptor({
          ...settings,
          id: entry.id,
          transport: transport.value,
          clock,
          baudRate: line.baudRate,
          denominations: new Map(
            Object.entries(denominations).map(([type, value]) => [Number.parseInt(type, 16), value]),
          ),
        }),
      );
    }
    case 'escpos': {
      const { line, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      return ok(
        new EscPosPrinter({
          id: entry.id,
          transport: transport.value,
          clock,
          rasteriser: glyphRasteriser,
          // Ten bits a byte.
          profile: { ...paper80mm, ...settings, bytesPerSecond: line.baudRate / 10 },
        }),
      );
    }
    case 'ipp': {
      const { uri: profileUri, ...papers } = profile.settings;
      const uri = entry.uri ?? profileUri;
      if (uri === undefined) {
        return err([entryProblem(entry, 'a uri such as ipp://host:631/ipp/print', 'none')]);
      }
      return ok(new IppPrinter({ id: entry.id, uri, clock, profile: papers }));
    }
    case 'epp': {
      const { line, healthIntervalMs, ...profileOfUnit } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      return ok(
        new EppPinPad({
          id: entry.id,
          transport: transport.value,
          clock,
          profile: profileOfUnit,
          healthIntervalMs,
        }),
      );
    }
    case 'modbus-io': {
      const { line, unit, pollIntervalMs, ...map } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      const { id } = entry;
      const { baudRate } = line;
      return ok(
        new ModbusIoBoard({ id, transport: transport.value, clock, baudRate, unit, map, pollIntervalMs }),
      );
    }
    case 'megatec-ups': {
      const { line, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      return ok(new MegatecUps({ ...settings, id: entry.id, transport: transport.value, clock }));
    }
    case 'kr-cu': {
      const { line, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      return ok(new KrCuLocker({ ...settings, id: entry.id, transport: transport.value, clock }));
    }
    case 'social-security-card': {
      const { line, answerMs } = profile.settings;
      const { id } = entry;
      if (line.kind === 'pcsc' && entry.port === undefined && entry.transport === undefined) {
        const channel = pcscChannel({ reader: entry.path ?? line.reader, clock, startHelper });
        return ok(new SocialSecurityCardReader({ id, channel, clock, answerMs }));
      }
      const emulated = line.kind === 'tcp' ? line : localLine;
      const transport = createTransport(entry, emulated, clock);
      if (!transport.ok) return transport;
      const channel = vpcdChannel({ transport: transport.value, clock });
      return ok(new SocialSecurityCardReader({ id, channel, clock, answerMs }));
    }
    case 'cctalk-coin-acceptor': {
      const { line, address, check, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      const bus = buses.on(transport.value, clock);
      return ok(
        new CctalkCoinAcceptor({ ...settings, id: entry.id, bus, unit: { address, mode: check }, clock }),
      );
    }
    case 'cctalk-coin-hopper': {
      const { line, address, check, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      const bus = buses.on(transport.value, clock);
      return ok(new CctalkHopper({ ...settings, id: entry.id, bus, unit: { address, mode: check }, clock }));
    }
    case 'hid-pos': {
      const { line, encoding } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      return ok(hidPosScanner({ id: entry.id, transport: transport.value, clock, encoding }));
    }
    case 'serial-scanner': {
      const { line, suffix, aim, trigger, ...settings } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      const format = { suffix: bytesOf(suffix), aim };
      const switched = trigger && { on: bytesOf(trigger.on), off: bytesOf(trigger.off) };
      const { id } = entry;
      return ok(
        serialScanner({ ...settings, id, transport: transport.value, clock, format, trigger: switched }),
      );
    }
    case 'camera':
      return ok(new PageCamera({ ...profile.settings, id: entry.id, desk: cameraDesk, clock }));
    case 'lcdm': {
      const { line, item, healthIntervalMs, units, ...profileOfUnit } = profile.settings;
      const transport = createTransport(entry, line, clock);
      if (!transport.ok) return transport;
      return ok(
        new LcdmCashDispenser({
          id: entry.id,
          transport: transport.value,
          clock,
          profile: profileOfUnit,
          item,
          healthIntervalMs,
          units,
        }),
      );
    }
  }
}

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Of a unit that an entry gives a port of this machine. */
const localLine: LineSettings = { kind: 'tcp', host: '127.0.0.1', baudRate: 115_200 };

function createTransport(
  entry: DeviceEntry,
  line: LineSettings | HidLineSettings,
  clock: Clock,
): Made<Transport> {
  const made = lineOf(entry, line, clock);
  return made.ok && entry.tap !== undefined ? ok(entry.tap(made.value)) : made;
}

function lineOf(entry: DeviceEntry, line: LineSettings | HidLineSettings, clock: Clock): Made<Transport> {
  if (entry.transport !== undefined) return ok(entry.transport);
  // A port takes the place of any line: an emulated unit where there are no pseudo-terminals.
  if (entry.port !== undefined) {
    return ok(tcpTransport({ host: line.kind === 'tcp' ? line.host : '127.0.0.1', port: entry.port }, clock));
  }
  switch (line.kind) {
    case 'serial': {
      const path = entry.path ?? line.path;
      if (path === undefined) {
        return err([entryProblem(entry, 'a path such as /dev/ttyS0 or COM3', 'none')]);
      }
      const { baudRate, dataBits, parity, stopBits } = line;
      return ok(serialTransport({ path, baudRate, dataBits, parity, stopBits }));
    }
    case 'hid': {
      const reports = hidTransport({ ...line, path: entry.path });
      return ok('framing' in line ? hidStream(reports, line.framing) : reports);
    }
    case 'tcp': {
      if (line.port === undefined) return err([entryProblem(entry, 'a port', 'none')]);
      return ok(tcpTransport({ host: line.host, port: line.port }, clock));
    }
  }
}
