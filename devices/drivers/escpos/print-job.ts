import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { DeviceError } from '../../contract/common.ts';
import type { ReceiptPrinterErrorCode } from '../../contract/receipt-printer.ts';
import type { EscPosChannel } from './channel.ts';
import { commands } from './encoder.ts';
import { brokenOff, faultError, refusal } from './errors.ts';
import { faultsOf, type PrinterFault } from './printer-status.ts';
import type { EscPosFlags } from './status.ts';

export interface PrintJob {
  /** Ends with GS r 1, whose answer proves that all before it was printed and cut. */
  readonly job: Uint8Array;
  readonly channel: EscPosChannel;
  readonly clock: Clock;
  /** Milliseconds on `clock`. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
  readonly isLost: () => boolean;
  readonly ask: () => Promise<Result<EscPosFlags, DeviceError<never>>>;
}

const askMs = 250;

/**
 * Sends one job to a unit that is ready and follows it to its end. From the first byte on, whatever breaks
 * off leaves the outcome indeterminate, and the rest is thrown out of the unit's buffer: it must not come out
 * when the next person stands there.
 */
export async function printJob(print: PrintJob): Promise<Result<void, DeviceError<ReceiptPrinterErrorCode>>> {
  const { channel, clock, deadline, signal, isLost } = print;
  let begun = false;
  let printed = false;
  let fault: PrinterFault | undefined;
  const seen = new AbortController();
  const look = (flags: EscPosFlags) => {
    // A hot head pauses and goes on by itself: only the deadline makes it an error.
    fault ??= faultsOf(flags).find(({ code }) => code !== 'headHot');
    if (fault !== undefined) seen.abort();
  };
  const stopFlags = channel.onFlags(look);
  const stopMessages = channel.onMessage((message) => {
    if (message.kind !== 'replyInTurn') return;
    printed = true;
    seen.abort();
  });
  const stopNow = () =>
    isLost() || fault !== undefined || signal?.aborted === true || clock.now() >= deadline;
  const onAbort = () => seen.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const sent = await channel.send(print.job, stopNow, () => {
      begun = true;
    });
    let flags: EscPosFlags = {};
    while (sent === 'sent' && !printed && !stopNow()) {
      await sleep(clock, Math.min(askMs, deadline - clock.now()), seen.signal);
      if (printed || stopNow()) break;
      const answer = await print.ask();
      if (!answer.ok) break;
      flags = answer.value;
      look(flags);
    }
    if (printed) {
      // What the sensors say now belongs to the next job: this one is out.
      await print.ask();
      return ok();
    }
    if (begun && !isLost()) await channel.write(commands.clearBuffer);
    return err(reasonOf(print, begun, fault ?? faultsOf(flags)[0]));
  } finally {
    stopFlags();
    stopMessages();
    signal?.removeEventListener('abort', onAbort);
  }
}

function reasonOf(
  { signal, isLost, clock, deadline }: PrintJob,
  begun: boolean,
  fault: PrinterFault | undefined,
): DeviceError<ReceiptPrinterErrorCode> {
  const error = begun ? brokenOff : refusal;
  if (isLost()) return error('deviceNotReady', 'the line was lost, or the unit fell silent, during the job');
  if (fault !== undefined) return faultError(fault, begun ? 'indeterminate' : 'notDone');
  if (signal?.aborted === true) return error('canceled', 'canceled during the job');
  if (clock.now() >= deadline) return error('timeOut', 'the unit did not report the end of the job in time');
  return error('hardwareError', 'the job could not be handed over whole');
}
