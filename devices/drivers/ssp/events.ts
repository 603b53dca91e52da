import { encodeFields, type Layout, Reader } from './fields.ts';
import { hex } from './frame.ts';

/** A sum of money as events carry it, in the smallest part of the currency. */
export interface Amount {
  readonly value: number;
  readonly currency: string;
}

export interface Incomplete {
  readonly actual: number;
  readonly requested: number;
  readonly currency: string;
}

/** What stands behind an event's code. The number is the protocol version from which it stands there. */
type Data = 'none' | 'channel' | 'amounts' | 'incomplete' | 'note6' | 'note8' | 'error' | 'fraud';

/**
 * What a banknote validator with a SMART Payout reports. `ack`: repeated by "poll with ack" until it is acknowledged.
 * GA138 says so of the credit, of fraud and of notes found at power-up; that the ends of motions are of this kind too
 * is an assumption, with which nothing is lost where it is wrong: an acknowledgement too many is refused.
 */
const table = {
  jamRecovery: { code: 0xb0, data: 'none', ack: false },
  errorDuringPayout: { code: 0xb1, data: 'error', ack: true },
  smartEmptying: { code: 0xb3, data: 'amounts', ack: false },
  smartEmptied: { code: 0xb4, data: 'amounts', ack: true },
  channelDisable: { code: 0xb5, data: 'none', ack: false },
  initialising: { code: 0xb6, data: 'none', ack: false },
  emptying: { code: 0xc2, data: 'none', ack: false },
  emptied: { code: 0xc3, data: 'none', ack: true },
  payoutOutOfService: { code: 0xc6, data: 'none', ack: false },
  noteTransferredToStacker: { code: 0xc9, data: 'note6', ack: true },
  noteIntoStackerAtPowerUp: { code: 0xca, data: 'note8', ack: true },
  noteIntoStoreAtPowerUp: { code: 0xcb, data: 'note8', ack: true },
  stacking: { code: 0xcc, data: 'none', ack: false },
  noteDispensedAtPowerUp: { code: 0xcd, data: 'note6', ack: true },
  noteHeldInBezel: { code: 0xce, data: 'note8', ack: false },
  deviceFull: { code: 0xcf, data: 'none', ack: false },
  dispensed: { code: 0xd2, data: 'amounts', ack: true },
  jammed: { code: 0xd5, data: 'amounts', ack: true },
  halted: { code: 0xd6, data: 'amounts', ack: true },
  floating: { code: 0xd7, data: 'amounts', ack: false },
  floated: { code: 0xd8, data: 'amounts', ack: true },
  timeOut: { code: 0xd9, data: 'amounts', ack: true },
  dispensing: { code: 0xda, data: 'amounts', ack: false },
  storedInPayout: { code: 0xdb, data: 'none', ack: false },
  incompletePayout: { code: 0xdc, data: 'incomplete', ack: true },
  incompleteFloat: { code: 0xdd, data: 'incomplete', ack: true },
  notePathOpen: { code: 0xe0, data: 'none', ack: false },
  noteClearedFromFront: { code: 0xe1, data: 'channel', ack: true },
  noteClearedToCashbox: { code: 0xe2, data: 'channel', ack: true },
  cashboxRemoved: { code: 0xe3, data: 'none', ack: false },
  cashboxReplaced: { code: 0xe4, data: 'none', ack: false },
  fraudAttempt: { code: 0xe6, data: 'fraud', ack: true },
  stackerFull: { code: 0xe7, data: 'none', ack: false },
  disabled: { code: 0xe8, data: 'none', ack: false },
  unsafeJam: { code: 0xe9, data: 'none', ack: false },
  safeJam: { code: 0xea, data: 'none', ack: false },
  stacked: { code: 0xeb, data: 'none', ack: false },
  rejected: { code: 0xec, data: 'none', ack: false },
  rejecting: { code: 0xed, data: 'none', ack: false },
  credit: { code: 0xee, data: 'channel', ack: true },
  /** Channel 0: a note is being read. Else that note is in escrow. */
  read: { code: 0xef, data: 'channel', ack: false },
  slaveReset: { code: 0xf1, data: 'none', ack: false },
} as const satisfies Record<string, { code: number; data: Data; ack: boolean }>;

type Table = typeof table;
export type EventName = keyof Table;
type NamesWith<D extends Data> = { [N in EventName]: Table[N]['data'] extends D ? N : never }[EventName];

export type PollEvent =
  | { readonly name: NamesWith<'none'> }
  | { readonly name: NamesWith<'channel'>; readonly channel: number }
  | { readonly name: NamesWith<'amounts'>; readonly amounts: readonly Amount[] }
  | { readonly name: NamesWith<'incomplete'>; readonly incomplete: readonly Incomplete[] }
  /** Null below the protocol version that tells the note. */
  | { readonly name: NamesWith<'note6' | 'note8'>; readonly note: Amount | null }
  /** Cause 0: a note was not recognised on its way; 1: it is jammed in the transport. */
  | { readonly name: NamesWith<'error'>; readonly amounts: readonly Amount[]; readonly cause: number }
  /** A validator tells the channel (0: not known), a payout store what it had paid by then. */
  | {
      readonly name: NamesWith<'fraud'>;
      readonly channel: number | null;
      readonly amounts: readonly Amount[];
    };

export function needsAck(event: PollEvent): boolean {
  return table[event.name].ack;
}

export interface ParsedEvents {
  readonly events: readonly PollEvent[];
  /** Why the rest of the reply could not be read; null when all of it was. */
  readonly unread: string | null;
}

/**
 * Reads a reply to a poll, behind its first byte. What follows an unknown code cannot be read, for nobody knows how
 * long its data is.
 *
 * @param version that the unit was set to, 6 to 8
 */
export function parseEvents(data: Uint8Array, version: number): ParsedEvents {
  const events: PollEvent[] = [];
  let rest = data;
  while (rest.length > 0) {
    const code = rest[0] ?? 0;
    const name = names.get(code);
    if (name === undefined) return { events, unread: `no event ${hex(code)}` };
    const reader = new Reader(rest.subarray(1));
    const fields = takeData(table[name].data, reader, version);
    if (reader.missing > 0) return { events, unread: `${name} ends ${reader.missing} bytes early` };
    events.push({ name, ...fields } as PollEvent);
    rest = rest.subarray(rest.length - reader.left);
  }
  return { events, unread: null };
}

const names = new Map(
  Object.entries(table).map(([name, { code }]) => [code as number, name as keyof typeof table]),
);

function takeData(data: Data, reader: Reader, version: number): object {
  switch (data) {
    case 'none':
      return {};
    case 'channel':
      return { channel: reader.take('u8') };
    case 'amounts':
      return { amounts: takeAmounts(reader, reader.take('u8')) };
    case 'incomplete':
      return {
        incomplete: Array.from({ length: reader.take('u8') }, () => ({
          actual: reader.take('u32'),
          requested: reader.take('u32'),
          currency: reader.take('text3'),
        })),
      };
    case 'note6':
      return { note: takeAmount(reader) };
    case 'note8':
      return { note: version >= 8 ? takeAmount(reader) : null };
    case 'error':
      return {
        amounts: version >= 7 ? takeAmounts(reader, reader.take('u8')) : [],
        cause: reader.take('u8'),
      };
    case 'fraud':
      return takeFraud(reader);
  }
}

function takeAmount(reader: Reader): Amount {
  return { value: reader.take('u32'), currency: reader.take('text3') };
}

function takeAmounts(reader: Reader, count: number): Amount[] {
  return Array.from({ length: count }, () => takeAmount(reader));
}

/**
 * A unit of both parts has two forms of this event, and GA138 does not say how to tell them apart. Sums are where
 * their currencies can be read.
 */
function takeFraud(reader: Reader): { channel: number | null; amounts: readonly Amount[] } {
  const number = reader.take('u8');
  if (number > 0 && reader.left >= number * 7) {
    const amounts = takeAmounts(new Reader(reader.peek(number * 7)), number);
    if (amounts.every(({ currency }) => /^[A-Z]{3}$/.test(currency))) {
      reader.bytes(number * 7);
      return { channel: null, amounts };
    }
  }
  return { channel: number, amounts: [] };
}

export function encodeEvent(event: PollEvent, version: number): Uint8Array {
  return Uint8Array.of(table[event.name].code, ...encodeData(event, version));
}

function encodeData(event: PollEvent, version: number): number[] {
  if ('incomplete' in event) {
    return [event.incomplete.length, ...event.incomplete.flatMap((one) => encode(incompleteLayout, one))];
  }
  if ('cause' in event) return [...(version >= 7 ? encodeAmounts(event.amounts) : []), event.cause];
  if ('note' in event) {
    const told = table[event.name].data === 'note6' || version >= 8;
    return event.note !== null && told ? encode(amountLayout, event.note) : [];
  }
  if ('channel' in event && event.channel !== null) return [event.channel];
  if ('amounts' in event) return encodeAmounts(event.amounts);
  return [];
}

function encodeAmounts(amounts: readonly Amount[]): number[] {
  return [amounts.length, ...amounts.flatMap((one) => encode(amountLayout, one))];
}

function encode(layout: Layout, values: Amount | Incomplete): number[] {
  return [...encodeFields(layout, { ...values })];
}

const amountLayout = [
  ['value', 'u32'],
  ['currency', 'text3'],
] as const;
const incompleteLayout = [
  ['actual', 'u32'],
  ['requested', 'u32'],
  ['currency', 'text3'],
] as const;
