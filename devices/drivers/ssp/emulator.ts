import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { CashCount } from '../../contract/cash.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { type Command, type CommandName, parseCommand, routes } from './commands.ts';
import { SspMachine, type UnitMemory, usualTiming } from './emulator-machine.ts';
import type { SspTiming } from './emulator-path.ts';
import type { StockPlace } from './emulator-stock.ts';
import {
  badPapers,
  checkSwitch,
  definitions,
  initialValues,
  nothing,
  type SwitchValues,
} from './emulator-switches.ts';
import { decryptPacket, encryptPacket, isEncrypted, sessionKey } from './encryption.ts';
import { encodeEvent } from './events.ts';
import { encodeFields } from './fields.ts';
import { encodeFrame, type Frame, FrameParser } from './frame.ts';
import { isPrime, powerModulo, type Random } from './key-exchange.ts';
import { rejectCodes } from './reject-codes.ts';
import {
  type Channel,
  encodeLevels,
  encodeSetup,
  replyCodes,
  type Setup,
  smartPayoutType,
} from './replies.ts';

export interface SspEmulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly timing?: SspTiming;
  /** Face values in fen, by channel; 1 to 100 yuan when absent. */
  readonly values?: readonly number[];
  /** How many notes the payout store holds; 70 when absent. */
  readonly capacity?: number;
  /** Notes in the payout store at the beginning, by face value. */
  readonly filled?: readonly number[];
  readonly fixedKey?: bigint;
  /** What it held and knew when its program ended; `filled` counts for nothing then. */
  readonly memory?: UnitMemory | undefined;
  /** Given what it holds and knows, after every change of it and before anybody is told of the change. */
  readonly keep?: (memory: UnitMemory) => void;
}

const currency = 'CNY';
const yuan = 100;
const lowestProtocol = 4;
const highestProtocol = 8;
const babbleEveryMs = 20;
/** `sluggish` is late but in time, `late` comes after the host has asked again. */
const slowMs = { off: 0, sluggish: 400, late: 1_400 } as const;
const defaultFixedKey = 0x0123456701234567n;

/** Whatever else is asked of a unit without a session, it answers "key not set". */
const beforeKey: readonly CommandName[] = ['sync', 'setGenerator', 'setModulus', 'requestKeyExchange'];

const empty = new Uint8Array();
const ok = (data: Uint8Array = empty) => Uint8Array.of(replyCodes.ok, ...data);
const cannot = (...code: number[]) => Uint8Array.of(replyCodes.commandCannotBeProcessed, ...code);
const { fail, keyNotSet, parameterOutOfRange, commandNotKnown, wrongNumberOfParameters } = replyCodes;

/** A note recycler made of software: speaks eSSP like the real one, and fails like it. */
export class SspEmulator implements Emulator {
  readonly title = 'eSSP note recycler';
  readonly #options: SspEmulatorOptions;
  readonly #channels: readonly Channel[];
  readonly #definitions: ReturnType<typeof definitions>;
  readonly #machine: SspMachine;
  readonly #changed = new Listeners<void>();
  readonly #parser = new FrameParser();
  /** Shared with the machine, which moves one-shot switches back. */
  readonly #values: SwitchValues = { ...initialValues };
  #serialNumber = 1873452;
  #version = lowestProtocol;
  #line: UnitLine | undefined;
  #lastSequence: 0 | 1 | null = null;
  #lastReply: { readonly bytes: Uint8Array; readonly command: CommandName | null } | null = null;
  #generator = 0n;
  #modulus = 0n;
  #session: { readonly key: Uint8Array; count: number } | null = null;
  /** A packet of another key came: "the slave should go out of service until it is reset". */
  #outOfService = false;
  #cancelReply: () => void = () => {};
  #cancelBabble: () => void = () => {};
  #noise = 1;

  constructor(options: SspEmulatorOptions) {
    this.#options = options;
    const faces = options.values ?? [1, 5, 10, 20, 50, 100].map((face) => face * yuan);
    this.#channels = faces.map((value, index) => ({ number: index + 1, currency, value }));
    this.#definitions = definitions(this.#channels.map(nameOf));
    this.#machine = new SspMachine({
      clock: options.clock,
      channels: this.#channels,
      timing: options.timing ?? usualTiming,
      capacity: options.capacity ?? 70,
      values: this.#values,
      changed: () => {
        this.#keep();
        this.#changed.tell();
      },
      died: () => this.#die(),
    });
    if (options.memory !== undefined) this.#machine.recall(options.memory);
    for (const value of options.memory === undefined ? (options.filled ?? []) : []) {
      const channel = this.#channels.find((one) => one.value === value) ?? null;
      this.#machine.stock.add({ channel, rejectCode: null }, 'payout');
    }
    this.#machine.powerOn();
  }

  /** Every paper there is, by where it is. */
  inventory(): Readonly<Record<StockPlace, readonly CashCount[]>> {
    return this.#machine.stock.inventory();
  }

  /** Whether a paper lies in the path. */
  get busy(): boolean {
    return this.#machine.busy;
  }

  attach(line: UnitLine): () => void {
    this.#line = line;
    this.#parser.reset();
    const stop = line.onData((bytes) => this.#hear(bytes));
    return () => {
      stop();
      if (this.#line === line) this.#line = undefined;
    };
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  describe(): EmulatorState {
    return {
      holds: this.#machine.describe(),
      switches: Object.entries(this.#definitions).map(([id, definition]) => ({
        id,
        ...definition,
        value: this.#values[id as keyof SwitchValues],
      })),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch(this.#definitions, switchId, value);
    if (switchId === 'insert') this.#insert(String(value));
    else if (this.#definitions[switchId].kind === 'action') this.#act(switchId);
    else if (this.#values[switchId] !== value) {
      Object.assign(this.#values, { [switchId]: value });
      this.#moved(switchId);
    }
    this.#keep();
    this.#changed.tell();
  }

  #keep(): void {
    this.#options.keep?.(this.#machine.memory);
  }

  #insert(name: string): void {
    if (name === nothing) return;
    const channel = this.#channels.find((one) => nameOf(one) === name) ?? null;
    const bad = (badPapers as readonly string[]).indexOf(name);
    const codes = [rejectCodes.lengthFail, rejectCodes.doubleNote, rejectCodes.pulledOut];
    this.#machine.insert({ channel, rejectCode: codes[bad] ?? null });
  }

  #act(switchId: string): void {
    if (switchId === 'takeNote') this.#machine.store.takeFromBezel();
    else if (switchId === 'clearJam') this.#machine.clearJam();
    else if (switchId === 'fraud') this.#machine.tell({ name: 'fraudAttempt', channel: 0, amounts: [] });
    else if (switchId === 'swapUnit') this.#serialNumber++;
  }

  #moved(switchId: keyof SwitchValues): void {
    const values = this.#values;
    if (switchId === 'power' && values.power) this.#machine.powerOn();
    else if (switchId === 'power') this.#machine.powerOff();
    else if (switchId === 'cashbox' && values.cashbox === 'out') this.#machine.pullCashbox();
    else if (switchId === 'cashbox') this.#machine.tell({ name: 'cashboxReplaced' });
    else if (switchId === 'payoutOutOfService' && values.payoutOutOfService)
      this.#machine.tell({ name: 'payoutOutOfService' });
    else if (switchId === 'stackerFull' && values.stackerFull) this.#machine.tell({ name: 'stackerFull' });
    else if (switchId === 'babble') this.#babble();
  }

  /** What does not outlive a loss of power. */
  #die(): void {
    this.#cancelReply();
    this.#parser.reset();
    this.#session = null;
    this.#generator = 0n;
    this.#modulus = 0n;
    this.#lastSequence = null;
    this.#lastReply = null;
    this.#outOfService = false;
    this.#version = lowestProtocol;
  }

  #hear(bytes: Uint8Array): void {
    if (!this.#machine.powered || this.#values.silent || this.#outOfService) return;
    for (const found of this.#parser.push(bytes)) {
      // A spoiled frame is no command; the host will ask again.
      if (found.kind === 'frame' && found.frame.address === 0) this.#answer(found.frame);
    }
  }

  #answer(frame: Frame): void {
    const isSync = !isEncrypted(frame.data) && parsedName(frame.data) === 'sync';
    if (frame.sequence === this.#lastSequence && !isSync && this.#lastReply !== null) {
      this.#machine.intake.heard();
      this.#send(this.#lastReply.bytes, this.#lastReply.command);
      return;
    }
    const reply = isEncrypted(frame.data) ? this.#answerEncrypted(frame.data) : this.#answerPlain(frame.data);
    if (reply === null) return;
    this.#machine.intake.heard();
    this.#lastSequence = frame.sequence;
    const bytes = encodeFrame({ sequence: frame.sequence, address: 0, data: reply.data });
    this.#lastReply = { bytes, command: reply.command };
    this.#keep();
    this.#send(bytes, reply.command);
    // It answers, and then it restarts.
    if (reply.command === 'reset') {
      this.#machine.powerOff();
      this.#machine.powerOn();
    }
  }

  #answerPlain(data: Uint8Array): { data: Uint8Array; command: CommandName | null } | null {
    const command = parsedName(data);
    if (this.#session === null && (command === null || !beforeKey.includes(command))) {
      return { data: Uint8Array.of(keyNotSet), command };
    }
    return { data: this.#obey(data, false), command };
  }

  #answerEncrypted(data: Uint8Array): { data: Uint8Array; command: CommandName | null } | null {
    const session = this.#session;
    if (session === null) return { data: Uint8Array.of(keyNotSet), command: null };
    const packet = decryptPacket(data, session.key);
    if (!packet.ok) {
      this.#outOfService = true;
      return null;
    }
    // "If they do not match then the packet is discarded."
    if (packet.value.count !== session.count) return null;
    const command = parsedName(packet.value.data);
    const reply = this.#obey(packet.value.data, true);
    session.count++;
    const sealed = encryptPacket({ count: session.count, data: reply }, session.key, this.#options.random);
    return { data: sealed, command };
  }

  #obey(data: Uint8Array, encrypted: boolean): Uint8Array {
    const command = parseCommand(data);
    if (!command.ok) {
      return Uint8Array.of(command.error.kind === 'unknown' ? commandNotKnown : wrongNumberOfParameters);
    }
    if (command.value.encrypted && !encrypted) return Uint8Array.of(fail);
    return this.#do(command.value);
  }

  #do({ name, values }: Command): Uint8Array {
    const machine = this.#machine;
    const number = (field: string) => Number(values[field]);
    switch (name) {
      case 'sync':
      case 'displayOn':
      case 'displayOff':
      case 'disablePayout':
      case 'reset':
        return ok();
      case 'setGenerator':
      case 'setModulus':
      case 'requestKeyExchange':
        return this.#exchangeKeys(name, BigInt(String(values.key)));
      case 'hostProtocolVersion':
        if (number('version') > highestProtocol) return Uint8Array.of(fail);
        this.#version = number('version');
        return ok();
      case 'serialNumber':
        return ok(encodeFields([['serial', 'u32be']], { serial: this.#serialNumber }));
      case 'setupRequest':
        return ok(encodeSetup(this.#setup(), yuan));
      case 'firmwareVersion':
        return ok(Buffer.from('NV02004274000000'));
      case 'datasetVersion':
        return ok(Buffer.from('CNY01A01'));
      case 'buildRevision':
        return ok(Uint8Array.of(0, 20, 0, 6, 21, 0));
      case 'counters':
        return ok(Uint8Array.of(5, ...new Array<number>(20).fill(0)));
      case 'lastRejectCode':
        return ok(Uint8Array.of(machine.intake.lastRejectCode));
      case 'setInhibits':
        if (!(values.channels instanceof Uint8Array) || values.channels.length > 3) {
          return Uint8Array.of(wrongNumberOfParameters);
        }
        machine.intake.inhibit(values.channels);
        return ok();
      case 'enable':
        machine.setEnabled(true);
        return ok();
      case 'disable':
        machine.setEnabled(false);
        return ok();
      case 'enablePayout':
        return this.#values.payoutOutOfService ? cannot(5) : ok();
      case 'hold':
        return machine.intake.holds ? ok() : cannot();
      case 'reject':
        return machine.intake.reject() ? ok() : cannot();
      case 'poll':
      case 'pollWithAck': {
        const events = machine.poll(name === 'pollWithAck');
        return ok(Uint8Array.from(events.flatMap((event) => [...encodeEvent(event, this.#version)])));
      }
      case 'eventAck':
        return machine.acknowledge() ? ok() : cannot();
      case 'allLevels':
        return ok(encodeLevels(machine.store.levels));
      case 'cashboxPayoutData':
        return ok(Uint8Array.of(...encodeLevels(machine.store.movedToCashbox), 0, 0, 0, 0));
      case 'getRoute': {
        const route = machine.intake.route(number('value'));
        return route === undefined ? Uint8Array.of(parameterOutOfRange) : ok(Uint8Array.of(routes[route]));
      }
      case 'setRoute':
        return machine.intake.setRoute(number('value'), number('route'))
          ? ok()
          : Uint8Array.of(parameterOutOfRange);
      case 'payoutAmount':
        return done(machine.order(() => machine.store.payOut(number('value'), number('option'))));
      case 'floatAmount':
        return done(
          machine.order(() => machine.store.float(number('minimum'), number('value'), number('option'))),
        );
      case 'smartEmpty':
        return done(machine.order(() => machine.store.smartEmpty()));
      case 'haltPayout':
        return machine.store.halt() ? ok() : cannot();
      case 'emptyAll':
      case 'resetFixedKey':
        return Uint8Array.of(commandNotKnown);
    }
  }

  #setup(): Setup {
    return {
      unitType: smartPayoutType,
      firmware: '0427',
      currency,
      protocolVersion: this.#version,
      channels: this.#channels,
    };
  }

  #exchangeKeys(name: 'setGenerator' | 'setModulus' | 'requestKeyExchange', key: bigint): Uint8Array {
    if (name === 'requestKeyExchange') {
      if (this.#generator === 0n || this.#modulus === 0n) return Uint8Array.of(fail);
      const secret = 2n + (randomNumber(this.#options.random) % (this.#modulus - 3n));
      const negotiated = powerModulo(key, secret, this.#modulus);
      const fixed = this.#options.fixedKey ?? defaultFixedKey;
      this.#session = { key: sessionKey(fixed, negotiated), count: 0 };
      return ok(encodeFields([['key', 'u64']], { key: powerModulo(this.#generator, secret, this.#modulus) }));
    }
    if (!isPrime(key)) return Uint8Array.of(parameterOutOfRange);
    if (name === 'setGenerator') this.#generator = key;
    else this.#modulus = key;
    return ok();
  }

  #send(bytes: Uint8Array, command: CommandName | null): void {
    const delay = slowMs[this.#values.slow];
    if (delay === 0) this.#write(bytes, command);
    else {
      this.#cancelReply();
      this.#cancelReply = this.#options.clock.schedule(delay, () => this.#write(bytes, command));
    }
  }

  /** A reply, or what the faults of line and power make of it. */
  #write(bytes: Uint8Array, command: CommandName | null): void {
    const { loseReplyTo, babble, garbageBefore, resetDuringReply } = this.#values;
    if (babble) return;
    if ((loseReplyTo === 'any' || loseReplyTo === command) && this.#strikes('loseReply')) return;
    if (garbageBefore) this.#line?.write(Uint8Array.of(0x00, 0x7f, 0x80, 0x09, ...this.#random(6)));
    if (resetDuringReply) {
      this.#values.resetDuringReply = false;
      this.#line?.write(bytes.subarray(0, bytes.length >> 1));
      this.#machine.powerOff();
      this.#machine.powerOn();
    } else if (this.#strikes('wrongCheck')) {
      this.#line?.write(Uint8Array.of(...bytes.subarray(0, -1), ((bytes.at(-1) ?? 0) ^ 0x01) & 0x7e));
    } else if (this.#strikes('lostByte')) {
      this.#line?.write(bytes.filter((_, index) => index !== 3));
    } else this.#line?.write(bytes);
  }

  #strikes(fault: 'wrongCheck' | 'lostByte' | 'loseReply'): boolean {
    const often = this.#values[fault];
    if (often === 'once') this.#values[fault] = 'off';
    return often !== 'off';
  }

  #babble(): void {
    this.#cancelBabble();
    if (!this.#values.babble) return;
    this.#line?.write(this.#random(32));
    this.#cancelBabble = this.#options.clock.schedule(babbleEveryMs, () => this.#babble());
  }

  /** The same noise in every run. */
  #random(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => {
      this.#noise = (this.#noise * 1103515245 + 12345) % 2147483648;
      return this.#noise >> 16;
    });
  }
}

function done(refusal: number | null): Uint8Array {
  return refusal === null ? ok() : cannot(refusal);
}

function parsedName(data: Uint8Array): CommandName | null {
  const command = parseCommand(data);
  return command.ok ? command.value.name : null;
}

function nameOf({ value }: Channel): string {
  return `${value / yuan} ${currency}`;
}

function randomNumber(random: Random): bigint {
  return random(8).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
