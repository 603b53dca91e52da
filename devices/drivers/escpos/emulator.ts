import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { type EscPosCommand, readCommand } from './commands.ts';
import { dialects } from './dialect.ts';
import { SlipPath } from './emulator-slips.ts';
import { PrintEngine } from './print-engine.ts';
import { type EscPosProfile, paper80mm, sensesTicket } from './profile.ts';
import { renderSlip, type Strip } from './slip.ts';
import { UnitCondition } from './unit-condition.ts';

/** What came out at one cut. */
export interface PrintedReceipt {
  /** Drawn when first asked for: 640 dots wide with margins, plus a little shadow around the paper. */
  readonly png: Buffer;
  /** The bytes that the unit executed for it. */
  readonly bin: Uint8Array;
  readonly lines: readonly string[];
}

export interface EscPosEmulatorOptions {
  readonly clock: Clock;
  readonly profile?: EscPosProfile;
  /** Speed of the paper in dots per second; 150 mm/s at 203 dpi is 1200. */
  readonly dotsPerSecond?: number;
  readonly bufferBytes?: number;
}

const cutMs = 250;
/** A slip through the mouth, either way. */
const presentMs = 400;
/** From power on to the first answer. */
const bootMs = 1500;
/** A jam strikes after so much of the receipt. */
const jamAfterLines = 6;

/** An 80 mm kiosk receipt printer: a receive buffer, a head with a speed, a knife, sensors, real-time status. */
export class EscPosEmulator implements Emulator {
  readonly title: string;
  readonly #clock: Clock;
  readonly #profile: EscPosProfile;
  readonly #dotsPerMs: number;
  readonly #bufferBytes: number;
  readonly #engine: PrintEngine;
  readonly #changed = new Listeners<void>();
  readonly #receipts = new Listeners<PrintedReceipt>();
  #line: UnitLine | null = null;
  #buffer: number[] = [];
  /** A command whose end has not come yet. It is out of the buffer: an image may be larger than that. */
  #begun: number[] = [];
  /** The last bytes of the raw stream, in which real-time commands are looked for. */
  #tail: number[] = [];
  #executed: number[] = [];
  #moving = false;
  #booting = false;
  #stopMotion = () => {};
  #stopBoot = () => {};
  #xoff = false;
  #automaticMask = 0;
  #automaticTold = '';
  #unknownCommands = 0;
  #last: PrintedReceipt | null = null;
  readonly #is: UnitCondition;
  readonly #slips: SlipPath;

  constructor(options: EscPosEmulatorOptions) {
    this.#clock = options.clock;
    this.#profile = options.profile ?? paper80mm;
    this.#dotsPerMs = (options.dotsPerSecond ?? 1200) / 1000;
    this.#bufferBytes = options.bufferBytes ?? 4096;
    this.#engine = new PrintEngine(this.#profile.columns);
    const { presenter, dialect } = this.#profile;
    this.#slips = new SlipPath(presenter !== null);
    this.#is = new UnitCondition(presenter !== null);
    this.title = dialect === 'custom' ? 'Custom receipt printer, 80 mm' : 'ESC/POS receipt printer, 80 mm';
  }

  /** Where every slip is that was ever cut. */
  get slips(): Readonly<SlipPath> {
    return this.#slips;
  }

  get lastReceipt(): PrintedReceipt | null {
    return this.#last;
  }

  onReceipt(listener: (receipt: PrintedReceipt) => void): () => void {
    return this.#receipts.add(listener);
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  attach(line: UnitLine): () => void {
    if (this.#line !== null) throw new Error('the printer has one line, and it is taken');
    this.#line = line;
    const stop = line.onData((bytes) => this.#receive(bytes));
    return () => {
      stop();
      this.#line = null;
    };
  }

  describe(): EmulatorState {
    const paperOut = this.#engine.lines.length;
    return {
      holds: [
        `paper: ${this.#is.paper}`,
        ...(paperOut > 0 ? [`uncut: ${paperOut} lines`] : []),
        ...(this.#buffer.length > 0 ? [`in the buffer: ${this.#buffer.length} bytes`] : []),
        ...(this.#is.paperJammed ? ['paper is jammed in the path'] : []),
        ...(this.#is.cutterError ? ['cutter error until recovered'] : []),
        ...(this.#is.mechanicalError ? ['mechanical error until recovered'] : []),
        ...this.#slips.describe(),
        ...(this.#unknownCommands > 0 ? [`commands not understood: ${this.#unknownCommands}`] : []),
        this.#last === null ? 'nothing printed yet' : `last receipt: ${this.#last.lines.length} lines`,
      ],
      switches: this.#is.switches(),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    if (switchId === 'powerCycle') this.#powerUp();
    else if (switchId === 'takeTicket') this.#slips.take();
    else if (switchId === 'tearTicket') this.#slips.tear();
    else if (switchId === 'emptyRetractBin') this.#slips.emptyBin();
    else this.#is.set(switchId, value);
    this.#senseMouth();
    this.#afterChange();
    this.#pump();
  }

  /** Takes its time; then nothing is sent by itself, automatic status is off, and the buffer is empty. */
  #powerUp(): void {
    this.#stopMotion();
    this.#moving = false;
    this.#clearBuffer();
    this.#automaticMask = 0;
    this.#xoff = false;
    this.#is.powerUp();
    this.#stopBoot();
    this.#booting = true;
    this.#stopBoot = this.#clock.schedule(bootMs, () => {
      this.#booting = false;
      this.#afterChange();
    });
  }

  /** Nothing that is said to it is heard or kept. */
  get #deaf(): boolean {
    return this.#is.silent || this.#booting;
  }

  #clearBuffer(): void {
    this.#buffer = [];
    this.#begun = [];
    this.#engine.reset();
  }

  #receive(bytes: Uint8Array): void {
    if (this.#deaf) return;
    for (const byte of bytes) {
      // What comes behind a reset is lost with it.
      if (this.#deaf) return;
      // A full buffer loses bytes, as real ones do.
      if (this.#buffer.length < this.#bufferBytes) this.#buffer.push(byte);
      this.#tail = [...this.#tail.slice(-9), byte];
      this.#realTime();
    }
    if (!this.#xoff && this.#buffer.length > this.#bufferBytes * 0.75) {
      this.#xoff = true;
      this.#send(0x13);
    }
    this.#pump();
  }

  #senseMouth(): void {
    const { presented, hanging } = this.#slips;
    this.#is.ticketPresent = sensesTicket(this.#profile) && presented + hanging > 0;
  }

  #endsWith(sequence: Uint8Array): boolean {
    const from = this.#tail.length - sequence.length;
    return sequence.every((byte, index) => this.#tail[from + index] === byte);
  }

  /** Real-time commands act when they come in, even while printing or offline, and even inside an image. */
  #realTime(): void {
    const [first, second, n] = this.#tail.slice(-3);
    const { dialect } = this.#profile;
    if (dialect === 'custom') {
      if (first === 0x10 && second === 0x04 && n === 0x14) this.#send(...this.#is.fullStatus());
      if (this.#endsWith(dialects.custom.discard)) this.#powerUp();
    }
    if (first === 0x10 && second === 0x04 && n !== undefined && n >= 1 && n <= 4)
      this.#send(this.#is.realTimeReply(n, this.#profile.ticketSensor));
    if (dialect !== 'epson') return;
    if (first === 0x10 && second === 0x05 && (n === 1 || n === 2)) {
      this.#is.recover();
      if (n === 2) this.#clearBuffer();
      this.#afterChange();
    }
    if (this.#endsWith(dialects.epson.discard)) {
      this.#clearBuffer();
      this.#send(0x37, 0x25, 0x00);
    }
  }

  /** Tells the host what changed, if it asked to be told, and the bench always. */
  #afterChange(): void {
    const custom = this.#profile.dialect === 'custom';
    const status = custom ? this.#is.fullStatus() : this.#is.automaticStatus();
    if (this.#automaticMask !== 0 && status.join() !== this.#automaticTold) {
      this.#automaticTold = status.join();
      this.#send(...status);
    }
    this.#changed.tell();
  }

  #send(...bytes: number[]): void {
    if (!this.#deaf) this.#line?.write(Uint8Array.from(bytes));
  }

  /** Executes what is in the buffer until something has to move, is missing, or is in the way. */
  #pump(): void {
    while (!this.#moving && !this.#is.offline && !this.#deaf && this.#buffer.length > 0) {
      const waiting = [...this.#begun, ...this.#buffer];
      const reading = readCommand(Uint8Array.from(waiting), this.#engine.chinese);
      if (reading.kind === 'incomplete') {
        this.#begun = waiting;
        this.#buffer = [];
        break;
      }
      if (reading.kind === 'command' && reading.command.name === 'cut' && this.#is.knifeBlocked) {
        this.#is.cutterError = true;
        this.#afterChange();
        break;
      }
      this.#executed.push(...waiting.slice(0, reading.length));
      this.#begun = [];
      this.#buffer = waiting.slice(reading.length);
      if (reading.kind === 'unknown') this.#unknownCommands++;
      else this.#execute(reading.command);
    }
    if (this.#xoff && this.#buffer.length < this.#bufferBytes * 0.25) {
      this.#xoff = false;
      this.#send(0x11);
    }
  }

  #execute(command: Parameters<PrintEngine['execute']>[0]): void {
    const ours = this.#profile.dialect === 'custom' ? 'automaticFullStatus' : 'automaticStatus';
    if (
      (command.name === 'automaticStatus' || command.name === 'automaticFullStatus') &&
      command.name === ours
    ) {
      this.#automaticMask = command.mask;
      this.#automaticTold = '';
      this.#afterChange();
    }
    if (command.name === 'statusInTurn') {
      if (command.n === 1) this.#send(this.#is.automaticStatus()[2]);
    }
    if (command.name === 'ejector' && this.#profile.presenter !== null) this.#runEjector(command.action);
    const step = this.#engine.execute(command);
    // A unit that is told to print while a slip is in its mouth pushes that one out first.
    if (step.dots > 0 && this.#slips.presented > 0) this.#slips.eject();
    if (step.dots > 0 || step.cut) this.#move(step.dots / this.#dotsPerMs + (step.cut ? cutMs : 0), step.cut);
  }

  #move(milliseconds: number, cut: boolean): void {
    this.#after(milliseconds, () => {
      if (cut) this.#cutOff();
      if (this.#is.jamNext && this.#engine.lines.length >= jamAfterLines) {
        this.#is.jamNext = false;
        this.#is.jam();
        this.#afterChange();
      }
    });
  }

  #runEjector(action: Extract<EscPosCommand, { name: 'ejector' }>['action']): void {
    if (action !== 'present' && action !== 'retract' && action !== 'eject') return;
    if (this.#slips.inside + this.#slips.presented === 0) return;
    this.#after(presentMs, () => {
      if (this.#is.jamAtMouth) this.#is.jam();
      // A unit whose retracting is switched off does nothing.
      else if (action !== 'retract' || !this.#is.retractOff) this.#slips[action]();
      this.#is.jamAtMouth = false;
      this.#senseMouth();
      this.#afterChange();
    });
  }

  #after(milliseconds: number, done: () => void): void {
    this.#moving = true;
    this.#stopMotion = this.#clock.schedule(milliseconds, () => {
      this.#moving = false;
      done();
      this.#pump();
    });
  }

  #cutOff(): void {
    const { strips, lines } = this.#engine.takeSlip();
    const bin = Uint8Array.from(this.#executed);
    this.#executed = [];
    if (lines.length === 0) return;
    this.#last = receiptOf(strips, lines, bin);
    this.#slips.cut();
    this.#senseMouth();
    this.#receipts.tell(this.#last);
    this.#changed.tell();
  }
}

function receiptOf(strips: readonly Strip[], lines: readonly string[], bin: Uint8Array): PrintedReceipt {
  let png: Buffer | null = null;
  return {
    bin,
    lines,
    get png() {
      png ??= renderSlip(strips);
      return png;
    },
  };
}
