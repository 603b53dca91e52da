import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { readCommand } from './commands.ts';
import { commands } from './encoder.ts';
import { PrintEngine } from './print-engine.ts';
import { type EscPosProfile, paper80mm } from './profile.ts';
import { renderSlip, type Strip } from './slip.ts';

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
/** A jam strikes after so much of the receipt. */
const jamAfterLines = 6;

/** An 80 mm kiosk receipt printer: a receive buffer, a head with a speed, a knife, sensors, real-time status. */
export class EscPosEmulator implements Emulator {
  readonly title = 'ESC/POS receipt printer, 80 mm';
  readonly #clock: Clock;
  readonly #profile: EscPosProfile;
  readonly #dotsPerMs: number;
  readonly #bufferBytes: number;
  readonly #engine: PrintEngine;
  readonly #changed = new Listeners<void>();
  readonly #receipts = new Listeners<PrintedReceipt>();
  #line: UnitLine | null = null;
  #buffer: number[] = [];
  /** The last bytes of the raw stream, in which real-time commands are looked for. */
  #tail: number[] = [];
  #executed: number[] = [];
  #moving = false;
  #xoff = false;
  #automaticMask = 0;
  #automaticTold = '';
  #unknownCommands = 0;
  #last: PrintedReceipt | null = null;
  #coverOpen = false;
  #paper: 'full' | 'nearEnd' | 'out' = 'full';
  #knifeBlocked = false;
  #headHot = false;
  #silent = false;
  #jamNext = false;
  #paperJammed = false;
  #ticketPresent = false;
  /** Errors stay until their cause is gone and the host (DLE ENQ) or a hand (cover) has recovered the unit. */
  #cutterError = false;
  #mechanicalError = false;

  constructor(options: EscPosEmulatorOptions) {
    this.#clock = options.clock;
    this.#profile = options.profile ?? paper80mm;
    this.#dotsPerMs = (options.dotsPerSecond ?? 1200) / 1000;
    this.#bufferBytes = options.bufferBytes ?? 4096;
    this.#engine = new PrintEngine(this.#profile.columns);
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
        `paper: ${this.#paper}`,
        ...(paperOut > 0 ? [`uncut: ${paperOut} lines`] : []),
        ...(this.#buffer.length > 0 ? [`in the buffer: ${this.#buffer.length} bytes`] : []),
        ...(this.#paperJammed ? ['paper is jammed in the path'] : []),
        ...(this.#cutterError ? ['cutter error until recovered'] : []),
        ...(this.#mechanicalError ? ['mechanical error until recovered'] : []),
        ...(this.#ticketPresent ? ['a ticket hangs in the mouth'] : []),
        ...(this.#unknownCommands > 0 ? [`commands not understood: ${this.#unknownCommands}`] : []),
        this.#last === null ? 'nothing printed yet' : `last receipt: ${this.#last.lines.length} lines`,
      ],
      switches: [
        { id: 'coverOpen', label: 'Cover open', kind: 'toggle', value: this.#coverOpen },
        { id: 'paper', label: 'Paper', kind: 'choice', options: [...papers], value: this.#paper },
        { id: 'knifeBlocked', label: 'Cutter blocked', kind: 'toggle', value: this.#knifeBlocked },
        { id: 'headHot', label: 'Print head hot', kind: 'toggle', value: this.#headHot },
        { id: 'jamNext', label: 'Jam in the next receipt', kind: 'toggle', value: this.#jamNext },
        { id: 'clearJam', label: 'Clear the jam', kind: 'action', value: this.#paperJammed },
        { id: 'takeTicket', label: 'Take the ticket', kind: 'action', value: this.#ticketPresent },
        { id: 'silent', label: 'Silent', kind: 'toggle', value: this.#silent },
        { id: 'powerCycle', label: 'Off and on', kind: 'action', value: false },
      ],
    };
  }

  set(switchId: string, value: SwitchValue): void {
    switch (switchId) {
      case 'coverOpen':
        this.#coverOpen = asBoolean(switchId, value);
        if (!this.#coverOpen) this.#recover();
        break;
      case 'paper': {
        const paper = papers.find((known) => known === value);
        if (paper === undefined) throw new Error(`paper is ${papers.join(', ')}, not ${value}`);
        this.#paper = paper;
        break;
      }
      case 'knifeBlocked':
        this.#knifeBlocked = asBoolean(switchId, value);
        break;
      case 'headHot':
        this.#headHot = asBoolean(switchId, value);
        break;
      case 'jamNext':
        this.#jamNext = asBoolean(switchId, value);
        break;
      case 'clearJam':
        this.#paperJammed = false;
        break;
      case 'takeTicket':
        this.#ticketPresent = false;
        break;
      case 'silent':
        this.#silent = asBoolean(switchId, value);
        break;
      case 'powerCycle':
        this.#powerUp();
        break;
      default:
        throw new Error(`this printer has no switch ${switchId}`);
    }
    this.#afterChange();
    this.#pump();
  }

  /** After power-up nothing is sent by itself, automatic status is off, and the buffer is empty. */
  #powerUp(): void {
    this.#clearBuffer();
    this.#automaticMask = 0;
    this.#xoff = false;
    this.#cutterError = false;
    this.#mechanicalError = this.#paperJammed;
  }

  #clearBuffer(): void {
    this.#buffer = [];
    this.#engine.reset();
  }

  /** An error whose cause is gone is forgotten. */
  #recover(): void {
    if (!this.#knifeBlocked) this.#cutterError = false;
    if (!this.#paperJammed) this.#mechanicalError = false;
  }

  #receive(bytes: Uint8Array): void {
    if (this.#silent) return;
    for (const byte of bytes) {
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

  /** Real-time commands act when they come in, even while printing or offline, and even inside an image. */
  #realTime(): void {
    const [first, second, n] = this.#tail.slice(-3);
    if (first === 0x10 && second === 0x04 && n !== undefined && n >= 1 && n <= 4)
      this.#send(this.#realTimeReply(n));
    if (first === 0x10 && second === 0x05 && (n === 1 || n === 2)) {
      this.#recover();
      if (n === 2) this.#clearBuffer();
      this.#afterChange();
    }
    if (commands.clearBuffer.every((byte, index) => this.#tail[index] === byte)) {
      this.#clearBuffer();
      this.#send(0x37, 0x25, 0x00);
    }
  }

  #realTimeReply(n: number): number {
    const bits = (...set: (readonly [boolean, number])[]) =>
      set.reduce((byte, [on, mask]) => (on ? byte | mask : byte), 0x12);
    const { ticketSensor } = this.#profile;
    if (n === 1)
      return bits(
        [this.#offline, 0x08],
        [this.#cutterError || this.#mechanicalError, 0x20],
        [ticketSensor && this.#ticketPresent, 0x80],
      );
    if (n === 2)
      return bits(
        [this.#coverOpen, 0x04],
        [this.#paper === 'out', 0x20],
        [this.#cutterError || this.#mechanicalError || this.#headHot, 0x40],
      );
    if (n === 3) return bits([this.#mechanicalError, 0x04], [this.#cutterError, 0x08], [this.#headHot, 0x40]);
    return bits([this.#paper !== 'full', 0x0c], [this.#paper === 'out', 0x60]);
  }

  get #offline(): boolean {
    const error = this.#cutterError || this.#mechanicalError || this.#headHot;
    return this.#coverOpen || this.#paper === 'out' || error;
  }

  #automaticStatus(): number[] {
    return [
      0x10 | (this.#offline ? 0x08 : 0) | (this.#coverOpen ? 0x20 : 0),
      (this.#mechanicalError ? 0x04 : 0) | (this.#cutterError ? 0x08 : 0) | (this.#headHot ? 0x40 : 0),
      (this.#paper === 'full' ? 0 : 0x03) | (this.#paper === 'out' ? 0x0c : 0),
      0,
    ];
  }

  /** Tells the host what changed, if it asked to be told, and the bench always. */
  #afterChange(): void {
    const status = this.#automaticStatus();
    if (this.#automaticMask !== 0 && status.join() !== this.#automaticTold) {
      this.#automaticTold = status.join();
      this.#send(...status);
    }
    this.#changed.tell();
  }

  #send(...bytes: number[]): void {
    if (!this.#silent) this.#line?.write(Uint8Array.from(bytes));
  }

  /** Executes what is in the buffer until something has to move, is missing, or is in the way. */
  #pump(): void {
    while (!this.#moving && !this.#offline && !this.#silent && this.#buffer.length > 0) {
      const reading = readCommand(Uint8Array.from(this.#buffer), this.#engine.chinese);
      if (reading.kind === 'incomplete') break;
      if (reading.kind === 'command' && reading.command.name === 'cut' && this.#knifeBlocked) {
        this.#cutterError = true;
        this.#afterChange();
        break;
      }
      this.#executed.push(...this.#buffer.splice(0, reading.length));
      if (reading.kind === 'unknown') this.#unknownCommands++;
      else this.#execute(reading.command);
    }
    if (this.#xoff && this.#buffer.length < this.#bufferBytes * 0.25) {
      this.#xoff = false;
      this.#send(0x11);
    }
  }

  #execute(command: Parameters<PrintEngine['execute']>[0]): void {
    if (command.name === 'automaticStatus') {
      this.#automaticMask = command.mask;
      this.#automaticTold = '';
      this.#afterChange();
    }
    if (command.name === 'statusInTurn') {
      const status = this.#automaticStatus()[2];
      if (command.n === 1 && status !== undefined) this.#send(status);
    }
    const step = this.#engine.execute(command);
    if (step.dots > 0 || step.cut) this.#move(step.dots / this.#dotsPerMs + (step.cut ? cutMs : 0), step.cut);
  }

  #move(milliseconds: number, cut: boolean): void {
    this.#moving = true;
    this.#clock.schedule(milliseconds, () => {
      this.#moving = false;
      if (cut) this.#cutOff();
      if (this.#jamNext && this.#engine.lines.length >= jamAfterLines) {
        this.#jamNext = false;
        this.#paperJammed = true;
        this.#mechanicalError = true;
        this.#afterChange();
      }
      this.#pump();
    });
  }

  #cutOff(): void {
    const { strips, lines } = this.#engine.takeSlip();
    const bin = Uint8Array.from(this.#executed);
    this.#executed = [];
    if (lines.length === 0) return;
    this.#last = receiptOf(strips, lines, bin);
    this.#ticketPresent = this.#profile.ticketSensor;
    this.#receipts.tell(this.#last);
    this.#changed.tell();
  }
}

const papers = ['full', 'nearEnd', 'out'] as const;

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

function asBoolean(switchId: string, value: SwitchValue): boolean {
  if (typeof value !== 'boolean') throw new Error(`${switchId} is on or off, not ${value}`);
  return value;
}
