import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { Barcode, BarcodeReader, BarcodeReaderStatus } from '../../contract/barcode-reader.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { Turn } from '../turn.ts';
import { symbologyOf } from './aim.ts';
import type { Scan, ScanParser } from './scan.ts';

/** How the characters of a code are written in its bytes. No scanner tells. */
export type ScanEncoding = 'utf-8' | 'gb18030' | 'iso-8859-1';

export interface ScannerOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly parser: ScanParser;
  /** Milliseconds that a scanner pauses at most within a scan. */
  readonly gapMs: number;
  readonly encoding: ScanEncoding;
  /** Bytes that switch the scanner on and off; null for one that always looks. */
  readonly trigger: { readonly on: Uint8Array; readonly off: Uint8Array } | null;
}

type ReadError = DeviceError<'barcodeInvalid'>;
/** A read that waits for its scan. */
type Waiting = (answer: Result<Barcode, ReadError>) => void;

/** A scanner: whatever its bytes look like, it speaks when a code is before it, and is asked nothing. */
export class Scanner implements BarcodeReader {
  readonly id: string;
  readonly class = 'barcodeReader';
  readonly #options: ScannerOptions;
  readonly #line: LineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<BarcodeReaderStatus>();
  #status: BarcodeReaderStatus = { device: 'starting', reasons: [], scanner: 'unknown' };
  #fault: LineFault = { reason: 'lineFailed', description: 'the scanner was not opened' };
  #waiting: Waiting | undefined;
  /** The read that waited when the scan began that is coming in: nobody else may have it. */
  #owner: Waiting | undefined;
  #cancelGap: () => void = () => {};

  constructor(options: ScannerOptions) {
    this.id = options.id;
    this.#options = options;
    this.#turn = new Turn(options.clock);
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      // There is nothing that a scanner could be asked: a line that opens is all that can be known.
      probe: () => this.#switch('off'),
      onUp: () => this.#tell(),
      onDown: (fault) => {
        this.#fault = fault;
        this.#forgetScan();
        this.#setStatus({ device: 'offline', reasons: [fault.reason], scanner: 'unknown' });
        this.#waiting?.(err(notReady(fault)));
      },
    });
    options.transport.onData((bytes) => this.#hear(bytes));
  }

  get status(): BarcodeReaderStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: BarcodeReaderStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  async close(): Promise<void> {
    this.#forgetScan();
    await this.#line.stop();
    this.#fault = { reason: 'lineFailed', description: 'the scanner is closed' };
    this.#setStatus({ device: 'offline', reasons: ['closed'], scanner: 'unknown' });
    this.#waiting?.(err(notReady(this.#fault)));
  }

  read(options: CommandOptions): Promise<Result<Barcode, ReadError>> {
    const end = this.#options.clock.now() + options.timeoutMs;
    return this.#turn.take(options, async () => {
      if (!this.#line.isUp) return err(notReady(this.#fault));
      // It waits already while the scanner is being switched on, which may be quick to read.
      const scanned = this.#scan(options, end);
      const switched = await this.#switch('on');
      if (!switched.ok) this.#line.giveUp({ reason: 'lineFailed', description: switched.error });
      this.#tell();
      const answer = await scanned;
      // What fails here is told by the line.
      if (this.#line.isUp) await this.#switch('off');
      this.#tell();
      return answer;
    });
  }

  #scan(options: CommandOptions, end: number): Promise<Result<Barcode, ReadError>> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const finish: Waiting = (answer) => {
        cancelTimeout();
        options.signal?.removeEventListener('abort', onAbort);
        this.#waiting = undefined;
        resolve(answer);
      };
      const onAbort = () => finish(err(fault('canceled', 'the caller canceled the command')));
      const cancelTimeout = clock.schedule(end - clock.now(), () =>
        finish(err(fault('timeOut', `no code in ${options.timeoutMs} ms`))),
      );
      options.signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting = finish;
    });
  }

  async #switch(to: 'on' | 'off'): Promise<Result<void, string>> {
    const { trigger, transport } = this.#options;
    if (trigger === null) return ok();
    const written = await transport.write(trigger[to]);
    return written.ok ? ok() : err(written.error.description);
  }

  #hear(bytes: Uint8Array): void {
    const { parser } = this.#options;
    if (!parser.inScan) this.#owner = this.#waiting;
    for (const scan of parser.push(bytes)) {
      this.#deliver(scan);
      this.#owner = this.#waiting;
    }
    this.#cancelGap();
    if (parser.inScan) this.#awaitGap();
  }

  #awaitGap(patient = true): void {
    const { clock, parser, gapMs } = this.#options;
    const due = clock.now() + gapMs;
    this.#cancelGap = clock.schedule(gapMs, () => {
      // A computer that was busy may have bytes in its buffers of which it was not told yet.
      if (patient && clock.now() - due > gapMs / 2) {
        this.#awaitGap(false);
        return;
      }
      const scan = parser.pause();
      if (scan !== null) this.#deliver(scan);
    });
  }

  #deliver(scan: Scan): void {
    const reader = this.#owner;
    this.#owner = undefined;
    if (reader !== undefined && reader === this.#waiting) reader(this.#understand(scan));
  }

  #understand(scan: Scan): Result<Barcode, ReadError> {
    if (scan.kind === 'spoiled') return err(invalid(scan.reason));
    const { encoding } = this.#options;
    if (scan.data.length === 0) return err(invalid('a code without data'));
    try {
      const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(scan.data);
      return ok({ symbology: symbologyOf(scan.aim), data: new Sensitive(text, '******') });
    } catch {
      return err(invalid(`${scan.data.length} bytes that are no ${encoding}`));
    }
  }

  #forgetScan(): void {
    this.#cancelGap();
    this.#owner = undefined;
    this.#options.parser.reset();
  }

  #tell(): void {
    if (!this.#line.isUp) return;
    const on = this.#options.trigger === null || this.#waiting !== undefined;
    this.#setStatus({ device: 'online', reasons: [], scanner: on ? 'on' : 'off' });
  }

  #setStatus(status: BarcodeReaderStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

function fault(completionCode: DeviceError['completionCode'], description: string): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}

const invalid = (description: string): ReadError => ({
  completionCode: 'commandErrorCode',
  errorCode: 'barcodeInvalid',
  description,
  outcome: 'notDone',
});

const notReady = ({ reason, description }: LineFault) => fault('deviceNotReady', `${reason}: ${description}`);
