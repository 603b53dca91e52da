import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashItem } from '../../contract/cash.ts';
import { encodeCommand, routes } from './commands.ts';
import type { EventFeed } from './event-feed.ts';
import type { PollEvent } from './events.ts';
import type { SspExchange } from './exchange.ts';
import { type Ailment, ailmentsAfter } from './health.ts';
import type { NoteKinds, Place } from './note-track.ts';
import type { Channel } from './replies.ts';
import { answered, beginSession, type Session, type SessionOptions } from './session.ts';
import { type Before, StockTake } from './stock-take.ts';

export interface ArrivalOptions extends SessionOptions {
  readonly feed: EventFeed;
  readonly clock: Clock;
  readonly currency: string;
  readonly pollIntervalMs: number;
  /** What was known when the line went away. */
  readonly before: Before;
  readonly ailments: ReadonlySet<Ailment>;
  /** Told of every event before the unit is told that it was heard. */
  readonly heard: (event: PollEvent) => void;
  /** Whether this attempt still counts: a line that was lost meanwhile has begun another. */
  readonly current: () => boolean;
}

/** What the unit is and holds when its line came up. */
export interface Arrival {
  readonly session: Session;
  readonly routes: ReadonlyMap<number, Place>;
  readonly take: StockTake;
  readonly ailments: ReadonlySet<Ailment>;
}

/** How long a unit may take to come to rest after it was switched on, with a payout under way. */
const restWithinMs = 180_000;

/** Begins a session and asks the unit what it holds, before anything else. Fails with what was asked and what came. */
export async function arrive(options: ArrivalOptions): Promise<Result<Arrival, string>> {
  const { exchange, currency, before } = options;
  const session = await beginSession(options);
  if (!session.ok) return session;
  const items = itemsIn(session.value.setup.channels, currency);
  const routed = await askRoutes(exchange, items);
  if (!routed.ok) return routed;
  const take = new StockTake(before, kindsOf(items, routed.value), currency);
  const rested = await letRest(options, take, session.value.protocolVersion);
  if (!rested.ok) return rested;
  return ok({ session: session.value, routes: routed.value, take, ailments: rested.value });
}

export interface NumberedItem {
  readonly number: number;
  readonly item: CashItem;
}

/** The notes that the unit knows, by its channel numbers. */
export function itemsIn(channels: readonly Channel[], currency: string): readonly NumberedItem[] {
  return channels
    .filter((channel) => channel.currency === currency && channel.value > 0)
    .map(({ number, value }) => ({ number, item: { currency, value } }));
}

export function kindsOf(items: readonly NumberedItem[], routed: ReadonlyMap<number, Place>): NoteKinds {
  return {
    item: (channel) => items.find(({ number }) => number === channel)?.item ?? null,
    route: ({ value }) => routed.get(value) ?? 'cashbox',
  };
}

/** Bits of "set inhibits" that let these channels in. */
export function inhibitBits(channels: readonly number[]): Uint8Array {
  const bits = new Uint8Array(2);
  for (const channel of channels) {
    const byte = (channel - 1) >> 3;
    bits[byte] = (bits[byte] ?? 0) | (1 << ((channel - 1) & 7));
  }
  return bits;
}

async function askRoutes(
  exchange: SspExchange,
  items: readonly NumberedItem[],
): Promise<Result<ReadonlyMap<number, Place>, string>> {
  const routed = new Map<number, Place>();
  for (const { item } of items) {
    const { value, currency } = item;
    const reply = await exchange.send(encodeCommand('getRoute', { value, currency }));
    if (!reply.ok) return err(`route: ${reply.error.description}`);
    // A unit without a store, or with one that is broken, brings every note into the cashbox.
    const toPayout = reply.value.name === 'ok' && reply.value.data[0] === routes.payout;
    routed.set(value, toPayout ? 'payout' : 'cashbox');
  }
  return ok(routed);
}

/** Listens until the unit is at rest. Asks first for a note in escrow, which a poll would accept. */
async function letRest(
  options: ArrivalOptions,
  take: StockTake,
  version: number,
): Promise<Result<ReadonlySet<Ailment>, string>> {
  const { exchange, feed, clock, pollIntervalMs, current } = options;
  const shut = await exchange.send(encodeCommand('setInhibits', { channels: inhibitBits([]) }));
  const inhibited = answered('inhibits', shut);
  if (!inhibited.ok) return inhibited;
  const held = await exchange.ask('hold');
  if (!held.ok) return err(`hold: ${held.error.description}`);
  if (held.value.name === 'ok') {
    take.hearHeld();
    return ok(options.ailments);
  }
  const disabled = answered('disable', await exchange.ask('disable'));
  if (!disabled.ok) return disabled;
  let { ailments } = options;
  const until = clock.now() + restWithinMs;
  while (clock.now() < until) {
    const heard = await feed.poll(version, (event) => {
      take.hear(event);
      options.heard(event);
    });
    if (!heard.ok) return err(heard.error.description);
    const { events, unread } = heard.value;
    ailments = ailmentsAfter(ailments, events, unread);
    take.rest(events);
    if (take.settled) return ok(ailments);
    await new Promise<void>((resolve) => clock.schedule(pollIntervalMs, resolve));
    if (!current()) return err('the line was lost meanwhile');
  }
  return err(`not at rest in ${restWithinMs} ms`);
}
