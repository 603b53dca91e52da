import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Sensitive } from '../../../src-shared/sensitive.ts';
import type {
  CardReader,
  CardReaderErrorCode,
  CardReaderStatus,
  SocialSecurityCard,
} from '../../contract/card-reader.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import { Turn } from '../turn.ts';
import type { ApduChannel, ApduFault } from './apdu-channel.ts';
import { type CommandApdu, commands, type ResponseApdu } from './codec.ts';
import { fault, fromApduFault, notReady, refused } from './errors.ts';
import { ApduExchange } from './exchange.ts';
import { pinFault, type ReadFault, readCard, selectApplication } from './read-card.ts';
import { describeStatusWord, statusWords, triesLeft } from './status-word.ts';

export interface SocialSecurityCardReaderOptions {
  readonly id: string;
  readonly channel: ApduChannel;
  readonly clock: Clock;
  /** Milliseconds that a card may take for one answer, before the reader counts as dead. */
  readonly answerMs: number;
}

type CardError = DeviceError<CardReaderErrorCode>;
type PinError = CardError & { readonly triesLeft?: number };

/** How often a card that stays in the slot is powered anew and read before it counts as unreadable. */
const rounds = 3;

/** A chip card reader with a social security card in it. */
export class SocialSecurityCardReader implements CardReader {
  readonly id: string;
  readonly class = 'cardReader';
  readonly #options: SocialSecurityCardReaderOptions;
  readonly #exchange: ApduExchange;
  readonly #line: LineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<CardReaderStatus>();
  #status: CardReaderStatus = { device: 'starting', reasons: [], media: 'unknown', chipPower: 'unknown' };
  #fault: LineFault = { reason: 'lineFailed', description: 'the reader was not opened' };
  #powered = false;

  constructor(options: SocialSecurityCardReaderOptions) {
    this.id = options.id;
    this.#options = options;
    this.#turn = new Turn(options.clock);
    this.#exchange = new ApduExchange(options.channel, options.clock, options.answerMs);
    this.#line = new LineKeeper({
      transport: options.channel,
      clock: options.clock,
      // A channel that has opened has heard from its reader.
      probe: async () => ok(),
      onUp: () => this.#tellSlot(),
      onDown: (lineFault) => {
        this.#fault = lineFault;
        this.#powered = false;
        this.#setStatus({
          device: 'offline',
          reasons: [lineFault.reason],
          media: 'unknown',
          chipPower: 'unknown',
        });
      },
    });
    options.channel.onCardChanged(() => {
      if (!options.channel.cardPresent) this.#powered = false;
      if (this.#line.isUp) this.#tellSlot();
    });
  }

  get status(): CardReaderStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: CardReaderStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  async close(): Promise<void> {
    this.#powered = false;
    await this.#line.stop();
    this.#fault = { reason: 'lineFailed', description: 'the reader is closed' };
    this.#setStatus({ device: 'offline', reasons: ['closed'], media: 'unknown', chipPower: 'unknown' });
  }

  async readCard(options: CommandOptions): Promise<Result<SocialSecurityCard, CardError>> {
    const end = this.#options.clock.now() + options.timeoutMs;
    return this.#turn.take(options, async () => {
      const waited = await this.#waitForCard(options, end);
      if (!waited.ok) return waited;
      const stopped = (): CardError | null => {
        if (options.signal?.aborted) return fault('canceled', 'the caller canceled the command');
        if (this.#options.clock.now() < end) return null;
        return fault('timeOut', `the card was not read in ${options.timeoutMs} ms`);
      };
      for (let round = 1; ; round++) {
        const read = await this.#powerAndRead(stopped);
        if (read.ok) return read;
        if (!read.error.again || round === rounds) return err(read.error.error);
        await this.#powerOff();
      }
    });
  }

  async verifyPin(pin: Sensitive<string>, options: CommandOptions): Promise<Result<void, PinError>> {
    const digits = pin.reveal();
    const form = pinFault(digits);
    if (form !== null) return err(form);
    return this.#turn.take(options, () => this.#spendTry(commands.verify(digits), options.signal));
  }

  async changePin(
    pins: { readonly old: Sensitive<string>; readonly next: Sensitive<string> },
    options: CommandOptions,
  ): Promise<Result<void, PinError>> {
    const old = pins.old.reveal();
    const next = pins.next.reveal();
    const form = pinFault(old) ?? pinFault(next);
    if (form !== null) return err(form);
    return this.#turn.take(options, () => this.#spendTry(commands.changePin(old, next), options.signal));
  }

  /** Resolves when a card is in the slot. */
  async #waitForCard(options: CommandOptions, end: number): Promise<Result<void, CardError>> {
    const { clock, channel } = this.#options;
    if (!this.#line.isUp) return err(notReady(this.#fault));
    if (channel.cardPresent) return ok();
    return new Promise((resolve) => {
      const finish = (result: Result<void, CardError>) => {
        cancelTimeout();
        stopCard();
        stopStatus();
        options.signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const onAbort = () => finish(err(fault('canceled', 'the caller canceled the command')));
      const cancelTimeout = clock.schedule(end - clock.now(), () =>
        finish(err(refused('noMedia', `no card in ${options.timeoutMs} ms`))),
      );
      const stopCard = channel.onCardChanged(() => {
        if (channel.cardPresent) finish(ok());
      });
      const stopStatus = this.#changed.add(({ device }) => {
        if (device === 'offline') finish(err(notReady(this.#fault)));
      });
      options.signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  async #powerAndRead(stopped: () => CardError | null): Promise<Result<SocialSecurityCard, ReadFault>> {
    const powered = await this.#powerOn();
    if (!powered.ok)
      return err({ error: powered.error, again: powered.error.errorCode === 'atrNotObtained' });
    return readCard((command) => this.#ask(command), stopped);
  }

  /**
   * Sends a command that counts a wrong PIN: once, whatever comes. An answer that is lost leaves it open whether a
   * try was spent, or the PIN was changed.
   */
  async #spendTry(command: CommandApdu, signal?: AbortSignal): Promise<Result<void, PinError>> {
    if (!this.#line.isUp) return err(notReady(this.#fault));
    if (!this.#options.channel.cardPresent) return err(refused('noMedia', 'no card in the slot'));
    if (!this.#powered) {
      const powered = await this.#powerOn();
      if (!powered.ok) return powered;
    }
    // Somebody may have reset the card, which forgets what was selected.
    const selected = await selectApplication((one) => this.#ask(one));
    if (!selected.ok) return err(selected.error.error);
    if (signal?.aborted) return err(fault('canceled', 'the caller canceled the command'));
    const answer = await this.#ask(command);
    command.data.fill(0);
    if (!answer.ok) return err({ ...fromApduFault(answer.error), outcome: 'indeterminate' });
    return pinAnswer(answer.value.statusWord);
  }

  async #powerOn(): Promise<Result<void, CardError>> {
    if (!this.#line.isUp) return err(notReady(this.#fault));
    this.#setStatus({ ...this.#status, chipPower: 'busy' });
    const atr = await this.#options.channel.powerOn();
    this.#powered = atr.ok;
    if (atr.ok) this.#tellSlot();
    else this.#after(atr.error);
    return atr.ok ? ok() : err(fromApduFault(atr.error));
  }

  async #powerOff(): Promise<void> {
    this.#powered = false;
    await this.#options.channel.powerOff();
    if (this.#line.isUp) this.#tellSlot();
  }

  async #ask(command: CommandApdu): Promise<Result<ResponseApdu, ApduFault>> {
    if (!this.#line.isUp) return err({ kind: 'lineLost', description: this.#fault.description });
    const answer = await this.#exchange.run(command);
    if (!answer.ok) this.#after(answer.error);
    return answer;
  }

  /** What a fault says of reader and slot. Nothing can be asked of a reader that still owes an answer. */
  #after({ kind, description }: ApduFault): void {
    if (!this.#line.isUp) return;
    if (kind === 'noAnswer' || kind === 'lineLost') {
      this.#line.giveUp({ reason: kind, description });
      return;
    }
    if (kind === 'cardGone') this.#powered = false;
    this.#tellSlot();
    if (kind === 'mute') this.#setStatus({ ...this.#status, chipPower: 'hardwareError' });
  }

  #tellSlot(): void {
    const { cardPresent } = this.#options.channel;
    this.#setStatus({
      device: 'online',
      reasons: [],
      media: cardPresent ? 'present' : 'notPresent',
      chipPower: !cardPresent ? 'noCard' : this.#powered ? 'online' : 'poweredOff',
    });
  }

  #setStatus(status: CardReaderStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

function pinAnswer(statusWord: number): Result<void, PinError> {
  if (statusWord === statusWords.ok) return ok();
  const left = statusWord === statusWords.pinBlocked ? 0 : triesLeft(statusWord);
  const description = describeStatusWord(statusWord);
  if (left === null) return err(refused('invalidMedia', description));
  return err({ ...refused(left === 0 ? 'pinBlocked' : 'pinWrong', description), triesLeft: left });
}
