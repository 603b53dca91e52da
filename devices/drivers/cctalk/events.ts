import { err, ok, type Result } from '../../../src-shared/result.ts';

/** How many events an acceptor keeps. */
const kept = 5;

/** The buffer of header 229 (coins) and 159 (bills): a counter and the last five events, the newest first. */
export interface EventBuffer {
  /** 0 after power-up or reset; then 1 to 255, and 1 again. */
  readonly counter: number;
  readonly results: readonly EventResult[];
}

/** `a` 1 to 255 is a credit of that coin, by route `b`; `a` 0 is something else, and `b` says what. */
export interface EventResult {
  readonly a: number;
  readonly b: number;
}

export const eventBufferBytes = 1 + 2 * kept;

export function parseEventBuffer(data: Uint8Array): Result<EventBuffer, string> {
  if (data.length !== eventBufferBytes) {
    return err(`an event buffer has ${eventBufferBytes} bytes, not ${data.length}`);
  }
  const results = Array.from({ length: kept }, (_, at) => ({
    a: data[1 + 2 * at] ?? 0,
    b: data[2 + 2 * at] ?? 0,
  }));
  return ok({ counter: data[0] ?? 0, results });
}

export function encodeEventBuffer(buffer: EventBuffer): Uint8Array {
  const results = Array.from({ length: kept }, (_, at) => buffer.results[at] ?? { a: 0, b: 0 });
  return Uint8Array.of(buffer.counter, ...results.flatMap(({ a, b }) => [a, b]));
}

export function nextCounter(counter: number): number {
  return counter === 255 ? 1 : counter + 1;
}

/** How many events there were since the counter stood at `last`. Zero, other than before, is a restart. */
export function eventsSince(counter: number, last: number): number {
  if (counter === last || counter === 0) return 0;
  return counter > last ? counter - last : counter + 255 - last;
}

/** Events since `last`, the oldest first, and how many of them the buffer did not keep. */
export function newEvents(
  buffer: EventBuffer,
  last: number,
): { events: readonly EventResult[]; lost: number } {
  const count = eventsSince(buffer.counter, last);
  const events = buffer.results.slice(0, Math.min(count, kept)).reverse();
  return { events, lost: count - events.length };
}

type Meaning = 'nothing' | 'refused' | 'fraud' | 'fault';

/** Codes of a coin acceptor, part 3 table 2; how they are grouped is ours. */
const coinEvents: ReadonlyMap<number, readonly [string, Meaning]> = new Map([
  [0, ['nothing', 'nothing']],
  [1, ['coin rejected', 'refused']],
  [2, ['coin inhibited', 'refused']],
  [3, ['coin matches several', 'refused']],
  [4, ['wake-up timeout', 'fault']],
  [5, ['validation timeout', 'fault']],
  [6, ['credit sensor timeout', 'fault']],
  [7, ['sorter opto timeout', 'fault']],
  [8, ['second coin too close', 'refused']],
  [9, ['accept gate not ready', 'refused']],
  [10, ['credit sensor not ready', 'refused']],
  [11, ['sorter not ready', 'refused']],
  [12, ['rejected coin not cleared', 'refused']],
  [13, ['validation sensor not ready', 'fault']],
  [14, ['credit sensor blocked', 'fault']],
  [15, ['sorter opto blocked', 'fault']],
  [16, ['credit sequence error', 'fraud']],
  [17, ['coin going backwards', 'fraud']],
  [18, ['coin too fast', 'fraud']],
  [19, ['coin too slow', 'fraud']],
  [20, ['coin-on-string mechanism activated', 'fraud']],
  [21, ['dual coin opto timeout', 'fault']],
  [22, ['dual coin opto not seen', 'fraud']],
  [23, ['credit sensor reached too early', 'fraud']],
  [24, ['rejected coin tripped repeatedly', 'fraud']],
  [25, ['slug rejected', 'fraud']],
  [26, ['reject sensor blocked', 'fault']],
  [29, ['accept gate open, not closed', 'fault']],
  [30, ['accept gate closed, not open', 'fault']],
  [31, ['manifold opto timeout', 'fault']],
  [32, ['manifold opto blocked', 'fault']],
  [33, ['manifold not ready', 'refused']],
  [34, ['security status changed', 'fraud']],
  [35, ['motor exception', 'fault']],
  [36, ['coin swallowed', 'fault']],
  [37, ['coin too fast over validation', 'fraud']],
  [38, ['coin too slow over validation', 'fraud']],
  [39, ['coin sorted wrongly', 'fault']],
  [40, ['external light attack', 'fraud']],
  [254, ['coin return pressed', 'nothing']],
  [255, ['unspecified alarm', 'fault']],
] as const);

/** 128 to 159 is a coin of type 1 to 32 that was inhibited. */
export function coinEventOf(code: number): { readonly name: string; readonly means: Meaning } {
  if (code >= 128 && code <= 159) return { name: `coin of type ${code - 127} inhibited`, means: 'refused' };
  const [name, means] = coinEvents.get(code) ?? [`event ${code}`, 'fault'];
  return { name, means };
}
