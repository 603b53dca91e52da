import { connect, type Socket } from 'node:net';
import type { Clock } from '../../../src-shared/clock.ts';
import type { Emulator } from '../../emulation/emulator.ts';
import type { LineHost } from '../../emulation/line-host.ts';
import { lineOf } from '../../emulation/tcp.ts';

/**
 * The protocol of the virtual reader of vsmartcard (vpcd): the reader's driver inside pcscd is the one side, a
 * card made of software the other. Every message has its length before it, two bytes, big endian. From the reader
 * a message of one byte is a control, anything longer a command APDU; the card answers controls only where they
 * ask for the ATR. An empty answer means that there is no card.
 */
export const controls = { powerOff: 0x00, powerOn: 0x01, reset: 0x02, getAtr: 0x04 } as const;

/** Where vpcd listens for the card of its first reader. */
export const vpcdPort = 35_963;

export function encodeMessage(message: Uint8Array): Uint8Array {
  if (message.length > 0xffff)
    throw new Error(`a vpcd message has at most 65535 bytes, not ${message.length}`);
  return Uint8Array.of(message.length >> 8, message.length & 0xff, ...message);
}

/** Messages out of bytes in any portions. Holds at most one message: there is nothing to resynchronise on. */
export class MessageParser {
  #held = new Uint8Array();

  push(bytes: Uint8Array): Uint8Array[] {
    const joined = new Uint8Array(this.#held.length + bytes.length);
    joined.set(this.#held);
    joined.set(bytes, this.#held.length);
    const messages: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      const [high, low] = joined.subarray(at, at + 2);
      if (high === undefined || low === undefined) break;
      const end = at + 2 + ((high << 8) | low);
      if (end > joined.length) break;
      messages.push(joined.slice(at + 2, end));
      at = end;
    }
    this.#held = joined.slice(at);
    return messages;
  }

  /** Forgets an unfinished message. */
  reset(): void {
    this.#held = new Uint8Array();
  }
}

export interface VpcdHostOptions {
  /** Its line speaks the messages above. */
  readonly emulator: Emulator & { readonly cardInserted: boolean };
  readonly clock: Clock;
  /** 35963 unless the reader was set up otherwise. */
  readonly port?: number;
}

/** Between two attempts to reach a reader that is not there, or that dropped the card. */
const reconnectMs = 100;
/**
 * How long the slot stays empty between two cards. pcscd looks every 400 ms, and what happens in between it never
 * learns: it would take the second card for the first. No hand is faster than that.
 */
const emptyMs = 1_000;

/**
 * Puts an emulated reader's card into the virtual reader of the real pcscd. To vpcd a connection is a card in the
 * slot, so there is one exactly while a card is in. Unplugging takes the card away and not the reader, which
 * belongs to pcscd.
 */
export async function hostOnVpcd(options: VpcdHostOptions): Promise<LineHost> {
  const { emulator, clock } = options;
  const port = options.port ?? vpcdPort;
  let stopFollowing: (() => void) | undefined;
  let socket: Socket | undefined;
  let cancelRetry = () => {};
  let emptyUntil = 0;

  function follow(): void {
    if (stopFollowing !== undefined && emulator.cardInserted) insert();
    else remove();
  }

  function insert(): void {
    if (socket !== undefined) return;
    cancelRetry();
    const wait = emptyUntil - clock.now();
    if (wait > 0) {
      cancelRetry = clock.schedule(wait, follow);
      return;
    }
    const inserted = connect(port, '127.0.0.1');
    socket = inserted;
    inserted.setNoDelay(true);
    const detach = emulator.attach(lineOf(inserted));
    inserted.on('error', () => {});
    inserted.once('close', () => {
      detach();
      if (socket !== inserted) return;
      socket = undefined;
      cancelRetry = clock.schedule(reconnectMs, follow);
    });
  }

  function remove(): void {
    cancelRetry();
    if (socket === undefined) return;
    const removed = socket;
    socket = undefined;
    emptyUntil = clock.now() + emptyMs;
    removed.destroy();
  }

  const host: LineHost = {
    address: `vpcd 127.0.0.1:${port}`,
    get plugged() {
      return stopFollowing !== undefined;
    },
    async plug() {
      stopFollowing ??= emulator.onChanged(follow);
      follow();
    },
    async unplug() {
      stopFollowing?.();
      stopFollowing = undefined;
      follow();
    },
  };
  await host.plug();
  return host;
}
