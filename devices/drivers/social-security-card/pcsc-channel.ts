import type { Card, Client, Reader } from 'pcsc-mini';
import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { TransportError } from '../../transport/transport.ts';
import type { ApduChannel, ApduFault } from './apdu-channel.ts';

export interface PcscChannelOptions {
  /** Part of the reader's name as PC/SC has it; without it the first reader is taken. */
  readonly reader?: string | undefined;
  readonly clock: Clock;
}

/** A service that runs tells of its readers within milliseconds. */
const findReaderMs = 1_500;

/** A reader of the PC/SC service (Windows: WinSCard; Linux: pcscd; macOS: its own). */
export function pcscChannel({ reader: wanted, clock }: PcscChannelOptions): ApduChannel {
  const name = `PC/SC ${wanted ?? 'first reader'}`;
  const changed = new Listeners<void>();
  const lost = new Listeners<string>();
  let client: Client | undefined;
  let reader: Reader | undefined;
  let card: Card | undefined;
  let present = false;
  let released: Promise<void> = Promise.resolve();

  async function open(): Promise<Result<void, TransportError>> {
    if (client !== undefined) return err({ code: 'busy', description: `${name} is open already` });
    // Not before it is needed: a machine without PC/SC has no library that the package could load.
    let pcsc: typeof import('pcsc-mini');
    let opening: Client;
    try {
      pcsc = await import('pcsc-mini');
      opening = new pcsc.Client();
    } catch (error) {
      return err({ code: 'notFound', description: `${name}: ${describe(error)}` });
    }
    client = opening;
    const found = new Promise<Reader | undefined>((resolve) => {
      const cancel = clock.schedule(findReaderMs, () => resolve(undefined));
      opening.on('reader', (seen) => {
        if (reader !== undefined || (wanted !== undefined && !seen.name().includes(wanted))) return;
        reader = seen;
        seen.on('disconnect', () => lose(opening, 'the reader was unplugged'));
        // At once, for the first change follows in the same turn: it is the state at the start. The ATR that comes
        // with it is not used, because pcsc-mini 0.1.3 hands over memory that is gone by then.
        seen.on('change', (status) => {
          notice(status.has(pcsc.ReaderStatus.PRESENT));
          cancel();
          resolve(seen);
        });
      });
    });
    opening.on('error', (error) => lose(opening, describe(error)));
    try {
      opening.start();
    } catch (error) {
      forget();
      return err({ code: 'notFound', description: `${name}: ${describe(error)}` });
    }
    if ((await found) === undefined || client !== opening) {
      await close();
      return err({ code: 'notFound', description: `${name}: no such reader` });
    }
    return ok();
  }

  function notice(isPresent: boolean): void {
    // The service keeps the reader for a handle until it is given back, also when its card has gone.
    if (!isPresent) released = powerOff();
    if (present === isPresent) return;
    present = isPresent;
    changed.tell();
  }

  function lose(of: Client, reason: string): void {
    if (client !== of) return;
    forget();
    lost.tell(`${name}: ${reason}`);
  }

  function forget(): void {
    const stopping = client;
    client = undefined;
    reader = undefined;
    card = undefined;
    stopping?.removeAllListeners();
    // A client whose service has died may throw here; it is of no use any more either way.
    stopping?.on('error', () => {});
    try {
      if (stopping?.running()) stopping.stop();
    } catch {}
    notice(false);
  }

  async function close(): Promise<void> {
    await powerOff();
    forget();
  }

  async function powerOff(): Promise<void> {
    const leaving = card;
    card = undefined;
    if (leaving === undefined) return;
    const { CardDisposition } = await import('pcsc-mini');
    // Fails when the card was pulled out, and then there is nothing to switch off.
    await leaving.disconnect(CardDisposition.UNPOWER).catch(() => {});
  }

  async function powerOn(): Promise<Result<Uint8Array, ApduFault>> {
    if (reader === undefined) return err({ kind: 'lineLost', description: `${name} is not open` });
    await released;
    await powerOff();
    try {
      const { CardMode } = await import('pcsc-mini');
      // Exclusive, so that no other program sees or disturbs what goes on.
      const connected = await reader.connect(CardMode.EXCLUSIVE);
      card = connected;
      return ok((await connected.state()).atr);
    } catch (error) {
      return err(faultOf(error));
    }
  }

  async function transmit(command: Uint8Array): Promise<Result<Uint8Array, ApduFault>> {
    if (card === undefined) return err({ kind: 'cardGone', description: 'no card is powered' });
    try {
      const answer = await card.transmit(command);
      // What the service makes of a card that went away in the middle, on some readers.
      if (answer.length === 0) return err({ kind: 'cardGone', description: 'an empty answer' });
      return ok(answer);
    } catch (error) {
      return err(faultOf(error));
    }
  }

  return {
    name,
    open,
    close,
    onLost: (listener) => lost.add(listener),
    get cardPresent() {
      return present;
    },
    onCardChanged: (listener) => changed.add(listener),
    powerOn,
    powerOff,
    transmit,
  };
}

/** The codes of pcsc-mini are those of PC/SC, without their prefix. */
const kinds: Record<string, ApduFault['kind']> = {
  SharingViolation: 'busy',
  NoSmartCard: 'cardGone',
  RemovedCard: 'cardGone',
  UnresponsiveCard: 'mute',
  UnpoweredCard: 'mute',
  UnsupportedCard: 'protocol',
  ProtoMismatch: 'protocol',
  ReaderUnavailable: 'lineLost',
  UnknownReader: 'lineLost',
  NoReadersAvailable: 'lineLost',
  NoService: 'lineLost',
  ServiceStopped: 'lineLost',
};

function faultOf(error: unknown): ApduFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { kind: kinds[code] ?? 'failed', description: describe(error) };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? `${String(error.code)}: ${error.message}` : error.message;
}
