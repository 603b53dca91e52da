import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { encodeAdditionalAddress, encodeCardText } from './card-text.ts';
import type { SpecimenCard } from './cards.ts';
import { type Command, encodeCardBlocks, encodeReply, FrameParser, parseCommand } from './codec.ts';
import {
  checkSwitch,
  definitions,
  initialValues,
  noCard,
  type SwitchValues,
  wrongCard,
} from './emulator-switches.ts';
import { statusWords } from './status-word.ts';

/** Milliseconds that the unit itself needs, apart from the line. */
export interface SdtTiming {
  readonly powerUp: number;
  readonly find: number;
  readonly select: number;
  readonly read: number;
  readonly other: number;
}

/** An assumption that fits the waiting times of published host software; no unit was measured. */
const usualTiming: SdtTiming = { powerUp: 200, find: 25, select: 25, read: 350, other: 5 };
export const noTiming: SdtTiming = { powerUp: 0, find: 0, select: 0, read: 0, other: 0 };

/** `sluggish` is late but in time, `late` comes after a host has given the command up. */
const slowMs = { off: 0, sluggish: 150, late: 700 } as const;
const babbleEveryMs = 20;

/** 05.03-20261010-0000000001-0000000001 */
const moduleId = Uint8Array.of(5, 0, 3, 0, 0x92, 0x28, 0x35, 1, 1, 0, 0, 0, 1, 0, 0, 0);
const nothing = new Uint8Array();

/** Status words in which any command can end, and those of the reads. */
const endsOfAnyCommand: readonly number[] = [0x10, 0x11, 0x21, 0x24, 0x60, 0x66];
const endsOfRead: readonly number[] = [0x31, 0x32, 0x33, 0x41, 0x47];

export interface SdtEmulatorOptions {
  readonly clock: Clock;
  readonly cards: readonly SpecimenCard[];
  readonly timing?: SdtTiming;
}

/** An SDT identity card reader made of software: answers with the bytes of the real one, and fails like it. */
export class SdtEmulator implements Emulator {
  readonly title = 'SDT identity card reader';
  readonly #clock: Clock;
  readonly #cards: readonly SpecimenCard[];
  readonly #timing: SdtTiming;
  readonly #definitions: ReturnType<typeof definitions>;
  readonly #changed = new Listeners<void>();
  readonly #parser = new FrameParser();
  #values: SwitchValues = { ...initialValues };
  #line: UnitLine | undefined;
  /** After one good read a card is not found again until it was lifted. */
  #alreadyRead = false;
  #selected = false;
  #ready = true;
  #cancelWork: (() => void) | undefined;
  #cancelBabble: () => void = () => {};
  #noise = 1;

  constructor(options: SdtEmulatorOptions) {
    this.#clock = options.clock;
    this.#cards = options.cards;
    this.#timing = options.timing ?? usualTiming;
    this.#definitions = definitions(options.cards);
    this.#powerUp();
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
      holds: [this.#describeGlass(), this.#ready ? 'module ready' : 'module starting'],
      switches: Object.entries(this.#definitions).map(([id, definition]) => ({
        id,
        ...definition,
        value: this.#values[id as keyof SwitchValues],
      })),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch(this.#definitions, switchId, value);
    if (switchId === 'powerCycle') this.#powerUp();
    else if (switchId === 'card') this.#layCard(String(value));
    else this.#values = { ...this.#values, [switchId]: value };
    if (switchId === 'babble') this.#babble();
    this.#changed.tell();
  }

  #describeGlass(): string {
    const { card } = this.#values;
    if (card === noCard) return 'no card on the glass';
    if (card === wrongCard) return 'on the glass: a card that is no identity card';
    return `card on the glass: ${this.#card?.text.name} (specimen)${this.#alreadyRead ? ', read' : ''}`;
  }

  get #card(): SpecimenCard | undefined {
    return this.#cards.find((card) => card.key === this.#values.card);
  }

  #layCard(key: string): void {
    if (key === this.#values.card) return;
    this.#values = { ...this.#values, card: key };
    this.#alreadyRead = false;
    this.#selected = false;
  }

  #powerUp(): void {
    this.#cancelWork?.();
    this.#cancelWork = undefined;
    this.#parser.reset();
    this.#alreadyRead = false;
    this.#selected = false;
    if (this.#timing.powerUp === 0) return;
    this.#ready = false;
    this.#cancelWork = this.#clock.schedule(this.#timing.powerUp, () => {
      this.#cancelWork = undefined;
      this.#ready = true;
      this.#changed.tell();
    });
  }

  #hear(bytes: Uint8Array): void {
    if (!this.#ready) return;
    for (const found of this.#parser.push(bytes)) {
      // A unit that works on a command does not hear the next one.
      if (this.#cancelWork !== undefined) continue;
      if (found.kind === 'refused') {
        this.#work(this.#timing.other, () => this.#reply(statusWords.hostChecksum));
        continue;
      }
      const command = parseCommand(found.body);
      if (command.ok) this.#obey(command.value);
      else this.#work(this.#timing.other, () => this.#reply(statusWords.hostLength));
    }
  }

  #work(milliseconds: number, done: () => void): void {
    const total = milliseconds + slowMs[this.#values.slow];
    const finish = () => {
      this.#cancelWork = undefined;
      done();
    };
    if (total === 0) finish();
    else this.#cancelWork = this.#clock.schedule(total, finish);
  }

  #obey(command: Command): void {
    const { milliseconds, ends, act } = this.#action(command);
    this.#work(milliseconds, () => {
      const forced = Number.parseInt(this.#values.statusWord, 16);
      if (endsOfAnyCommand.includes(forced) || ends.includes(forced)) this.#reply(forced);
      else act();
    });
  }

  /** What a command makes the unit do, how long it takes, and with which errors of its own it can end. */
  #action(command: Command): { milliseconds: number; ends: readonly number[]; act: () => void } {
    const { find, select, read, other } = this.#timing;
    switch (command.name) {
      case 'findCard':
        return { milliseconds: find, ends: [0x80], act: () => this.#find() };
      case 'selectCard':
        return { milliseconds: select, ends: [0x40, 0x81], act: () => this.#select() };
      case 'readTextAndPhoto':
        return { milliseconds: read, ends: endsOfRead, act: () => this.#read(false) };
      case 'readTextPhotoAndFinger':
        return { milliseconds: read, ends: endsOfRead, act: () => this.#read(true) };
      case 'readAdditionalAddress':
        return { milliseconds: read, ends: endsOfRead, act: () => this.#readAdditionalAddress() };
      case 'moduleStatus':
        return { milliseconds: other, ends: [], act: () => this.#reply(statusWords.ok) };
      case 'moduleId':
        return { milliseconds: other, ends: [], act: () => this.#reply(statusWords.ok, moduleId) };
      case 'resetModule':
        return { milliseconds: other, ends: [], act: () => this.#reset() };
      default:
        return { milliseconds: other, ends: [], act: () => this.#reply(statusWords.unknownCommand) };
    }
  }

  #reset(): void {
    this.#reply(statusWords.ok);
    this.#powerUp();
  }

  #find(): void {
    this.#selected = false;
    if (this.#values.card === noCard || this.#alreadyRead) this.#reply(statusWords.findFailed);
    else this.#reply(statusWords.cardFound, new Uint8Array(4));
  }

  #select(): void {
    this.#selected = this.#card !== undefined && !this.#alreadyRead;
    if (this.#selected) this.#reply(statusWords.ok, new Uint8Array(8));
    else this.#reply(statusWords.selectFailed);
  }

  #read(finger: boolean): void {
    if (this.#values.liftDuringRead) {
      this.#values = { ...this.#values, liftDuringRead: false };
      this.#layCard(noCard);
      this.#changed.tell();
    }
    const card = this.#card;
    if (card === undefined || !this.#selected) {
      this.#reply(statusWords.readFailed);
      return;
    }
    this.#alreadyRead = true;
    const fingerprint = finger ? opaque(card, card.fingerBytes, 37) : nothing;
    const blocks = { text: encodeCardText(card.text), photo: opaque(card, 1024, 31), finger: fingerprint };
    this.#sendRead(encodeReply({ statusWord: statusWords.ok, data: encodeCardBlocks(blocks, finger) }));
    this.#changed.tell();
  }

  #readAdditionalAddress(): void {
    const card = this.#selected ? this.#card : undefined;
    if (card === undefined) this.#reply(statusWords.readFailed);
    else if (card.additionalAddress === null) this.#reply(statusWords.noAdditionalAddress);
    else this.#reply(statusWords.ok, encodeAdditionalAddress(card.additionalAddress));
  }

  /** A good read, or what the faults of line and power make of it. */
  #sendRead(frame: Uint8Array): void {
    if (this.#values.resetDuringReply) {
      this.#values = { ...this.#values, resetDuringReply: false };
      this.#send(frame.subarray(0, frame.length >> 1));
      this.#powerUp();
    } else if (this.#strikes('wrongCheck')) {
      const wrong = Uint8Array.from(frame);
      wrong[frame.length - 1] = (frame.at(-1) ?? 0) ^ 0x01;
      this.#send(wrong);
    } else if (this.#strikes('lostByte')) {
      this.#send(frame.filter((_, index) => index !== 700));
    } else this.#send(frame);
  }

  #strikes(fault: 'wrongCheck' | 'lostByte'): boolean {
    const often = this.#values[fault];
    if (often === 'once') this.#values = { ...this.#values, [fault]: 'off' };
    return often !== 'off';
  }

  #reply(statusWord: number, data: Uint8Array = nothing): void {
    this.#send(encodeReply({ statusWord, data }));
  }

  #send(frame: Uint8Array): void {
    if (this.#values.silent || this.#values.babble) return;
    if (this.#values.garbageBefore)
      this.#line?.write(Uint8Array.of(0x00, 0xaa, 0xaa, 0x96, 0xff, ...this.#random(11)));
    this.#line?.write(frame);
  }

  #babble(): void {
    this.#cancelBabble();
    if (!this.#values.babble) return;
    this.#line?.write(this.#random(32));
    this.#cancelBabble = this.#clock.schedule(babbleEveryMs, () => this.#babble());
  }

  /** The same noise in every run. */
  #random(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => {
      this.#noise = (this.#noise * 1103515245 + 12345) % 2147483648;
      return this.#noise >> 16;
    });
  }
}

/** In place of picture and fingerprint, whose insides are not public: different for every card. */
function opaque(card: SpecimenCard, length: number, step: number): Uint8Array {
  const seed = Buffer.from(card.key);
  return Uint8Array.from({ length }, (_, index) => (seed[index % seed.length] ?? 0) ^ (index * step));
}
