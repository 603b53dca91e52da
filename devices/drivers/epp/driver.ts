import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import type { EncryptedPinBlock, PinPad, PinPadError, PinPadStatus } from '../../contract/pin-pad.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { beforeDeadline } from '../deadline.ts';
import { type ExchangeFault, type Question, ReplyExchange } from '../reply-exchange.ts';
import { Turn } from '../turn.ts';
import { type EppMessage, EppParser, encodeFrame } from './codec.ts';
import { canceled, fault, notReady, refusal, refused } from './errors.ts';
import { type EntryEnd, PinEntry } from './pin-entry.ts';
import { algorithmOf, blockBytes, type EppProfile, type KeySlot } from './profile.ts';
import { answers, type EppReply, type EppRequest, encodeRequest, parseReply } from './requests.ts';
import { type Findings, offline, statusOf } from './status.ts';
import { isDone, isMasterKeyInvalid, statusCodes } from './status-code.ts';

export interface EppDriverOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly profile: EppProfile;
  /** Milliseconds between two questions to an idle pad: a dead or opened one is known before it is needed. */
  readonly healthIntervalMs: number;
}

type ReadOptions = Parameters<PinPad['readPinBlock']>[0];
type ImportOptions = Parameters<PinPad['importKey']>[0];

/** Encryption takes 25 to 75 ms a block, the self-test up to 3 s by published host software. */
const answerMs = 1_000;
const selfTestMs = 4_000;
const attempts = 3;
/** Of command 35, one byte. */
const longestEntrySeconds = 255;
/** Of the unit's own time-out, which it tells in a frame; the terminal's comes after it. */
const checkValueBytes = 3;

/** A metal PIN pad of the family with frames 02, length, command, data, BCC. */
export class EppPinPad implements PinPad {
  readonly id: string;
  readonly class = 'pinPad';
  readonly #options: EppDriverOptions;
  readonly #exchange: ReplyExchange<EppMessage>;
  readonly #line: LineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<PinPadStatus>();
  #status: PinPadStatus = { ...offline([]), device: 'starting' };
  #fault: LineFault = { reason: 'lineFailed', description: 'the PIN pad was not opened' };
  #found: Findings | undefined;
  #hadMasterKey = false;
  #entry: PinEntry | undefined;
  #cancelHealth: () => void = () => {};

  constructor(options: EppDriverOptions) {
    this.id = options.id;
    this.#options = options;
    this.#turn = new Turn(options.clock);
    // Before the keeper, so that a command under way ends before the line counts as lost.
    this.#exchange = new ReplyExchange(options.transport, options.clock, new EppParser('device'));
    this.#exchange.onStray((message) => this.#hear(message));
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: () => this.#probe(),
      onUp: () => {
        if (this.#found !== undefined) this.#show(this.#found);
        this.#watchHealth();
      },
      onDown: (lineFault) => {
        this.#fault = lineFault;
        this.#cancelHealth();
        this.#exchange.abort();
        this.#entry?.end('lineLost');
        this.#setStatus(offline([lineFault.reason]));
      },
    });
  }

  get status(): PinPadStatus {
    return this.#status;
  }

  get keyNames(): readonly string[] {
    return Object.keys(this.#options.profile.keys);
  }

  onStatusChanged(listener: (status: PinPadStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  /** A PIN that is being typed is forgotten: the pad is told to stop before the line is closed. */
  async close(): Promise<void> {
    this.#cancelHealth();
    if (this.#line.isUp && this.#entry !== undefined) {
      await this.#options.transport.write(frameOf({ command: 'keypad', open: false }));
    }
    const stopped = this.#line.stop();
    this.#entry?.end('lineLost');
    this.#exchange.abort();
    await stopped;
    this.#fault = { reason: 'lineFailed', description: 'the PIN pad is closed' };
    this.#setStatus(offline(['closed']));
  }

  async readPinBlock(options: ReadOptions): Promise<Result<EncryptedPinBlock, PinPadError>> {
    const { profile, clock } = this.#options;
    const end = clock.now() + options.timeoutMs;
    const slot = profile.keys[options.keyName];
    if (slot === undefined) return err(refused('keyNotFound', `no key ${options.keyName}`));
    const mode = profile.modes[options.format];
    const algorithm = algorithmOf[options.format];
    const code = profile.algorithms[algorithm];
    if (mode === undefined || code === undefined)
      return err(refused('formatNotSupported', `${options.format} is not in the profile`));
    if (slot.algorithm !== algorithm) {
      return err(
        refused('useViolation', `${options.keyName} is a key of ${slot.algorithm}, not ${algorithm}`),
      );
    }
    const wrong = wrongEntry(options);
    if (wrong !== null) return err(fault('invalidData', wrong));
    const read = this.#turn.take(options, async () => {
      const account = options.account.reveal();
      const setUp: readonly EppRequest[] = [
        { command: 'account', digits: options.format === 'iso4' ? account : account.slice(-13, -1) },
        { command: 'setParameter', parameter: 'work', value: code },
        { command: 'setParameter', parameter: 'autoEnter', value: 0 },
        { command: 'activateKey', master: slot.master, work: slot.work },
      ];
      for (const request of setUp) {
        if (options.signal?.aborted) return err(canceled());
        const done = await this.#ask(request);
        if (!done.ok) return done;
      }
      const seconds = Math.min(longestEntrySeconds, Math.ceil((end - clock.now()) / 1_000));
      if (seconds <= 0) return err(fault('timeOut', 'no time was left to type'));
      return this.#type({ command: 'startPin', maximum: options.maximumLength, mode, seconds }, options, end);
    });
    return beforeDeadline(clock, options, read, () => false);
  }

  async importKey(options: ImportOptions): Promise<Result<void, PinPadError>> {
    const slot = this.#options.profile.keys[options.keyName];
    if (slot === undefined) return err(refused('keyNotFound', `no key ${options.keyName}`));
    if (![16, 24].includes(options.key.length)) {
      return err(refused('invalidKeyLength', `a key of ${options.key.length} bytes`));
    }
    const { clock, profile } = this.#options;
    const end = clock.now() + options.timeoutMs;
    let sent = false;
    const imported = this.#turn.take(options, async () => {
      const algorithm = await this.#ask({
        command: 'setParameter',
        parameter: 'keyLoading',
        value: profile.algorithms[slot.algorithm] ?? 0,
      });
      if (!algorithm.ok) return algorithm;
      if (options.signal?.aborted) return err(canceled());
      if (clock.now() >= end) return err(fault('timeOut', 'no time was left to load the key'));
      const { master, work } = slot;
      sent = true;
      const loaded = await this.#ask({ command: 'loadWorkKey', master, work, key: options.key });
      if (!loaded.ok) {
        const unknown = loaded.error.completionCode === 'deviceNotReady' && this.#asked;
        return err(unknown ? { ...loaded.error, outcome: 'indeterminate' } : loaded.error);
      }
      await this.#look();
      if (sameStart(loaded.value.data, options.checkValue)) return ok();
      const description = `${options.keyName}: the pad's check value is not the host's; its slot holds what it got`;
      return err({ ...refused('invalidValue', description), outcome: 'indeterminate' });
    });
    return beforeDeadline(clock, options, imported, () => sent);
  }

  async keyCheckValue(keyName: string, options: CommandOptions): Promise<Result<Uint8Array, PinPadError>> {
    const slot = this.#options.profile.keys[keyName];
    if (slot === undefined) return err(refused('keyNotFound', `no key ${keyName}`));
    const asked = this.#turn.take(options, async () => {
      const ready = await this.#activate(slot);
      if (!ready.ok) return ready;
      if (options.signal?.aborted) return err(canceled());
      const zeros = new Uint8Array(blockBytes[slot.algorithm]);
      const reply = await this.#ask({ command: 'encrypt', data: zeros });
      return reply.ok ? ok(reply.value.data.slice(0, checkValueBytes)) : reply;
    });
    return beforeDeadline(this.#options.clock, options, asked, () => false);
  }

  /** From the first key to ENTER, and then the block. However it ends, the pad is told to stop listening. */
  async #type(
    start: EppRequest & { command: 'startPin' },
    options: ReadOptions,
    end: number,
  ): Promise<Result<EncryptedPinBlock, PinPadError>> {
    const { clock, profile } = this.#options;
    const entry = new PinEntry({
      maximumLength: options.maximumLength,
      clearKey: profile.clearKey,
      onProgress: (progress) => options.onProgress?.(progress),
    });
    // Before the pad is told: a quick finger is heard together with the pad's reply.
    this.#entry = entry;
    const onAbort = () => entry.end('aborted');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const cancelTimeout = clock.schedule(end - clock.now(), () => entry.end('timeOut'));
    try {
      // Once: a second start would forget what was typed since the first.
      const started = await this.#ask(start, 1, () => entry.begin());
      if (!started.ok) return started;
      if (options.signal?.aborted) entry.end('aborted');
      const ended = await entry.ended;
      if (ended !== 'enter') return err(endFault(ended, options));
      if (entry.entered < options.minimumLength) {
        return err(refused('minimumLength', `${entry.entered} digits; at least ${options.minimumLength}`));
      }
      const block = await this.#ask({ command: 'readPin' });
      if (!block.ok) return block;
      const expected = blockBytes[algorithmOf[options.format]];
      if (block.value.data.length !== expected) {
        return err(
          fault('hardwareError', `a PIN block of ${block.value.data.length} bytes, not ${expected}`),
        );
      }
      return ok(block.value.data as EncryptedPinBlock);
    } finally {
      cancelTimeout();
      options.signal?.removeEventListener('abort', onAbort);
      if (this.#line.isUp) await this.#ask({ command: 'keypad', open: false });
      this.#entry = undefined;
    }
  }

  #hear(message: EppMessage): void {
    if (message.kind === 'key') this.#entry?.press(message.key);
    else if (parseReply(message.body).status === statusCodes.timeOut) this.#entry?.end('timeOut');
  }

  async #activate(slot: KeySlot): Promise<Result<EppReply, PinPadError>> {
    const value = this.#options.profile.algorithms[slot.algorithm] ?? 0;
    const set = await this.#ask({ command: 'setParameter', parameter: 'work', value });
    return set.ok ? this.#ask({ command: 'activateKey', master: slot.master, work: slot.work }) : set;
  }

  /** Whether the last command went out at all. */
  #asked = false;

  /** Sends a command and waits for its reply. A pad that is silent loses its line, which begins again. */
  async #ask(
    request: EppRequest,
    times = attempts,
    onReply = () => {},
  ): Promise<Result<EppReply, PinPadError>> {
    this.#asked = this.#line.isUp;
    if (!this.#line.isUp) return err(notReady(this.#fault));
    const reply = await this.#exchange.run(questionOf(request, answerMs, times, onReply));
    if (!reply.ok) return err(this.#afterFault(reply.error));
    const value = replyOf(reply.value);
    return isDone(value.status) ? ok(value) : err(refusal(request, value));
  }

  #afterFault({ kind, description }: ExchangeFault): PinPadError {
    // A lost line was told to the keeper already, unless only the write failed.
    if (this.#line.isUp) {
      this.#line.giveUp({ reason: kind === 'lineLost' ? 'lineLost' : 'noAnswer', description });
    }
    return fault('deviceNotReady', description);
  }

  /** The self-test resets everything but the keys: a PIN that was being typed when the line was lost is gone. */
  async #probe(): Promise<Result<void, string>> {
    const test = await this.#exchange.run(questionOf({ command: 'selfTest' }, selfTestMs, attempts));
    if (!test.ok) return err(test.error.description);
    const keys = await this.#askKeys();
    if (!keys.ok) return err(keys.error.description);
    this.#found = { selfTest: replyOf(test.value).status, keys: keys.value };
    return ok();
  }

  async #askKeys(): Promise<Result<number[], ExchangeFault>> {
    const statuses: number[] = [];
    for (const { master, work } of Object.values(this.#options.profile.keys)) {
      const reply = await this.#exchange.run(
        questionOf({ command: 'activateKey', master, work }, answerMs, attempts),
      );
      if (!reply.ok) return reply;
      statuses.push(replyOf(reply.value).status);
    }
    return ok(statuses);
  }

  async #look(): Promise<void> {
    if (!this.#line.isUp) return;
    const keys = await this.#askKeys();
    if (!keys.ok) this.#afterFault(keys.error);
    // A stuck key is only found by the self-test, at the next opening of the line.
    else
      this.#show({
        selfTest: this.#status.device === 'hardwareError' ? (this.#found?.selfTest ?? null) : null,
        keys: keys.value,
      });
  }

  #watchHealth(): void {
    const { clock, healthIntervalMs } = this.#options;
    this.#cancelHealth();
    this.#cancelHealth = clock.schedule(healthIntervalMs, () => {
      void this.#turn
        .take({ timeoutMs: healthIntervalMs }, async () => ok(await this.#look()))
        .then(() => {
          if (this.#line.isUp) this.#watchHealth();
        });
    });
  }

  #show(found: Findings): void {
    const status = statusOf(found, this.#hadMasterKey);
    const [selfTest, ...keys] = [found.selfTest ?? statusCodes.ok, ...found.keys];
    if (!isMasterKeyInvalid(selfTest) && keys.length > 0 && !keys.some(isMasterKeyInvalid))
      this.#hadMasterKey = true;
    this.#setStatus(status);
  }

  #setStatus(status: PinPadStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

function frameOf(request: EppRequest): Uint8Array {
  return encodeFrame(encodeRequest(request));
}

/** @param onReply called at once, so that a key press right behind the reply is heard after it */
function questionOf(
  request: EppRequest,
  timeoutMs: number,
  times: number,
  onReply = () => {},
): Question<EppMessage> {
  return {
    name: request.command,
    bytes: frameOf(request),
    timeoutMs,
    attempts: times,
    accepts: (message) => {
      if (message.kind !== 'frame') return false;
      const { status, data } = parseReply(message.body);
      // The pad's own time-out may come while another command is on its way.
      if (status === statusCodes.timeOut) return false;
      const accepted = isDone(status) ? answers(request, data.length) : data.length === 0;
      if (accepted) onReply();
      return accepted;
    },
  };
}

function replyOf(message: EppMessage): EppReply {
  if (message.kind !== 'frame') throw new Error('a key press was accepted as a reply');
  return parseReply(message.body);
}

function endFault(end: Exclude<EntryEnd, 'enter'>, options: CommandOptions): PinPadError {
  switch (end) {
    case 'cancel':
      return fault('canceled', 'the CANCEL key was pressed');
    case 'aborted':
      return canceled();
    case 'timeOut':
      return fault('timeOut', `no ENTER in ${options.timeoutMs} ms`);
    case 'lineLost':
      return fault('deviceNotReady', 'the line was lost while a PIN was typed');
    case 'clearText':
      return fault('hardwareError', 'the pad sent a digit in clear: it is not in its encrypting mode');
  }
}

function wrongEntry({ account, minimumLength, maximumLength }: ReadOptions): string | null {
  if (!/^\d{13,19}$/.test(account.reveal())) return 'the account is not 13 to 19 digits';
  const lengths = [minimumLength, maximumLength];
  // ISO 9564-1.
  if (
    lengths.every((one) => Number.isInteger(one) && one >= 4 && one <= 12) &&
    minimumLength <= maximumLength
  )
    return null;
  return `a PIN of ${minimumLength} to ${maximumLength} digits; 4 to 12 are allowed`;
}

function sameStart(found: Uint8Array, expected: Uint8Array): boolean {
  const length = Math.min(found.length, expected.length);
  return length >= checkValueBytes && expected.slice(0, length).every((byte, at) => byte === found[at]);
}
