import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Auxiliaries, AuxiliariesStatus, FlashRate, GuideLight } from '../../contract/auxiliaries.ts';
import type { CommandOptions, CompletionCode, DeviceError } from '../../contract/common.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { beforeDeadline } from '../deadline.ts';
import { type ExchangeFault, ReplyExchange } from '../reply-exchange.ts';
import { Turn } from '../turn.ts';
import { offline, Readings, statusOf } from './board-status.ts';
import {
  type AddressedReply,
  busy,
  describeException,
  encodeRequest,
  isBits,
  type ModbusReply,
  type ModbusRequest,
  replyParser,
} from './codec.ts';
import { type LightOutput, type ModbusMap, type Outlet, spansOf } from './map.ts';

export interface ModbusIoOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Of the line, for the silence between two frames. */
  readonly baudRate: number;
  /** Address of the board, 1 to 247. */
  readonly unit: number;
  readonly map: ModbusMap;
  /** Milliseconds between two looks at doors, presence, temperature and outputs. */
  readonly pollIntervalMs: number;
}

type LightError = DeviceError<'invalidLight' | 'lightError'>;

/** Host software waits 0.3 to 1 s for an answer. */
const answerMs = 500;
const attempts = 3;
const busyPauseMs = 100;
/** What is needed to give a supply back on a line that just answered, and again. */
const restoreMs = 2_000;

/** An I/O board on Modbus RTU. */
export class ModbusIoBoard implements Auxiliaries {
  readonly id: string;
  readonly class = 'auxiliaries';
  readonly #options: ModbusIoOptions;
  readonly #exchange: ReplyExchange<AddressedReply>;
  readonly #line: LineKeeper;
  readonly #turn: Turn;
  readonly #changed = new Listeners<AuxiliariesStatus>();
  #status: AuxiliariesStatus;
  #fault: LineFault = { reason: 'lineFailed', description: 'the board was not opened' };
  /** Lights as they were last asked for: a board that restarts forgets them. */
  readonly #wanted = new Map<GuideLight, FlashRate>();
  /** Outlets whose supply is cut on purpose, for the moment. */
  readonly #cycles = new Map<string, Promise<unknown>>();
  /** Ends all pauses without power. */
  #hurry = new AbortController();
  #cancelPoll: () => void = () => {};

  constructor(options: ModbusIoOptions) {
    this.id = options.id;
    this.#options = options;
    this.#status = { ...offline([], options.map), device: 'starting' };
    this.#turn = new Turn(options.clock);
    // Before the keeper, so that a command under way ends before the line counts as lost.
    this.#exchange = new ReplyExchange(
      options.transport,
      options.clock,
      replyParser(),
      silenceMs(options.baudRate),
    );
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: () => this.#probe(),
      onUp: () => this.#poll(),
      onDown: (lineFault) => {
        this.#fault = lineFault;
        this.#cancelPoll();
        this.#exchange.abort();
        this.#setStatus(offline([lineFault.reason], options.map));
      },
    });
  }

  get status(): AuxiliariesStatus {
    return this.#status;
  }

  get lights(): readonly GuideLight[] {
    return Object.keys(this.#options.map.lights) as GuideLight[];
  }

  get outlets(): readonly string[] {
    return Object.keys(this.#options.map.outlets);
  }

  onStatusChanged(listener: (status: AuxiliariesStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    this.#hurry = new AbortController();
    const started = await this.#line.start();
    return started.ok ? started : err(notReady(started.error));
  }

  /** A supply that is cut is given back first. */
  async close(): Promise<void> {
    this.#cancelPoll();
    this.#hurry.abort();
    await Promise.all(this.#cycles.values());
    const stopped = this.#line.stop();
    this.#exchange.abort();
    await stopped;
    this.#fault = { reason: 'lineFailed', description: 'the board is closed' };
    this.#setStatus(offline(['closed'], this.#options.map));
  }

  async setLight(
    light: GuideLight,
    rate: FlashRate,
    options: CommandOptions,
  ): Promise<Result<void, LightError>> {
    const output = this.#options.map.lights[light];
    if (output === undefined) {
      return err({ ...fault('commandErrorCode', `no light ${light}`), errorCode: 'invalidLight' });
    }
    this.#wanted.set(light, rate);
    return this.#turn.take(options, async () => {
      const set = await this.#ask(lightRequest(output, rate));
      if (set.ok) return ok();
      if (set.error.completionCode !== 'hardwareError') return set;
      return err({ ...set.error, completionCode: 'commandErrorCode', errorCode: 'lightError' });
    });
  }

  /**
   * Once the supply is cut it is too late to cancel: it is given back after the outlet's time, and that is what is
   * answered. When the line is lost in between the board is told as soon as it answers again.
   */
  async powerCycle(deviceId: string, options: CommandOptions): Promise<Result<void, DeviceError>> {
    const outlet = this.#options.map.outlets[deviceId];
    if (outlet === undefined) return err(fault('invalidData', `no outlet for ${deviceId}`));
    if (this.#cycles.has(deviceId))
      return err(fault('sequenceError', `${deviceId} has no power at the moment`));
    let sent = false;
    const cycle = this.#cycle(outlet, options, () => {
      sent = true;
    }).finally(() => {
      this.#cycles.delete(deviceId);
      // A supply that could not be given back is looked for at once.
      if (this.#line.isUp && !this.#hurry.signal.aborted) this.#poll();
    });
    this.#cycles.set(deviceId, cycle);
    return beforeDeadline(this.#options.clock, options, cycle, () => sent);
  }

  async #cycle(
    outlet: Outlet,
    options: CommandOptions,
    onSent: () => void,
  ): Promise<Result<void, DeviceError>> {
    const { clock } = this.#options;
    const end = clock.now() + options.timeoutMs;
    const cut = await this.#turn.take(options, async () => {
      if (options.signal?.aborted) return err(fault('canceled', 'canceled before the supply was cut'));
      if (end - clock.now() < outlet.offMs + restoreMs) {
        return err(
          fault('timeOut', `${outlet.offMs} ms without power do not fit in ${options.timeoutMs} ms`),
        );
      }
      onSent();
      return this.#switch(outlet, true);
    });
    if (!cut.ok) return cut;
    await sleep(clock, outlet.offMs, this.#hurry.signal);
    const restored = await this.#turn.take({ timeoutMs: restoreMs }, () => this.#switch(outlet, false));
    return restored.ok ? ok() : err({ ...restored.error, outcome: 'indeterminate' });
  }

  /** An error is `indeterminate` where the board may have heard it. */
  async #switch(outlet: Outlet, cut: boolean): Promise<Result<void, DeviceError>> {
    if (!this.#line.isUp) return err(notReady(this.#fault));
    const on = cut === outlet.cutsWhen;
    const done = await this.#ask({ kind: 'writeCoil', address: outlet.coil, on });
    if (done.ok) return ok();
    const refused = done.error.completionCode === 'hardwareError';
    return err(refused ? done.error : { ...done.error, outcome: 'indeterminate' });
  }

  /** A look at the board, and then the next after a while. */
  #poll(): void {
    const { clock, pollIntervalMs } = this.#options;
    this.#cancelPoll();
    let stopped = false;
    const next = () => {
      if (stopped) return;
      const cancel = clock.schedule(pollIntervalMs, () => void look());
      this.#cancelPoll = () => {
        stopped = true;
        cancel();
      };
    };
    this.#cancelPoll = () => {
      stopped = true;
    };
    const look = async () => {
      await this.#turn.take({ timeoutMs: pollIntervalMs }, async () => ok(await this.#tend(() => stopped)));
      next();
    };
    void look();
  }

  /** Reads all that the map names, puts right what the board has forgotten, and shows the rest. */
  async #tend(stopped: () => boolean): Promise<void> {
    const readings = await this.#read(stopped);
    if (readings === null || stopped()) return;
    const reasons: string[] = [];
    for (const [light, rate] of this.#wanted) {
      const output = this.#options.map.lights[light];
      if (output === undefined || isLit(output, rate, readings) !== false) continue;
      if (!(await this.#ask(lightRequest(output, rate))).ok) reasons.push('lightError');
    }
    for (const [deviceId, outlet] of Object.entries(this.#options.map.outlets)) {
      const value = readings.get('coils', outlet.coil);
      if (value === undefined || (value !== 0) !== outlet.cutsWhen || this.#cycles.has(deviceId)) continue;
      // Left by a terminal that died, or a line that was lost, in the middle of a power cycle.
      if (!(await this.#switch(outlet, false)).ok) reasons.push('outletOff');
    }
    if (!stopped() && this.#line.isUp)
      this.#setStatus(statusOf(this.#options.map, readings, [...new Set(reasons)]));
  }

  /** Null when the line went away. What the board refuses to tell stays unknown. */
  async #read(stopped: () => boolean): Promise<Readings | null> {
    const readings = new Readings();
    for (const { table, address, count } of spansOf(this.#options.map)) {
      if (stopped()) return null;
      const reply = await this.#ask({ kind: 'read', table, address, count });
      if (!reply.ok) {
        if (reply.error.completionCode === 'deviceNotReady') return null;
        continue;
      }
      if (reply.value.kind !== 'values') continue;
      for (const [at, value] of reply.value.values.slice(0, count).entries()) {
        readings.set(table, address + at, value);
      }
    }
    return readings;
  }

  /** Asks the board something, and answers `hardwareError` for an exception. A silent board loses its line. */
  async #ask(request: ModbusRequest): Promise<Result<ModbusReply, DeviceError<never>>> {
    for (let attempt = 1; ; attempt++) {
      if (!this.#line.isUp) return err(notReady(this.#fault));
      const reply = await this.#exchangeOf(request);
      if (!reply.ok) return err(this.#afterFault(reply.error));
      if (reply.value.kind !== 'exception') return reply;
      if (reply.value.code !== busy || attempt === attempts) {
        const description = `${request.kind} at ${request.address}: ${describeException(reply.value.code)}`;
        return err(fault('hardwareError', description));
      }
      await sleep(this.#options.clock, busyPauseMs);
    }
  }

  async #exchangeOf(request: ModbusRequest): Promise<Result<ModbusReply, ExchangeFault>> {
    const { unit } = this.#options;
    const reply = await this.#exchange.run({
      name: `${request.kind} at ${request.address}`,
      bytes: encodeRequest(unit, request),
      timeoutMs: answerMs,
      attempts,
      accepts: (one) => one.unit === unit && answers(request, one.message),
    });
    return reply.ok ? ok(reply.value.message) : reply;
  }

  #afterFault({ kind, description }: ExchangeFault): DeviceError<never> {
    // A lost line was told to the keeper already, unless only the write failed.
    if (this.#line.isUp) {
      this.#line.giveUp({ reason: kind === 'lineLost' ? 'lineLost' : 'noAnswer', description });
    }
    return fault('deviceNotReady', description);
  }

  /** Any answer will do, an exception too: the board is there. */
  async #probe(): Promise<Result<void, string>> {
    const [first = { table: 'coils', address: 0, count: 1 } as const] = spansOf(this.#options.map);
    const reply = await this.#exchangeOf({ kind: 'read', ...first });
    return reply.ok ? ok() : err(reply.error.description);
  }

  #setStatus(status: AuxiliariesStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

/** 3.5 characters of 11 bits tell a board that the frame before is over. */
function silenceMs(baudRate: number): number {
  return Math.max(2, Math.ceil((3.5 * 11 * 1_000) / baudRate));
}

function fault(completionCode: CompletionCode, description: string): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}

const notReady = (lineFault: LineFault) =>
  fault('deviceNotReady', `${lineFault.reason}: ${lineFault.description}`);

function lightRequest(output: LightOutput, rate: FlashRate): ModbusRequest {
  if ('coil' in output) return { kind: 'writeCoil', address: output.coil, on: rate !== 'off' };
  return { kind: 'writeRegister', address: output.register, value: output.rates[rate] };
}

/** Undefined when the board did not tell. */
function isLit(output: LightOutput, rate: FlashRate, readings: Readings): boolean | undefined {
  const wanted = lightRequest(output, rate);
  const found =
    'coil' in output ? readings.get('coils', output.coil) : readings.get('holdingRegisters', output.register);
  if (found === undefined) return undefined;
  return wanted.kind === 'writeCoil'
    ? (found !== 0) === wanted.on
    : wanted.kind === 'writeRegister' && found === wanted.value;
}

/** A reply says its function and its length, but not its address: only one question is on the line at a time. */
function answers(request: ModbusRequest, reply: ModbusReply): boolean {
  const code = encodeRequest(0, request)[1];
  switch (reply.kind) {
    case 'exception':
      return reply.function === code;
    case 'written':
      return JSON.stringify(reply.request) === JSON.stringify(request);
    case 'values': {
      if (request.kind !== 'read' || reply.table !== request.table) return false;
      const expected = isBits(request.table) ? Math.ceil(request.count / 8) * 8 : request.count;
      return reply.values.length === expected;
    }
  }
}
