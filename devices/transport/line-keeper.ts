import type { Clock } from '../../src-shared/clock.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Transport } from './transport.ts';

/** Why the device cannot be reached. */
export interface LineFault {
  /** For `DeviceStatus.reasons`. `lineLost` stays until the device answers again. */
  readonly reason: 'lineLost' | 'lineNotFound' | 'lineBusy' | 'lineRefused' | 'lineFailed' | 'noAnswer';
  readonly description: string;
}

export interface LineKeeperOptions {
  /** Or anything else that is opened and lost like one: a card reader of PC/SC, a HID device. */
  readonly transport: Pick<Transport, 'name' | 'open' | 'close' | 'onLost'>;
  readonly clock: Clock;
  /** Asks for a sign of life on the freshly opened line. Fails with what was asked and what came. */
  readonly probe: () => Promise<Result<void, string>>;
  /** The device answers: called after every successful opening. */
  readonly onUp: () => void;
  readonly onDown: (fault: LineFault) => void;
}

const firstDelayMs = 250;
const longestDelayMs = 5_000;

/**
 * Keeps a line open: opens, asks the device for a sign of life, and when either fails or the line is lost
 * closes and begins again after 0.25, 0.5, 1, 2, 4, 5, 5 ... seconds. A port that opens with a device that is
 * silent is closed too, for after a USB device was re-plugged the old handle stays dead.
 */
export class LineKeeper {
  readonly #options: LineKeeperOptions;
  /** Grows with every line that came to an end, so that what belongs to an earlier one has no effect. */
  #line = 0;
  #stopped = true;
  #up = false;
  #delayMs = firstDelayMs;
  #cancelRetry: () => void = () => {};
  #lost = false;

  constructor(options: LineKeeperOptions) {
    this.#options = options;
    options.transport.onLost((reason) => this.giveUp({ reason: 'lineLost', description: reason }));
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** The result of the first attempt. Whatever it is, the line is kept from now on until `stop`. */
  start(): Promise<Result<void, LineFault>> {
    this.#stopped = false;
    return this.#attempt();
  }

  /** The device does not answer any more: closes the line and begins again. */
  giveUp(fault: LineFault): void {
    if (this.#stopped) return;
    this.#line++;
    this.#up = false;
    if (fault.reason === 'lineLost') this.#lost = true;
    this.#cancelRetry();
    this.#options.onDown(this.#named(fault));
    this.#cancelRetry = this.#options.clock.schedule(this.#delayMs, () => void this.#attempt());
    this.#delayMs = Math.min(longestDelayMs, this.#delayMs * 2);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#up = false;
    this.#line++;
    this.#cancelRetry();
    await this.#options.transport.close();
  }

  async #attempt(): Promise<Result<void, LineFault>> {
    const { transport, probe, onUp } = this.#options;
    const line = ++this.#line;
    const superseded: Result<void, LineFault> = err({
      reason: 'lineLost',
      description: `${transport.name} was lost or closed while it was opened`,
    });
    await transport.close();
    if (line !== this.#line) return superseded;
    const opened = await transport.open();
    if (line !== this.#line) {
      if (this.#stopped) await transport.close();
      return superseded;
    }
    if (!opened.ok) return this.#failed(openFault(opened.error));

    const answer = await probe();
    if (line !== this.#line) return superseded;
    if (!answer.ok) {
      await transport.close();
      if (line !== this.#line) return superseded;
      return this.#failed({ reason: 'noAnswer', description: answer.error });
    }
    this.#up = true;
    this.#lost = false;
    this.#delayMs = firstDelayMs;
    onUp();
    return ok();
  }

  #failed(fault: LineFault): Result<void, LineFault> {
    this.giveUp(fault);
    return err(this.#named(fault));
  }

  #named(fault: LineFault): LineFault {
    return this.#lost ? { ...fault, reason: 'lineLost' } : fault;
  }
}

function openFault(error: { code: string; description: string }): LineFault {
  const reasons: Record<string, LineFault['reason']> = {
    notFound: 'lineNotFound',
    busy: 'lineBusy',
    refused: 'lineRefused',
  };
  return { reason: reasons[error.code] ?? 'lineFailed', description: error.description };
}
