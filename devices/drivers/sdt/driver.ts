import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import type {
  IdentityCard,
  IdentityCardReader,
  IdentityCardReaderStatus,
  ReadCardOptions,
} from '../../contract/identity-card-reader.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { searchBaudRate } from './baud-search.ts';
import { cardFromRead } from './card.ts';
import { decodeAdditionalAddress } from './card-text.ts';
import { parseCardBlocks, parseModuleId, type Reply } from './codec.ts';
import {
  canceled,
  classify,
  fault,
  hardware,
  healthReason,
  notReady,
  type ReadError,
  refused,
  timeOut,
  unreadable,
} from './errors.ts';
import { type ExchangeFault, type Request, SdtExchange } from './exchange.ts';
import { requests } from './requests.ts';
import { statusWords } from './status-word.ts';

export interface SdtDriverOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Of the line, for the time that a reply needs on it. */
  readonly baudRate: number;
  /** A module that is silent at `baudRate` is asked at the others too. */
  readonly baudSearch?: boolean;
  /** Milliseconds between two looks for a card. */
  readonly pollIntervalMs: number;
  /** Milliseconds between two questions to an idle module, so that a dead one is known before it is needed. */
  readonly healthIntervalMs: number;
}

/** How often find, select and read are gone through before a card that stays there counts as unreadable. */
const rounds = 3;

/** An identity card reader that speaks SDT. */
export class SdtIdentityCardReader implements IdentityCardReader {
  readonly id: string;
  readonly class = 'identityCardReader';
  readonly #options: SdtDriverOptions;
  readonly #exchange: SdtExchange;
  readonly #line: LineKeeper;
  #baudRate: number;
  #requests: ReturnType<typeof requests>;
  readonly #changed = new Listeners<IdentityCardReaderStatus>();
  #status: IdentityCardReaderStatus = { device: 'starting', reasons: [], media: 'unknown' };
  #fault: LineFault = { reason: 'lineFailed', description: 'the reader was not opened' };
  /** Commands wait for the one before; a card is found, selected and read in one turn. */
  #turn: Promise<unknown> = Promise.resolve();
  #reading = false;
  /** A card was read, so that "no card found" does not tell any more whether it still lies there. */
  #readSinceFound = false;
  /** What the module said when the line came up. */
  #probed: Reply | undefined;
  #cancelHealth: () => void = () => {};

  constructor(options: SdtDriverOptions) {
    this.id = options.id;
    this.#options = options;
    this.#baudRate = options.baudRate;
    this.#requests = requests(options.baudRate);
    // Before the keeper, so that a command under way ends before the line counts as lost.
    this.#exchange = new SdtExchange(options.transport, options.clock);
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: () => this.#probe(),
      onUp: () => {
        if (this.#probed !== undefined) this.#setHealth(this.#probed);
        this.#watchHealth();
      },
      onDown: (fault) => this.#goDown(fault),
    });
  }

  get status(): IdentityCardReaderStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: IdentityCardReaderStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  async close(): Promise<void> {
    this.#cancelHealth();
    this.#exchange.abort();
    await this.#line.stop();
    this.#fault = { reason: 'lineFailed', description: 'the reader is closed' };
    this.#setStatus({ device: 'offline', reasons: ['closed'], media: 'unknown' });
  }

  async queryStatus(options: CommandOptions): Promise<Result<IdentityCardReaderStatus, DeviceError>> {
    const reply = await this.#askModule('status', options);
    if (!reply.ok) return reply;
    this.#setHealth(reply.value);
    return ok(this.#status);
  }

  async readModuleId(options: CommandOptions): Promise<Result<string, DeviceError>> {
    const reply = await this.#askModule('moduleId', options);
    if (!reply.ok) return reply;
    if (reply.value.statusWord !== statusWords.ok) return err(hardware(reply.value));
    const parsed = parseModuleId(reply.value.data);
    return parsed.ok ? parsed : err(fault('hardwareError', parsed.error));
  }

  #askModule(question: 'status' | 'moduleId', options: CommandOptions): Promise<Result<Reply, DeviceError>> {
    const began = this.#options.clock.now();
    return this.#inTurn(async () => {
      if (options.signal?.aborted) return err(canceled());
      if (this.#options.clock.now() - began >= options.timeoutMs) return err(timeOut(options));
      return this.#ask(this.#requests[question]);
    });
  }

  async readCard(options: ReadCardOptions): Promise<Result<IdentityCard, ReadError>> {
    if (this.#reading) return err(fault('sequenceError', 'a card is being read already'));
    this.#reading = true;
    // Who canceled does not wait for a command on the line to end; the next command does.
    let stop = () => {};
    const aborted = new Promise<Result<never, ReadError>>((resolve) => {
      stop = () => resolve(err(canceled()));
      options.signal?.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([this.#waitAndRead(options), aborted]);
    } finally {
      options.signal?.removeEventListener('abort', stop);
      this.#reading = false;
    }
  }

  async #waitAndRead(options: ReadCardOptions): Promise<Result<IdentityCard, ReadError>> {
    const { clock, pollIntervalMs } = this.#options;
    const end = clock.now() + options.timeoutMs;
    options.onProgress?.('waiting');
    for (;;) {
      if (options.signal?.aborted) return err(canceled());
      const read = await this.#inTurn(() => this.#lookAndRead(options));
      if (!read.ok) return read;
      if (read.value !== null) return ok(read.value);
      const left = end - clock.now();
      if (left <= 0) return err(refused('noMedia', `no card in ${options.timeoutMs} ms`));
      await sleep(clock, Math.min(left, pollIntervalMs), options.signal);
    }
  }

  /** One look for a card; null when there is none. */
  async #lookAndRead(options: ReadCardOptions): Promise<Result<IdentityCard | null, ReadError>> {
    let lastRefusal: ReadError | undefined;
    const spoiledBefore = this.#exchange.spoiledReplies;
    for (let round = 1; ; round++) {
      const found = await this.#ask(this.#requests.find);
      if (!found.ok) return found;
      if (found.value.statusWord === statusWords.findFailed) {
        // A unit that has read a card does not find it again until it is lifted. Where a reply was spoiled, the
        // card may have been read well without our knowing, and still lie there.
        const spoiled = this.#exchange.spoiledReplies > spoiledBefore;
        if (spoiled) this.#readSinceFound = true;
        this.#setMedia(this.#readSinceFound ? 'unknown' : 'notPresent');
        if (lastRefusal === undefined) return ok(null);
        return err(
          spoiled ? lastRefusal : refused('mediaRemoved', `after ${lastRefusal.description}: no card`),
        );
      }
      if (found.value.statusWord !== statusWords.cardFound) return err(hardware(found.value));
      this.#readSinceFound = false;
      this.#setMedia('present');
      if (lastRefusal !== undefined && round > rounds) return err(lastRefusal);
      if (round === 1) options.onProgress?.('reading');
      if (options.signal?.aborted) return err(canceled());

      const read = await this.#selectAndRead(options);
      // A card that was read is not found again: another round would take it for lifted.
      if (read.ok || this.#readSinceFound || read.error.completionCode !== 'commandErrorCode') return read;
      lastRefusal = read.error;
    }
  }

  async #selectAndRead(options: ReadCardOptions): Promise<Result<IdentityCard, ReadError>> {
    const selected = await this.#ask(this.#requests.select);
    if (!selected.ok) return selected;
    const selection = classify(selected.value);
    if (selection !== null) return err(selection);
    const finger = options.fingerprint === true;
    const read = await this.#ask(finger ? this.#requests.readWithFinger : this.#requests.read);
    if (!read.ok) return read;
    const refusal = classify(read.value);
    if (refusal !== null) return err(refusal);
    this.#readSinceFound = true;
    this.#setMedia('unknown');
    const blocks = parseCardBlocks(read.value.data, finger);
    if (!blocks.ok) return err(unreadable(blocks.error));
    const address = options.additionalAddress ? await this.#readAdditionalAddress() : ok(null);
    if (!address.ok) return address;
    const card = cardFromRead(blocks.value, address.value);
    return card.ok ? card : err(unreadable(card.error));
  }

  /** Of the card that was just read and is selected still. */
  async #readAdditionalAddress(): Promise<Result<string | null, ReadError>> {
    for (let round = 1; ; round++) {
      const reply = await this.#ask(this.#requests.additionalAddress);
      if (!reply.ok) return reply;
      const { statusWord, data } = reply.value;
      if (statusWord === statusWords.noAdditionalAddress) return ok(null);
      const refusal = classify(reply.value);
      if (refusal === null) return ok(decodeAdditionalAddress(data));
      if (refusal.completionCode !== 'commandErrorCode' || round === rounds) return err(refusal);
    }
  }

  /** Sends a command and waits for its reply. A module that is silent loses its line, which begins again. */
  async #ask(request: Request): Promise<Result<Reply, ReadError>> {
    if (!this.#line.isUp) return err(notReady(this.#fault));
    const reply = await this.#exchange.run(request);
    if (reply.ok) {
      const { selfTestFailed, notAuthorised } = statusWords;
      const word: number = reply.value.statusWord;
      if (word === selfTestFailed || word === notAuthorised) this.#setHealth(reply.value);
      return reply;
    }
    return err(this.#afterFault(request, reply.error));
  }

  #afterFault(request: Request, exchangeFault: ExchangeFault): ReadError {
    const { kind, description } = exchangeFault;
    if (kind === 'garbled' && request.command.startsWith('read')) return refused('readFailed', description);
    // A lost line was told to the keeper already, unless only the write failed.
    if (this.#line.isUp) {
      this.#line.giveUp({ reason: kind === 'lineLost' ? 'lineLost' : 'noAnswer', description });
    }
    return fault('deviceNotReady', description);
  }

  async #probe(): Promise<Result<void, string>> {
    const { transport, baudSearch } = this.#options;
    const found = await searchBaudRate(baudSearch ? transport : {}, this.#baudRate, async (baudRate) => {
      this.#requests = requests(baudRate);
      return this.#exchange.run(this.#requests.status);
    });
    if (!found.ok) return found;
    this.#baudRate = found.value.baudRate;
    this.#probed = found.value.reply;
    return ok();
  }

  /** The line is up: `online`, or `hardwareError` with what the module says of itself. */
  #setHealth(reply: Reply): void {
    const media = this.#status.media;
    if (reply.statusWord === statusWords.ok) this.#setStatus({ device: 'online', reasons: [], media });
    else this.#setStatus({ device: 'hardwareError', reasons: [healthReason(reply)], media: 'unknown' });
  }

  #watchHealth(): void {
    this.#cancelHealth();
    this.#cancelHealth = this.#options.clock.schedule(this.#options.healthIntervalMs, () => {
      void this.#inTurn(async () => {
        // While a card is waited for, every look asks the module anyway.
        const reply = this.#reading ? undefined : await this.#ask(this.#requests.status);
        if (reply?.ok) this.#setHealth(reply.value);
      }).then(() => {
        if (this.#line.isUp) this.#watchHealth();
      });
    });
  }

  #goDown(lineFault: LineFault): void {
    this.#fault = lineFault;
    this.#cancelHealth();
    this.#exchange.abort();
    this.#setStatus({ device: 'offline', reasons: [lineFault.reason], media: 'unknown' });
  }

  #setMedia(media: IdentityCardReaderStatus['media']): void {
    this.#setStatus({ ...this.#status, media });
  }

  #setStatus(status: IdentityCardReaderStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}
