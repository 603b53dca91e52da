import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { checkSwitch, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { Chip } from './chip.ts';
import { initialValues, noCard, type SwitchValues, switchDefinitions, tears } from './emulator-switches.ts';
import type { SpecimenChipCard } from './specimens.ts';
import { controls, encodeMessage, MessageParser } from './vpcd.ts';

export interface SocialSecurityCardEmulatorOptions {
  readonly clock: Clock;
  readonly cards: readonly SpecimenChipCard[];
  /** Milliseconds that the chip needs for a command; 30 when absent, an assumption. */
  readonly chipMs?: number;
}

/** T=0 alone, four historical bytes: `SSC3`. */
const atr = Uint8Array.of(0x3b, 0x64, 0x00, 0x00, ...Buffer.from('SSC3'));
/** What a dirty contact makes of an ATR. */
const spoiledAtr = Uint8Array.of(0x00);
const empty = new Uint8Array();
const slowMs = { off: 0, sluggish: 800, late: 8_000 } as const;

/** A chip card reader with a slot, and the cards that a person puts into it. Its line speaks vpcd's protocol. */
export class SocialSecurityCardEmulator implements Emulator {
  readonly title = 'Chip card reader';
  readonly #clock: Clock;
  readonly #chipMs: number;
  readonly #cards: readonly SpecimenChipCard[];
  /** Cards keep their PIN and their tries while they lie outside. */
  readonly #chips: Map<string, Chip>;
  readonly #definitions: ReturnType<typeof switchDefinitions>;
  readonly #changed = new Listeners<void>();
  readonly #parser = new MessageParser();
  #values: SwitchValues = { ...initialValues };
  #line: UnitLine | undefined;
  #powered = false;
  /** While the chip owes an answer. */
  #cancelWork: (() => void) | undefined;

  constructor(options: SocialSecurityCardEmulatorOptions) {
    this.#clock = options.clock;
    this.#chipMs = options.chipMs ?? 30;
    this.#cards = options.cards;
    this.#chips = new Map(options.cards.map(({ key, contents }) => [key, new Chip(contents)]));
    this.#definitions = switchDefinitions(options.cards);
  }

  /** Where each card is: in the slot, or in its owner's hand. */
  get cardInserted(): boolean {
    return this.#values.chipCard !== noCard;
  }

  attach(line: UnitLine): () => void {
    this.#line = line;
    this.#parser.reset();
    const stop = line.onData((bytes) => {
      for (const message of this.#parser.push(bytes)) this.#hear(message);
    });
    return () => {
      stop();
      if (this.#line !== line) return;
      // A reader without its host takes the power from the card. The card stays where it is.
      this.#line = undefined;
      this.#powerOff();
    };
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  describe(): EmulatorState {
    const card = this.#cards.find(({ key }) => key === this.#values.chipCard);
    return {
      holds: [
        card === undefined ? 'no card in the slot' : `card in the slot: ${card.label}`,
        ...(card === undefined ? [] : [this.#powered ? 'chip powered' : 'chip without power']),
        ...(card?.contents.files ? [`PIN tries left: ${this.#chip?.triesLeft}`] : []),
      ],
      switches: switchStates(this.#definitions, { ...this.#values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<SwitchValues>(this.#definitions, switchId, value);
    if (switchId === 'newCards') {
      for (const { key, contents } of this.#cards) this.#chips.set(key, new Chip(contents));
    } else if (switchId === 'chipCard') this.#place(String(value));
    else this.#values = { ...this.#values, [switchId]: value };
    this.#changed.tell();
  }

  get #chip(): Chip | undefined {
    return this.#chips.get(this.#values.chipCard);
  }

  #place(key: string): void {
    if (key === this.#values.chipCard) return;
    const owed = this.#cancelWork !== undefined;
    this.#powerOff();
    this.#values = { ...this.#values, chipCard: key };
    // Whoever waits for an answer of the card that is gone gets the reader's: none.
    if (owed) this.#answer(empty);
  }

  #powerOff(): void {
    this.#cancelWork?.();
    this.#cancelWork = undefined;
    this.#powered = false;
    this.#chip?.reset();
  }

  #hear(message: Uint8Array): void {
    if (this.#values.silent) return;
    if (message.length > 1) this.#execute(message);
    else this.#obey(message[0]);
  }

  #obey(control: number | undefined): void {
    switch (control) {
      case controls.powerOff:
        this.#powerOff();
        break;
      case controls.powerOn:
      case controls.reset:
        this.#powerOff();
        this.#powered = this.cardInserted;
        break;
      case controls.getAtr:
        this.#answer(!this.cardInserted ? empty : this.#values.mute ? spoiledAtr : atr);
        return;
      default:
        return;
    }
    this.#changed.tell();
  }

  #execute(command: Uint8Array): void {
    this.#cancelWork = this.#clock.schedule(this.#chipMs + slowMs[this.#values.slow], () => {
      const chip = this.#chip;
      if (chip === undefined || !this.#powered) return this.#finish(empty);
      const tear = this.#values.tear === 'off' ? undefined : tears[this.#values.tear];
      const torn = tear !== undefined && command[1] === tear.ins;
      if (this.#values.resetOnce && command[1] === 0xb2) {
        this.#values = { ...this.#values, resetOnce: false };
        chip.reset();
      }
      const answer = torn && !tear.after ? empty : chip.execute(command, this.#values.answers);
      if (torn) {
        this.#values = { ...this.#values, tear: 'off' };
        this.#place(noCard);
      } else this.#finish(this.#spoilt(answer));
      this.#changed.tell();
    });
  }

  #finish(answer: Uint8Array): void {
    this.#cancelWork = undefined;
    this.#answer(answer);
  }

  #spoilt(answer: Uint8Array): Uint8Array {
    const often = this.#values.garbled;
    if (often === 'once') this.#values = { ...this.#values, garbled: 'off' };
    return often === 'off' ? answer : answer.map((byte) => byte ^ 0x35);
  }

  #answer(message: Uint8Array): void {
    if (!this.#values.silent) this.#line?.write(encodeMessage(message));
  }
}
