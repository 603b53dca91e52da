import { err, ok, type Result } from '../../../src-shared/result.ts';
import {
  commands,
  type DeviceMessage,
  type Direction,
  failures,
  frameParser,
  type HostMessage,
  parseDeviceFrame,
  parseHostFrame,
  rejectReasons,
} from './codec.ts';
import { faceValue, parseCurrencyTable, parseDisabled } from './currency-table.ts';

/** Explains one frame for a person. Fails with the reason when the bytes are not exactly one good frame. */
export function decodeId003(direction: Direction, bytes: Uint8Array): Result<object, string> {
  const parser = frameParser();
  const [first, ...more] = parser.push(bytes);
  if (first === undefined)
    return err(parser.midFrame ? 'the frame is not complete' : 'there is no sync byte FC');
  if (first.kind === 'refused') return err(first.reason);
  if (more.length > 0 || first.frame.length !== bytes.length) {
    return err(
      `the frame has ${first.frame.length} bytes, ${bytes.length} were given: give one frame at a time`,
    );
  }
  if (direction === 'host') return ok(fromHost(parseHostFrame(first.frame)));
  const message = parseDeviceFrame(first.frame);
  return message.ok ? fromDevice(message.value) : message;
}

function fromHost({ name, code, data }: HostMessage): object {
  const plain = { command: name ?? 'unknown', code: hex(Uint8Array.of(code)) };
  return data.length === 0 ? plain : { ...plain, ...setting(code, data) };
}

function fromDevice(message: DeviceMessage): Result<object, string> {
  if (message.kind === 'state') {
    const { name, detail } = message;
    if (detail === null) return ok({ state: name });
    if (name === 'rejecting') return ok({ state: name, reason: rejectReasons[detail] ?? detail });
    if (name === 'failure') return ok({ state: name, failure: failures[detail] ?? detail });
    return ok({ state: name, denomination: hex(Uint8Array.of(detail)) });
  }
  if (message.kind !== 'data') return ok({ message: message.kind });
  const { code, data } = message;
  const known = Object.entries(commands).find(([, one]) => one === code);
  const plain = { answerTo: known?.[0] ?? 'unknown', code: hex(Uint8Array.of(code)) };
  if (code === commands.versionRequest) {
    return ok({ ...plain, version: Buffer.from(data).toString('latin1').trim() });
  }
  if (code === commands.currencyAssignRequest) {
    const rows = parseCurrencyTable(data);
    if (!rows.ok) return rows;
    return ok({
      ...plain,
      currencyTable: rows.value.map((row) => ({ ...row, valueInHundredths: faceValue(row) })),
    });
  }
  return ok({ ...plain, ...setting(code, data) });
}

function setting(code: number, data: Uint8Array): object {
  if (code === commands.enableDenomination && data.length === 2) {
    return { enabled: parseDisabled(data).map((type) => hex(Uint8Array.of(type))) };
  }
  if (code === commands.inhibit && data.length === 1) return { inhibited: data[0] !== 0 };
  return { data: hex(data) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
