import type { Clock } from '../../../src-shared/clock.ts';
import type { HelperProcess, StartHelper } from '../../../src-shared/helper-process.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { TransportError } from '../../transport/transport.ts';
import type { ApduChannel, ApduFault } from './apdu-channel.ts';
import type { PcscQuestion, PcscReport, PcscRequest } from './pcsc-messages.ts';

export interface PcscChannelOptions {
  /** Part of the reader's name as PC/SC has it; without it the first reader is taken. */
  readonly reader?: string | undefined;
  readonly clock: Clock;
  readonly startHelper: StartHelper;
}

/** For the process to start, on a slow machine, and for the service to tell of its readers. */
const openMs = 10_000;
/** ISO 7816-3 lets a card take two seconds for its ATR; the service tries again, and with other voltages. */
const powerOnMs = 10_000;
const powerOffMs = 2_000;

/**
 * A reader of the PC/SC service (Windows: WinSCard; Linux: pcscd; macOS: its own), which another process asks, because
 * the native library can block (see pcsc-process.ts). Whatever hangs there is killed with it.
 */
export function pcscChannel({ reader: wanted, clock, startHelper }: PcscChannelOptions): ApduChannel {
  const name = `PC/SC ${wanted ?? 'first reader'}`;
  const changed = new Listeners<void>();
  const lost = new Listeners<string>();
  let helper: HelperProcess | undefined;
  let present = false;
  let lastId = 0;
  const waiting = new Map<number, (answer: Result<Uint8Array, ApduFault>) => void>();

  function open(): Promise<Result<void, TransportError>> {
    if (helper !== undefined)
      return Promise.resolve(err({ code: 'busy', description: `${name} is open already` }));
    const opening = startHelper('pcsc');
    helper = opening;
    return new Promise((resolve) => {
      const failed = (code: TransportError['code'], reason: string) => {
        cancel();
        forget(opening, reason);
        resolve(err({ code, description: `${name}: ${reason}` }));
      };
      const cancel = clock.schedule(openMs, () =>
        failed('failed', `the service did not answer in ${openMs} ms`),
      );
      let opened = false;
      const lose = (reason: string) => {
        if (helper !== opening) failed('closed', reason);
        else if (!opened) failed('failed', reason);
        else {
          forget(opening, reason);
          lost.tell(`${name}: ${reason}`);
        }
      };
      opening.onEnd(lose);
      opening.onMessage((message) => {
        if (helper !== opening) return;
        const report = message as PcscReport;
        switch (report.kind) {
          case 'opened':
            opened = true;
            cancel();
            return resolve(ok());
          case 'notFound':
            return failed('notFound', report.description);
          case 'card':
            return notice(report.present);
          case 'lost':
            return lose(report.reason);
          case 'answer':
            return waiting.get(report.id)?.(report.result);
        }
      });
      send(opening, { kind: 'open', reader: wanted });
    });
  }

  function notice(isPresent: boolean): void {
    if (present === isPresent) return;
    present = isPresent;
    changed.tell();
  }

  /** Ends a process; what it still owes will not come. */
  function forget(ending: HelperProcess, reason: string): void {
    ending.kill();
    if (helper !== ending) return;
    helper = undefined;
    for (const answer of [...waiting.values()]) answer(err({ kind: 'lineLost', description: reason }));
    notice(false);
  }

  async function ask(what: PcscQuestion, withinMs: number | null): Promise<Result<Uint8Array, ApduFault>> {
    const asked = helper;
    if (asked === undefined) return err({ kind: 'lineLost', description: `${name} is not open` });
    const id = ++lastId;
    return new Promise((resolve) => {
      const finish = (answer: Result<Uint8Array, ApduFault>) => {
        cancel();
        waiting.delete(id);
        resolve(answer);
      };
      const late = () => finish(err({ kind: 'noAnswer', description: `nothing in ${withinMs} ms` }));
      const cancel = withinMs === null ? () => {} : clock.schedule(withinMs, late);
      waiting.set(id, finish);
      send(asked, { kind: 'ask', id, what });
    });
  }

  return {
    name,
    open,
    async close() {
      const closing = helper;
      if (closing === undefined) return;
      await ask({ kind: 'powerOff' }, powerOffMs);
      const ended = new Promise<void>((resolve) => closing.onEnd(() => resolve()));
      if (helper !== closing) return;
      forget(closing, 'closed');
      await ended;
    },
    onLost: (listener) => lost.add(listener),
    get cardPresent() {
      return present;
    },
    onCardChanged: (listener) => changed.add(listener),
    powerOn: () => ask({ kind: 'powerOn' }, powerOnMs),
    async powerOff() {
      // One that does not come is found out by the next power-on.
      await ask({ kind: 'powerOff' }, powerOffMs);
    },
    transmit: (command) => ask({ kind: 'transmit', command }, null),
  };
}

const send = (helper: HelperProcess, request: PcscRequest) => helper.send(request);
