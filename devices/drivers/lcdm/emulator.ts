import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { checkSwitch, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { type LineFaultSwitch, UnitLink } from './emulator-link.ts';
import {
  type LcdmTiming,
  Mechanism,
  play,
  type Run,
  type RunEnd,
  usualTiming,
} from './emulator-mechanism.ts';
import { definitions, initialValues, type SwitchValues } from './emulator-switches.ts';
import { good } from './error-codes.ts';
import type { LcdmReply, LcdmRequest } from './messages.ts';
import { type NoteMemory, type NotePlace, NoteStock } from './note-stock.ts';
import { type LcdmProfile, lcdm1000 } from './profile.ts';

/** `sluggish` is late but in time, `late` comes after a host has given the command up. */
const slowMs = { off: 0, sluggish: 400, late: 65_000 } as const;

export interface LcdmEmulatorOptions {
  readonly clock: Clock;
  readonly profile?: LcdmProfile;
  readonly timing?: LcdmTiming;
  readonly notesInCassette?: number;
  readonly notesWithStaff?: number;
  /** Where its notes lay when its program ended; `notesInCassette` and `notesWithStaff` count for nothing then. */
  readonly memory?: NoteMemory | undefined;
}

/** A Puloon LCDM-1000 made of software: moves notes that are counted, answers with the real bytes, and fails. */
export class LcdmEmulator implements Emulator {
  readonly title = 'Puloon LCDM-1000 note dispenser';
  readonly #clock: Clock;
  readonly #timing: LcdmTiming;
  readonly #mechanism: Mechanism;
  readonly #link: UnitLink;
  readonly #changed = new Listeners<void>();
  #values: SwitchValues = { ...initialValues };
  #state: 'off' | 'starting' | 'ready' | 'busy' = 'off';
  /** Of the last operation; lost with the power. */
  #error = good;
  #stopWork: () => void = () => {};

  constructor(options: LcdmEmulatorOptions) {
    const profile = options.profile ?? lcdm1000;
    this.#clock = options.clock;
    this.#timing = options.timing ?? usualTiming;
    this.#mechanism = new Mechanism(
      new NoteStock(options.notesInCassette ?? 200, options.notesWithStaff ?? 1_000),
      this.#timing,
      profile,
      () => this.#values,
      () => this.#takeDispenseFault(),
    );
    if (options.memory !== undefined) this.#mechanism.stock.recall(options.memory);
    this.#link = new UnitLink({
      clock: options.clock,
      profile,
      listens: () => this.#state === 'ready',
      onRequest: (request) => this.#obey(request),
      strikes: (fault) => this.#strikes(fault),
      mode: () => this.#mode(),
    });
    this.#powerUp();
  }

  attach(line: UnitLine): () => void {
    return this.#link.attach(line);
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** Where the notes are. Their sum never changes. */
  get notes(): Readonly<Record<NotePlace, number>> {
    return this.#mechanism.stock.all;
  }

  /**
   * Right whenever `onChanged` tells, which it does at every note and before the line hears of it: kept in a file, it makes
   * the end of the program that plays the unit a loss of power, with the notes where they were.
   */
  get memory(): NoteMemory {
    return this.#mechanism.stock.memory;
  }

  describe(): EmulatorState {
    const { cassette, path, exit, reject, customer } = this.notes;
    return {
      holds: [
        `cassette: ${cassette} notes${this.#values.cassetteOut ? ', taken out' : ''}`,
        `in the path: ${path}`,
        `in the exit: ${exit}, taken by the customer: ${customer}`,
        `reject tray: ${reject}${this.#values.rejectTrayOut ? ', taken out' : ''}`,
        this.#state,
      ],
      switches: switchStates(definitions, { ...this.#values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<SwitchValues>(definitions, switchId, value);
    if (definitions[switchId].kind === 'action') this.#act(switchId);
    else this.#values = { ...this.#values, [switchId]: value };
    if (switchId === 'babble') this.#link.babble();
    this.#changed.tell();
  }

  #act(action: keyof SwitchValues): void {
    const { stock } = this.#mechanism;
    if (action === 'takeNotes') stock.move('exit', 'customer', stock.count('exit'));
    else if (action === 'fillCassette') stock.move('staff', 'cassette', 100);
    else if (action === 'emptyRejectTray') stock.move('reject', 'staff', stock.count('reject'));
    else if (action === 'clearPathByHand') stock.clearPath('staff');
    else if (action === 'pullJammedNote') stock.clearPath('customer', ['exit']);
    else this.#powerUp();
  }

  #mode(): 'well' | 'garbageBefore' | 'silent' | 'babble' {
    const { silent, babble, garbageBefore } = this.#values;
    return silent ? 'silent' : babble ? 'babble' : garbageBefore ? 'garbageBefore' : 'well';
  }

  #strikes(fault: LineFaultSwitch): boolean {
    const often = this.#values[fault];
    if (often === 'once') this.#values = { ...this.#values, [fault]: 'off' };
    return often !== 'off';
  }

  #takeDispenseFault(): SwitchValues['dispenseFault'] {
    const fault = this.#values.dispenseFault;
    this.#values = { ...this.#values, dispenseFault: 'off' };
    return fault;
  }

  #powerDown(): void {
    this.#stopWork();
    this.#link.forget();
    this.#error = good;
    this.#state = 'off';
  }

  #powerUp(): void {
    this.#powerDown();
    this.#state = 'starting';
    this.#stopWork = this.#clock.schedule(this.#timing.powerUp, () => {
      this.#state = 'ready';
      this.#changed.tell();
    });
  }

  #obey(request: LcdmRequest): void {
    this.#state = 'busy';
    switch (request.command) {
      case 'status':
        this.#answerQuestion(() => ({
          command: 'status',
          error: this.#error,
          sensors: this.#mechanism.sensors,
        }));
        break;
      case 'romVersion':
        this.#answerQuestion(() => ({ command: 'romVersion', version: 'O16T', checksum: 'AD2C' }));
        break;
      case 'purge':
        this.#work(this.#mechanism.purge(), (error) => ({ command: 'purge', error }));
        break;
      case 'dispense':
      case 'testDispense': {
        const { command } = request;
        const counts = { check: 0, exit: 0, rejects: 0 };
        const run =
          request.command === 'dispense'
            ? this.#mechanism.dispense(request.count, counts)
            : this.#mechanism.test(counts);
        this.#work(run, (error) => {
          const { nearEnd } = this.#mechanism;
          return { command, ...counts, error, nearEnd };
        });
      }
    }
  }

  #answerQuestion(reply: () => LcdmReply): void {
    this.#stopWork = this.#clock.schedule(this.#timing.question, () => this.#answer(reply()));
  }

  #work(run: Run<RunEnd>, replyOf: (error: number) => LcdmReply): void {
    const onEnd = (end: RunEnd) => {
      if (end === 'reset') this.#powerUp();
      else if (end === 'powerCut') this.#powerDown();
      else {
        this.#error = end;
        this.#answer(replyOf(end));
      }
    };
    this.#stopWork = play(this.#clock, run, () => this.#changed.tell(), onEnd);
  }

  #answer(reply: LcdmReply): void {
    this.#stopWork = this.#clock.schedule(slowMs[this.#values.slow], () => {
      this.#state = 'ready';
      this.#link.reply(reply);
      this.#changed.tell();
    });
  }
}
