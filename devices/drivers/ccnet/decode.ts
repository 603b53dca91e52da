import { err, ok, type Result } from '../../../src-shared/result.ts';
import {
  addresses,
  type DeviceMessage,
  type Direction,
  frameParser,
  type HostMessage,
  parseDeviceFrame,
  parseHostFrame,
} from './codec.ts';
import { failures, parsePollState, rejectReasons } from './poll-state.ts';
import {
  billTableBytes,
  faceValue,
  identificationBytes,
  parseBillTable,
  parseIdentification,
  parseTypeMask,
} from './tables.ts';

/**
 * Explains one frame for a person. Fails with the reason when the bytes are not exactly one good frame. A reply does
 * not say which command it answers; short ones are read as answers to POLL, which nearly all of them are.
 */
export function decodeCcnet(direction: Direction, bytes: Uint8Array): Result<object, string> {
  const parser = frameParser(direction);
  const [first, ...more] = parser.push(bytes);
  if (first === undefined)
    return err(parser.midFrame ? 'the frame is not complete' : 'there is no sync byte 02');
  if (first.kind === 'refused') return err(first.reason);
  if (more.length > 0 || first.frame.length !== bytes.length) {
    return err(
      `the frame has ${first.frame.length} bytes, ${bytes.length} were given: give one frame at a time`,
    );
  }
  if (direction === 'host') {
    const parsed = parseHostFrame(first.frame);
    return parsed.ok
      ? ok({ address: nameOf(parsed.value.address), ...fromHost(parsed.value.message) })
      : parsed;
  }
  const parsed = parseDeviceFrame(first.frame);
  if (!parsed.ok) return parsed;
  const message = fromDevice(parsed.value.message);
  return message.ok ? ok({ address: nameOf(parsed.value.address), ...message.value }) : message;
}

function nameOf(address: number): string {
  const known = Object.entries(addresses).find(([, code]) => code === address);
  return known?.[0] ?? hex(Uint8Array.of(address));
}

function fromHost(message: HostMessage): object {
  if (message.kind !== 'command') return { message: message.kind };
  const { name, code, data } = message;
  const plain = { command: name ?? 'unknown', code: hex(Uint8Array.of(code)) };
  if (name === 'enableBillTypes' && data.length === 6) {
    return { ...plain, types: parseTypeMask(data), withEscrow: parseTypeMask(data.subarray(3)) };
  }
  if (name === 'setBarcodeParameters' && data.length === 2) {
    return { ...plain, format: data[0], characters: data[1] };
  }
  return data.length === 0 ? plain : { ...plain, data: hex(data) };
}

function fromDevice(message: DeviceMessage): Result<object, string> {
  if (message.kind !== 'data') return ok({ message: message.kind });
  const { data } = message;
  if (data.length === billTableBytes) {
    const types = parseBillTable(data);
    if (!types.ok) return types;
    return ok({ billTable: types.value.map((row) => ({ ...row, valueInHundredths: faceValue(row) })) });
  }
  if (data.length === identificationBytes) {
    const identification = parseIdentification(data);
    return identification.ok ? ok({ identification: identification.value }) : identification;
  }
  if (data.length === 6) {
    return ok({ enabledTypes: parseTypeMask(data), highSecurityTypes: parseTypeMask(data.subarray(3)) });
  }
  const state = data.length <= 3 ? parsePollState(data) : undefined;
  if (state === undefined) return ok({ data: hex(data) });
  if (!state.ok) return state;
  const { name, detail } = state.value;
  return ok({ state: name, code: hex(data.subarray(0, 1)), ...inWords(name, detail) });
}

function inWords(name: string, detail: number | null): object {
  if (detail === null) return {};
  if (name === 'rejecting') return { reason: rejectReasons[detail] ?? detail };
  if (name === 'failure') return { failure: failures[detail] ?? detail };
  if (name === 'deviceBusy') return { milliseconds: detail * 100 };
  return { billType: detail };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
