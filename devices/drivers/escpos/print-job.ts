import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { DeviceError } from '../../contract/common.ts';
import type { ReceiptPrinterErrorCode } from '../../contract/receipt-printer.ts';
import type { EscPosChannel } from './channel.ts';
import { brokenOff, faultError, refusal } from './errors.ts';
import { faultsOf, type PrinterFault } from './printer-status.ts';
import type { EscPosFlags } from './status.ts';

export interface PrintJob {
  /** Whole commands each. The last is GS r 1, whose answer proves that all before it was printed and cut. */
  readonly parts: readonly Uint8Array[];
  /**
   * A unit whose power failed while it was being sent to would print the rest, cut, and answer GS r as if all
   * were well. So it is asked after so many bytes too: a unit that starts up does not answer.
   */
  readonly askAfterBytes: number;
  readonly channel: EscPosChannel;
  readonly clock: Clock;
  /** Milliseconds on `clock`. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
  readonly isLost: () => boolean;
  /** Throws what is left out of the unit's buffer; null where what is left may still be done. */
  readonly discard: Uint8Array | null;
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
  let handedOver = false;
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
    if (message.kind !== 'replyInTurn' || !handedOver) return;
    printed = true;
    seen.abort();
  });
  const stopNow = () =>
    isLost() || fault !== undefined || signal?.aborted === true || clock.now() >= deadline;
  const onAbort = () => seen.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    let flags: EscPosFlags = {};
    const ask = async (): Promise<boolean> => {
      const answer = await print.ask();
      if (!answer.ok) return false;
      flags = answer.value;
      look(flags);
      return true;
    };
    let unasked = 0;
    let going = true;
    for (const [index, part] of print.parts.entries()) {
      // The answer to the last part may come before the call that sends it returns.
      handedOver = index === print.parts.length - 1;
      if (unasked + part.length > print.askAfterBytes || handedOver) {
        going = await ask();
        unasked = 0;
      }
      if (!going || stopNow()) break;
      const sent = await channel.send(part, stopNow, () => {
        begun = true;
      });
      if (sent !== 'sent') going = false;
      unasked += part.length;
    }
    while (going && !printed && !stopNow()) {
      await sleep(clock, Math.min(askMs, deadline - clock.now()), seen.signal);
      if (!printed && !stopNow()) going = await ask();
    }
    if (printed) {
      // What the sensors say now belongs to the next job: this one is out.
      await print.ask();
      return ok();
    }
    if (begun && !isLost() && print.discard !== null) await channel.write(print.discard);
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
