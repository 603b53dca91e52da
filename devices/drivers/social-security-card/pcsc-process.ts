import type { Card, Reader } from 'pcsc-mini';
import { systemClock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { helperLine } from '../../transport/helper-process.ts';
import type { ApduFault } from './apdu-channel.ts';
import type { PcscQuestion, PcscReport, PcscRequest } from './pcsc-messages.ts';

/**
 * The process that speaks with the PC/SC service, one reader and one opening long. pcsc-mini 0.1.3 must not run in
 * the terminal itself: its `start` blocks the event loop while the service hangs, its `stop` until a thread ends that
 * may have missed the signal, each waiting call holds one of the four threads that also read files, and a client
 * whose service has died throws `InvalidHandle` out of a finalizer, where nobody can catch it. Here nothing is ever
 * stopped: this process is killed. The service then resets the card, as after every program that goes.
 */
const line = helperLine();
const tell = (report: PcscReport) => line.send(report);

/** A service that runs tells of its readers within milliseconds. */
const findReaderMs = 1_500;

let reader: Reader | undefined;
let card: Card | undefined;
let released: Promise<void> = Promise.resolve();
/** Settles when no APDU is under way. */
let transmitting: Promise<void> = Promise.resolve();

line.onMessage((message) => {
  const request = message as PcscRequest;
  if (request.kind === 'open') void open(request.reader);
  else void answer(request.what).then((result) => tell({ kind: 'answer', id: request.id, result }));
});

async function open(wanted: string | undefined): Promise<void> {
  try {
    // Not before it is needed: a machine without PC/SC has no library that the package could load.
    const { Client, ReaderStatus } = await import('pcsc-mini');
    const client = new Client();
    client.on('error', (error) => tell({ kind: 'lost', reason: describe(error) }));
    client.on('reader', (seen) => {
      if (reader !== undefined || (wanted !== undefined && !seen.name().includes(wanted))) return;
      reader = seen;
      seen.on('disconnect', () => tell({ kind: 'lost', reason: 'the reader was unplugged' }));
      // At once, for the first change follows in the same turn: it is the state at the start. The ATR that comes
      // with it is not used, because pcsc-mini 0.1.3 hands over memory that is gone by then.
      let opened = false;
      seen.on('change', (status) => {
        const present = status.has(ReaderStatus.PRESENT);
        // The service keeps the reader for a handle until it is given back, also when its card has gone.
        if (!present) released = powerOff();
        tell({ kind: 'card', present });
        if (!opened) tell({ kind: 'opened' });
        opened = true;
      });
    });
    client.start();
    systemClock.schedule(findReaderMs, () => {
      if (reader === undefined) tell({ kind: 'notFound', description: 'no such reader' });
    });
  } catch (error) {
    tell({ kind: 'notFound', description: describe(error) });
  }
}

function answer(question: PcscQuestion): Promise<Result<Uint8Array, ApduFault>> {
  switch (question.kind) {
    case 'powerOn':
      return powerOn();
    case 'powerOff':
      return powerOff().then(() => ok(new Uint8Array()));
    case 'transmit':
      return transmit(question.command);
  }
}

async function powerOn(): Promise<Result<Uint8Array, ApduFault>> {
  if (reader === undefined) return err({ kind: 'lineLost', description: 'no reader' });
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

async function powerOff(): Promise<void> {
  const leaving = card;
  card = undefined;
  if (leaving === undefined) return;
  const { CardDisposition } = await import('pcsc-mini');
  // A card that is pulled out is told of while an APDU is under way, and during one it throws instead of rejecting.
  await transmitting;
  try {
    await leaving.disconnect(CardDisposition.UNPOWER);
  } catch {
    // The card was pulled out, and then there is nothing to switch off.
  }
}

async function transmit(command: Uint8Array): Promise<Result<Uint8Array, ApduFault>> {
  if (card === undefined) return err({ kind: 'cardGone', description: 'no card is powered' });
  try {
    const sending = card.transmit(command);
    transmitting = sending.then(
      () => {},
      () => {},
    );
    const response = await sending;
    // What the service makes of a card that went away in the middle, on some readers.
    if (response.length === 0) return err({ kind: 'cardGone', description: 'an empty answer' });
    return ok(response);
  } catch (error) {
    return err(faultOf(error));
  } finally {
    // What was sent may be a PIN.
    command.fill(0);
  }
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
