import { err, ok, type Result } from '../../../src-shared/result.ts';
import { decodeFields, encodeFields, type FieldValue, type Layout, type ValuesOf } from './fields.ts';
import { hex } from './frame.ts';

const nothing = [] as const;
const key = [['key', 'u64']] as const;
const denomination = [
  ['value', 'u32'],
  ['currency', 'text3'],
] as const;

/**
 * What a host can say to a banknote validator with a SMART Payout, as protocol version 6 and later has it.
 * `encrypted`: accepted only so.
 */
const table = {
  reset: { code: 0x01, encrypted: false, layout: nothing },
  /** One bit a channel, channel 1 the lowest; a bit set lets its notes in. */
  setInhibits: { code: 0x02, encrypted: false, layout: [['channels', 'rest']] },
  displayOn: { code: 0x03, encrypted: false, layout: nothing },
  displayOff: { code: 0x04, encrypted: false, layout: nothing },
  setupRequest: { code: 0x05, encrypted: false, layout: nothing },
  hostProtocolVersion: { code: 0x06, encrypted: false, layout: [['version', 'u8']] },
  /** Accepts a note in escrow when it was told before: never sent while somebody decides. */
  poll: { code: 0x07, encrypted: false, layout: nothing },
  reject: { code: 0x08, encrypted: false, layout: nothing },
  disable: { code: 0x09, encrypted: false, layout: nothing },
  enable: { code: 0x0a, encrypted: false, layout: nothing },
  serialNumber: { code: 0x0c, encrypted: false, layout: nothing },
  sync: { code: 0x11, encrypted: false, layout: nothing },
  lastRejectCode: { code: 0x17, encrypted: false, layout: nothing },
  hold: { code: 0x18, encrypted: false, layout: nothing },
  firmwareVersion: { code: 0x20, encrypted: false, layout: nothing },
  datasetVersion: { code: 0x21, encrypted: false, layout: nothing },
  allLevels: { code: 0x22, encrypted: false, layout: nothing },
  payoutAmount: { code: 0x33, encrypted: true, layout: [...denomination, ['option', 'u8']] },
  haltPayout: { code: 0x38, encrypted: true, layout: nothing },
  setRoute: { code: 0x3b, encrypted: true, layout: [['route', 'u8'], ...denomination] },
  getRoute: { code: 0x3c, encrypted: true, layout: denomination },
  /** A SMART Hopper has two bytes for the least payout, a SMART Payout four. */
  floatAmount: {
    code: 0x3d,
    encrypted: true,
    layout: [['minimum', 'u32'], ...denomination, ['option', 'u8']],
  },
  emptyAll: { code: 0x3f, encrypted: true, layout: nothing },
  setGenerator: { code: 0x4a, encrypted: false, layout: key },
  setModulus: { code: 0x4b, encrypted: false, layout: key },
  requestKeyExchange: { code: 0x4c, encrypted: false, layout: key },
  buildRevision: { code: 0x4f, encrypted: false, layout: nothing },
  smartEmpty: { code: 0x52, encrypted: true, layout: nothing },
  cashboxPayoutData: { code: 0x53, encrypted: false, layout: nothing },
  pollWithAck: { code: 0x56, encrypted: true, layout: nothing },
  eventAck: { code: 0x57, encrypted: true, layout: nothing },
  counters: { code: 0x58, encrypted: false, layout: nothing },
  disablePayout: { code: 0x5b, encrypted: false, layout: nothing },
  enablePayout: { code: 0x5c, encrypted: false, layout: nothing },
  resetFixedKey: { code: 0x61, encrypted: false, layout: nothing },
} as const satisfies Record<string, { code: number; encrypted: boolean; layout: Layout }>;

export type CommandName = keyof typeof table;
type ValuesFor<N extends CommandName> = ValuesOf<(typeof table)[N]['layout']>;

/** The last byte of a payout or a float: whether money moves. */
export const options = { test: 0x19, real: 0x58 } as const;
/** The first byte of a route. */
export const routes = { payout: 0, cashbox: 1 } as const;

/** Those without parameters. */
export type PlainCommandName = {
  [N in CommandName]: keyof ValuesFor<N> extends never ? N : never;
}[CommandName];

export function encodeCommand<N extends CommandName>(
  name: N,
  ...values: N extends PlainCommandName ? [] : [ValuesFor<N>]
): Uint8Array {
  const { code, layout } = table[name];
  const fields = encodeFields(layout, values[0] ?? {});
  const command = new Uint8Array(1 + fields.length);
  command[0] = code;
  command.set(fields, 1);
  return command;
}

/** A command as the unit reads it. */
export interface Command {
  readonly name: CommandName;
  readonly encrypted: boolean;
  readonly values: Readonly<Record<string, FieldValue>>;
}

export interface CommandFault {
  readonly kind: 'unknown' | 'parameters';
  readonly description: string;
}

export function parseCommand(data: Uint8Array): Result<Command, CommandFault> {
  const [code] = data;
  const name = code === undefined ? undefined : names.get(code);
  if (name === undefined) {
    return err({ kind: 'unknown', description: `no command ${code === undefined ? 'at all' : hex(code)}` });
  }
  const { encrypted, layout } = table[name];
  const values = decodeFields<Layout>(layout, data.slice(1));
  if (!values.ok) return err({ kind: 'parameters', description: `${name}: ${values.error}` });
  return ok({ name, encrypted, values: values.value });
}

const names = new Map(Object.entries(table).map(([name, { code }]) => [code as number, name as CommandName]));
