import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import type {
  ReceiptDocument,
  ReceiptPrinter,
  ReceiptPrinterErrorCode,
  ReceiptPrinterStatus,
} from '../../contract/receipt-printer.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { Turn } from '../turn.ts';
import { EscPosChannel } from './channel.ts';
import { commands, encodeReceipt, type LineRasteriser } from './encoder.ts';
import { faultError, notReady, refusal } from './errors.ts';
import { printJob } from './print-job.ts';
import { faultsOf, statusOf, unknownStatus } from './printer-status.ts';
import { type EscPosProfile, paper80mm } from './profile.ts';
import type { EscPosFlags } from './status.ts';

export interface EscPosPrinterOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly rasteriser: LineRasteriser;
  readonly profile?: EscPosProfile;
  /** Between two questions to an idle unit: a pulled cable of a serial line shows only as silence. */
  readonly pollMs?: number;
}

type PrintError = DeviceError<ReceiptPrinterErrorCode>;

/** No unit is up again so soon after its power was gone: a question between finds it silent. */
const askDuringSendingS = 0.4;

/** An ESC/POS receipt printer. One command at a time; the unit's own word decides whether a receipt came out. */
export class EscPosPrinter implements ReceiptPrinter {
  readonly class = 'receiptPrinter';
  readonly id: string;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #rasteriser: LineRasteriser;
  readonly #profile: EscPosProfile;
  readonly #pollMs: number;
  readonly #listeners = new Listeners<ReceiptPrinterStatus>();
  readonly #turn: Turn;
  #status: ReceiptPrinterStatus;
  #flags: EscPosFlags = {};
  #channel: EscPosChannel | null = null;
  readonly #line: LineKeeper;
  #fault: LineFault = { reason: 'lineFailed', description: 'the printer was not opened' };
  #stopTimer = () => {};
  /** Part of a job may hang in the unit: one broke off, or nobody knows, as after a start or a lost line. */
  #remains = true;

  constructor(options: EscPosPrinterOptions) {
    this.id = options.id;
    this.#transport = options.transport;
    this.#clock = options.clock;
    this.#rasteriser = options.rasteriser;
    this.#profile = options.profile ?? paper80mm;
    this.#pollMs = options.pollMs ?? 5000;
    this.#turn = new Turn(options.clock);
    this.#status = unknownStatus('starting', 'notOpened', this.#profile.ticketSensor);
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: () => this.#comeUp(),
      onUp: () => {
        this.#learn({});
        this.#schedulePoll();
      },
      onDown: (fault) => this.#goDown(fault),
    });
  }

  get status(): ReceiptPrinterStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: ReceiptPrinterStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  async close(): Promise<void> {
    this.#disconnect();
    await this.#line.stop();
    this.#fault = { reason: 'lineFailed', description: 'the printer is closed' };
    this.#tell(unknownStatus('offline', 'closed', this.#profile.ticketSensor));
  }

  queryStatus(options: CommandOptions): Promise<Result<ReceiptPrinterStatus, DeviceError>> {
    return this.#turn.take(options, async () => {
      const flags = await this.#ask();
      return flags.ok ? ok(this.#status) : flags;
    });
  }

  print(document: ReceiptDocument, options: CommandOptions): Promise<Result<void, PrintError>> {
    const deadline = this.#clock.now() + options.timeoutMs;
    return this.#turn.take<void, ReceiptPrinterErrorCode>(options, async () => {
      const encoded = encodeReceipt(document, this.#profile, this.#rasteriser);
      if (!encoded.ok) return err(refusal('invalidData', encoded.error));
      const ready = await this.#makeReady(deadline, options.signal);
      if (!ready.ok) return ready;
      const channel = this.#channel;
      if (channel === null) return err(refusal('deviceNotReady', 'the line was lost'));
      // A line that was lost within an image leaves the unit waiting for dots, and it would take ours for them.
      if (this.#remains) await channel.write(commands.clearBuffer);
      if (this.#remains && !(await channel.settle(deadline, options.signal)))
        return err(refusal('timeOut', 'the unit was busy with something older'));
      const result = await printJob({
        parts: [
          ...(this.#remains ? [commands.cut[this.#profile.cut]] : []),
          ...encoded.value,
          // ESC @ at the head of a job may have switched it off.
          commands.automaticStatus,
          commands.paperStatusInTurn,
        ],
        askAfterBytes: this.#profile.bytesPerSecond * askDuringSendingS,
        channel,
        clock: this.#clock,
        deadline,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        isLost: () => this.#channel !== channel,
        ask: () => this.#ask(),
      });
      if (result.ok) this.#remains = false;
      else if (result.error.outcome === 'indeterminate') this.#remains = true;
      return result;
    });
  }

  /** Asks, recovers what a person has put right, and waits for a hot head. Nothing is printed before. */
  async #makeReady(deadline: number, signal: AbortSignal | undefined): Promise<Result<void, PrintError>> {
    for (let attempt = 0; ; attempt++) {
      const flags = await this.#ask();
      if (!flags.ok) return flags;
      const [fault] = faultsOf(flags.value);
      if (fault === undefined) {
        if (flags.value.offline !== true) return ok();
      } else if (attempt === 0 && (fault.code === 'cutterError' || fault.code === 'paperJammed')) {
        // The error stays on until the host says that it may go, even when its cause is gone.
        await this.#channel?.write(commands.recoverAndClear);
        this.#remains = true;
        continue;
      } else if (fault.code !== 'headHot') return err(faultError(fault, 'notDone'));
      if (signal?.aborted) return err(refusal('canceled', 'canceled while the unit was not ready'));
      if (this.#clock.now() + 200 > deadline)
        return err(
          fault === undefined
            ? refusal('timeOut', 'the unit stayed offline and did not say why')
            : faultError(fault, 'notDone'),
        );
      await sleep(this.#clock, 200, signal);
    }
  }

  /** Asks all there is to ask. Silence counts as a lost line. */
  async #ask(): Promise<Result<EscPosFlags, DeviceError<never>>> {
    const channel = this.#channel;
    if (channel === null || !this.#line.isUp) return err(notReady(this.#fault));
    const flags = await channel.askAll();
    if (channel !== this.#channel) return err(refusal('deviceNotReady', 'the line was lost'));
    if (!flags.ok) {
      this.#line.giveUp({ reason: 'noAnswer', description: flags.error });
      return err(refusal('deviceNotReady', flags.error));
    }
    this.#learn(flags.value);
    return flags;
  }

  /** The line is open: is the unit there, and how is it? */
  async #comeUp(): Promise<Result<void, string>> {
    this.#flags = {};
    this.#remains = true;
    const channel = new EscPosChannel(this.#transport, this.#clock, this.#profile);
    this.#channel = channel;
    channel.onFlags((flags) => this.#learn(flags));
    const flags = await channel.askAll();
    if (!flags.ok) return flags;
    if (channel !== this.#channel) return err('the line was lost');
    this.#learn(flags.value);
    await channel.write(commands.automaticStatus);
    return ok();
  }

  #schedulePoll(): void {
    this.#stopTimer();
    this.#stopTimer = this.#clock.schedule(this.#pollMs, async () => {
      await this.queryStatus({ timeoutMs: this.#pollMs });
      if (this.#line.isUp) this.#schedulePoll();
    });
  }

  #goDown(fault: LineFault): void {
    this.#fault = fault;
    this.#disconnect();
    this.#tell(unknownStatus('offline', fault.reason, this.#profile.ticketSensor));
  }

  #disconnect(): void {
    this.#stopTimer();
    this.#channel?.close();
    this.#channel = null;
  }

  #learn(flags: EscPosFlags): void {
    this.#flags = { ...this.#flags, ...flags };
    // Who hears `online` may print at once.
    if (this.#line.isUp) this.#tell(statusOf(this.#flags, this.#profile.ticketSensor));
  }

  #tell(status: ReceiptPrinterStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#listeners.tell(status);
  }
}
