import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { ReplyFaults, replyFaultSwitches } from '../../emulation/reply-faults.ts';
import { checkSwitch, type SwitchDefinition, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { encode, FrameParser, locksPerBoard } from './codec.ts';

/** Assumptions: nobody has published how long a board and a door take. */
const usualTiming = { answer: 20, springs: 150, starts: 1_000 };
const gapMs = 100;

const numbers = Array.from({ length: locksPerBoard }, (_, lock) => String(lock + 1));

const definitions = {
  at: { label: 'Hands are at compartment', kind: 'choice', options: numbers },
  putIn: { label: 'Lay a paper in (door open)', kind: 'action' },
  takeOut: { label: 'Take the paper out (door open)', kind: 'action' },
  closeDoor: { label: 'Close the door', kind: 'action' },
  emergencyKey: { label: 'Open the door with the emergency key', kind: 'action' },
  stuck: { label: 'Doors do not spring open', kind: 'toggle' },
  blind: { label: 'Item sensors see nothing', kind: 'toggle' },
  powerOff: { label: 'No power', kind: 'toggle' },
  otherAddress: { label: 'Address switches set to another board', kind: 'toggle' },
  ...replyFaultSwitches,
} satisfies Record<string, SwitchDefinition>;

export interface KrCuEmulatorOptions {
  readonly clock: Clock;
  /** Compartments in which a paper lies already. */
  readonly filled?: readonly number[];
  readonly timing?: Partial<typeof usualTiming>;
}

/** A board with sixteen doors. What a door and a paper do is in the hands before it, with power or without. */
export class KrCuEmulator implements Emulator {
  readonly title = 'KR-CU16 certificate cabinet';
  readonly #clock: Clock;
  readonly #timing: typeof usualTiming;
  readonly #faults: ReplyFaults;
  readonly #parser = new FrameParser();
  readonly #changed = new Listeners<void>();
  readonly #own: Record<string, SwitchValue> = {
    at: '1',
    stuck: false,
    blind: false,
    powerOff: false,
    otherAddress: false,
  };
  readonly #open = new Set<number>();
  readonly #papers: Set<number>;
  #openings = 0;
  #hearsFrom = 0;
  #cancelGap: () => void = () => {};

  constructor(options: KrCuEmulatorOptions) {
    this.#clock = options.clock;
    this.#timing = { ...usualTiming, ...options.timing };
    this.#faults = new ReplyFaults(options.clock);
    this.#papers = new Set(options.filled);
  }

  /** How often a door was opened so far, by its lock or by the key. */
  get openings(): number {
    return this.#openings;
  }

  get openDoors(): readonly number[] {
    return [...this.#open].sort((one, other) => one - other);
  }

  attach(line: UnitLine): () => void {
    this.#faults.connect(line);
    this.#parser.reset();
    const stop = line.onData((bytes) => this.#hear(bytes));
    return () => {
      stop();
      this.#cancelGap();
      this.#faults.connect(undefined);
    };
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  describe(): EmulatorState {
    const list = (all: Iterable<number>) => [...all].sort((a, b) => a - b).join(', ') || 'none';
    return {
      holds: [`open doors: ${list(this.#open)}`, `papers in: ${list(this.#papers)}`],
      switches: switchStates(definitions, { ...this.#own, ...this.#faults.values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<Record<string, SwitchValue>>(definitions, switchId, value);
    if (definitions[switchId as keyof typeof definitions].kind === 'action') this.#hands(switchId);
    else if (!this.#faults.set(switchId, value)) {
      if (switchId === 'powerOff' && value === false)
        this.#hearsFrom = this.#clock.now() + this.#timing.starts;
      this.#own[switchId] = value;
    }
    this.#changed.tell();
  }

  #hands(does: string): void {
    const at = Number(this.#own.at);
    if (does === 'emergencyKey') this.#opened(at);
    if (!this.#open.has(at)) return;
    if (does === 'putIn') this.#papers.add(at);
    if (does === 'takeOut') this.#papers.delete(at);
    if (does === 'closeDoor') this.#open.delete(at);
  }

  get #powered(): boolean {
    return this.#own.powerOff !== true && this.#clock.now() >= this.#hearsFrom;
  }

  #hear(bytes: Uint8Array): void {
    if (this.#faults.values.silent === true || !this.#powered) return;
    this.#cancelGap();
    for (const heard of this.#parser.push(bytes)) {
      // A board hears what is for another one on its line, and keeps still.
      if (heard.kind !== 'message' || heard.message.board !== (this.#own.otherAddress === true ? 1 : 0))
        continue;
      if (heard.message.kind === 'unlock') this.#unlock(heard.message.lock + 1);
      if (heard.message.kind === 'status') this.#reply();
    }
    if (this.#parser.midFrame) this.#cancelGap = this.#clock.schedule(gapMs, () => this.#parser.reset());
  }

  #unlock(compartment: number): void {
    if (this.#own.stuck === true || this.#open.has(compartment)) return;
    this.#clock.schedule(this.#timing.springs, () => {
      this.#opened(compartment);
      this.#changed.tell();
    });
  }

  #opened(compartment: number): void {
    if (!this.#open.has(compartment)) this.#openings++;
    this.#open.add(compartment);
  }

  #reply(): void {
    const bits = (holds: (compartment: number) => boolean) =>
      numbers.reduce((all, _, lock) => all | (holds(lock + 1) ? 1 << lock : 0), 0);
    const state = encode({
      kind: 'state',
      board: this.#own.otherAddress === true ? 1 : 0,
      hooks: bits((compartment) => !this.#open.has(compartment)),
      infrared: this.#own.blind === true ? 0 : bits((compartment) => this.#papers.has(compartment)),
    });
    this.#faults.reply(state, this.#timing.answer, () => this.#powered);
  }
}
