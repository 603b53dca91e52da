import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Transport } from '../transport.ts';
import type { Recording, RecordingEntry } from './format.ts';

export interface ReplayedLine {
  readonly host: Transport;
  /** Where the driver wrote other bytes than those recorded; null while it did what it did then. */
  readonly deviation: string | null;
  /** Entries that were not reached. */
  readonly left: number;
}

/**
 * A line that says what a unit said once, to a driver that asks what was asked then: every answer comes as long after
 * its question as it did. Throws on a recording whose device bytes were masked.
 */
export function replayLine(recording: Recording, clock: Clock): ReplayedLine {
  const entries = recording.entries.filter((entry) => !('event' in entry) || entry.event !== 'full');
  if (entries.some((entry) => 'deviceBytes' in entry)) {
    throw new Error('what the device said is masked in this recording: it cannot be replayed');
  }
  const data = new Listeners<Uint8Array>();
  const lost = new Listeners<string>();
  const { line: name } = recording.header;
  let at = 0;
  let open = false;
  let deviation: string | null = null;
  let written: number[] = [];
  let waiting = false;

  /** Goes on as far as the driver has come. */
  function advance(): void {
    while (deviation === null && !waiting) {
      const entry = entries[at];
      if (entry === undefined || (open && !isNext(entry))) return;
      if ('device' in entry || isLoss(entry)) {
        later(entry);
        return;
      }
      if (!open || 'event' in entry) return;
      at++;
    }
  }

  /** Whether this entry of the host's side has happened; takes its bytes. */
  function isNext(entry: RecordingEntry): boolean {
    const wanted = 'host' in entry ? bytesOf(entry.host) : null;
    const count = wanted?.length ?? ('hostBytes' in entry ? entry.hostBytes : 0);
    if (written.length < count) return false;
    const came = written.slice(0, count);
    if (wanted?.some((byte, index) => byte !== came[index])) {
      deviation = `entry ${at + 1}: expected ${hexOf(wanted)}, the driver wrote ${hexOf(came)}`;
      return false;
    }
    written = written.slice(count);
    return true;
  }

  function later(entry: RecordingEntry): void {
    waiting = true;
    const before = entries[at - 1]?.t ?? 0;
    clock.schedule(entry.t - before, () => {
      waiting = false;
      at++;
      if ('device' in entry) data.tell(bytesOf(entry.device));
      else {
        open = false;
        lost.tell(`${name} was lost, as recorded`);
      }
      advance();
    });
  }

  return {
    get deviation() {
      return deviation;
    },
    get left() {
      return entries.length - at;
    },
    host: {
      name,
      get isOpen() {
        return open;
      },
      async open() {
        if (open) return err({ code: 'busy', description: `${name} is open already` });
        open = true;
        written = [];
        const next = entries[at];
        if (next !== undefined && 'event' in next && next.event === 'open') at++;
        advance();
        return ok();
      },
      async write(bytes) {
        if (!open) return err({ code: 'closed', description: `${name} is not open` });
        written.push(...bytes);
        queueMicrotask(advance);
        return ok();
      },
      onData: (listener) => data.add(listener),
      onLost: (listener) => lost.add(listener),
      async close() {
        open = false;
        const next = entries[at];
        if (next !== undefined && 'event' in next && next.event === 'close') at++;
      },
    },
  };
}

const isLoss = (entry: RecordingEntry) => 'event' in entry && entry.event === 'lost';
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Iterable<number>) =>
  Buffer.from([...bytes])
    .toString('hex')
    .toUpperCase();
