import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import type {
  ReceiptDocument,
  ReceiptPrinter,
  ReceiptPrinterErrorCode,
  ReceiptPrinterEvent,
  ReceiptPrinterStatus,
} from '../../contract/receipt-printer.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { Turn } from '../turn.ts';
import { EscPosChannel } from './channel.ts';
import { type Dialect, dialects } from './dialect.ts';
import { encodeReceipt, type LineRasteriser } from './encoder.ts';
import { faultError, notReady, refusal } from './errors.ts';
import { layOut } from './layout.ts';
import { cutRemains, discardRemains, emptyMouth, putAway, runParts, type UnitAtWork } from './motions.ts';
import { PaperMeter, receiptMm } from './paper-meter.ts';
import { Presenter } from './presenter.ts';
import { faultsOf, type SensedStatus, statusOf, unknownStatus } from './printer-status.ts';
import { type EscPosProfile, paper80mm, sensesTicket } from './profile.ts';
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

/** While somebody is about to take a slip. */
const watchMouthMs = 500;
const putAwayMs = 15_000;

/** An ESC/POS receipt printer. One command at a time; the unit's own word decides whether a receipt came out. */
export class EscPosPrinter implements ReceiptPrinter {
  readonly class = 'receiptPrinter';
  readonly id: string;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #rasteriser: LineRasteriser;
  readonly #profile: EscPosProfile;
  readonly #pollMs: number;
  readonly #dialect: Dialect;
  readonly #listeners = new Listeners<ReceiptPrinterStatus>();
  readonly #events = new Listeners<ReceiptPrinterEvent>();
  readonly #presenter: Presenter;
  readonly #meter: PaperMeter;
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
    this.#dialect = dialects[this.#profile.dialect];
    this.#meter = new PaperMeter(this.#profile.roll);
    this.#presenter = new Presenter({
      profile: this.#profile.presenter,
      clock: options.clock,
      tell: (event) => this.#events.tell(event),
      putAway: async (action) => (await this.controlMedia(action, { timeoutMs: putAwayMs })).ok,
    });
    this.#status = this.#counted(unknownStatus('starting', 'notOpened', this.#senses));
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

  onEvent(listener: (event: ReceiptPrinterEvent) => void): () => void {
    return this.#events.add(listener);
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
    this.#tell(unknownStatus('offline', 'closed', this.#senses));
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
      const unit = this.#atWork(deadline, options.signal);
      if (unit === null) return err(refusal('deviceNotReady', 'the line was lost'));
      const discarded = this.#remains ? await discardRemains(unit) : ok();
      if (!discarded.ok) return discarded;
      const emptied = await emptyMouth(unit, this.#presenter);
      if (!emptied.ok) return emptied;
      // ESC @ at the head of a job may have switched automatic status off.
      const job = [...encoded.value, this.#dialect.automaticStatus];
      const parts = this.#remains ? [...cutRemains(this.#profile), ...job] : job;
      const result = await runParts(unit, parts, this.#dialect.discard);
      if (!result.ok && result.error.outcome === 'notDone') return result;
      this.#remains = !result.ok;
      this.#meter.printed(receiptMm(layOut(document, this.#profile.columns), this.#profile));
      this.#learn({});
      return result;
    });
  }

  controlMedia(action: 'retract' | 'eject', options: CommandOptions): Promise<Result<void, PrintError>> {
    const deadline = this.#clock.now() + options.timeoutMs;
    return this.#turn.take<void, ReceiptPrinterErrorCode>(options, async () => {
      const { presenter } = this.#profile;
      if (presenter === null || (action === 'retract' && presenter.untaken !== 'retract'))
        return err(refusal('unsupportedCommand', `this unit does not ${action} tickets`));
      const ready = await this.#makeReady(deadline, options.signal);
      if (!ready.ok) return ready;
      const unit = this.#atWork(deadline, options.signal);
      if (unit === null) return err(refusal('deviceNotReady', 'the line was lost'));
      const result = await putAway(unit, this.#presenter, action);
      this.#learn({});
      return result;
    });
  }

  resetCount(): void {
    this.#presenter.resetCount();
    this.#learn({});
  }

  #atWork(deadline: number, signal: AbortSignal | undefined): UnitAtWork | null {
    const channel = this.#channel;
    if (channel === null) return null;
    return {
      channel,
      clock: this.#clock,
      profile: this.#profile,
      deadline,
      signal,
      isLost: () => this.#channel !== channel,
      ask: () => this.#ask(),
      flags: () => this.#flags,
    };
  }

  /** Asks, recovers what a person has put right, and waits for a hot head. Nothing is printed before. */
  async #makeReady(deadline: number, signal: AbortSignal | undefined): Promise<Result<void, PrintError>> {
    for (let attempt = 0; ; attempt++) {
      const flags = await this.#ask();
      if (!flags.ok) return flags;
      const [fault] = faultsOf(flags.value);
      if (fault === undefined) {
        if (flags.value.offline !== true) return ok();
      } else if (
        attempt === 0 &&
        this.#dialect.recover !== null &&
        (fault.code === 'cutterError' || fault.code === 'paperJammed')
      ) {
        // The error stays on until the host says that it may go, even when its cause is gone.
        await this.#channel?.write(this.#dialect.recover);
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
    await channel.write(this.#dialect.automaticStatus);
    return ok();
  }

  #schedulePoll(): void {
    this.#stopTimer();
    const pollMs = this.#flags.ticketPresent === true ? Math.min(this.#pollMs, watchMouthMs) : this.#pollMs;
    this.#stopTimer = this.#clock.schedule(pollMs, async () => {
      await this.queryStatus({ timeoutMs: this.#pollMs });
      if (this.#line.isUp) this.#schedulePoll();
    });
  }

  #goDown(fault: LineFault): void {
    this.#fault = fault;
    this.#disconnect();
    this.#tell(unknownStatus('offline', fault.reason, this.#senses));
  }

  #disconnect(): void {
    this.#stopTimer();
    this.#channel?.close();
    this.#channel = null;
    this.#presenter.lost();
  }

  #learn(flags: EscPosFlags): void {
    const mouthBefore = this.#flags.ticketPresent;
    this.#flags = { ...this.#flags, ...flags };
    this.#meter.sensed(flags);
    // Who hears `online` may print at once.
    if (!this.#line.isUp) return;
    if (this.#flags.ticketPresent !== undefined) this.#presenter.sensed(this.#flags.ticketPresent);
    if (this.#flags.ticketPresent !== mouthBefore) this.#schedulePoll();
    this.#tell(statusOf(this.#flags, this.#senses));
  }

  get #senses(): boolean {
    return sensesTicket(this.#profile);
  }

  /** With what the driver counts and the unit does not say. */
  #counted(sensed: SensedStatus): ReceiptPrinterStatus {
    const { retractBin, retracted } = this.#presenter;
    const binReason = { ok: [], notSupported: [], high: ['retractBinHigh'], full: ['retractBinFull'] }[
      retractBin
    ];
    return {
      ...sensed,
      reasons: [...sensed.reasons, ...binReason],
      ticket: sensed.ticket === 'notPresent' && retracted ? 'retracted' : sensed.ticket,
      retractBin,
      forecast: this.#meter.forecast,
    };
  }

  #tell(sensed: SensedStatus): void {
    const status = this.#counted(sensed);
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#listeners.tell(status);
  }
}
