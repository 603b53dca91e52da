import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { ReplyFaults, replyFaultSwitches } from '../../emulation/reply-faults.ts';
import { checkSwitch, type SwitchDefinition, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { EppParser, encodeFrame, keyByte } from './codec.ts';
import { PadCore, type TypedKey } from './emulator-pad.ts';
import type { EppProfile } from './profile.ts';
import { type EppReply, type EppRequest, parseRequest } from './requests.ts';
import { statusCodes } from './status-code.ts';

/** The encryption times are of the published description; the others are assumptions, no unit was measured. */
const usualTiming = { powerUp: 1_500, answer: 15, encryption: 75, selfTest: 900 };
/** Silence after which the pad forgets a command that began. */
const gapMs = 100;

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const keys = [...digits, 'clear', 'cancel', 'enter'] as const;

const definitions = {
  ...Object.fromEntries(
    keys.map((key) => [`key_${key}`, { label: `Press ${key.toUpperCase()}`, kind: 'action' }]),
  ),
  tamper: { label: 'Housing opened', kind: 'toggle' },
  injectKeys: { label: 'Load all keys anew (service)', kind: 'action' },
  loseWorkKeys: { label: 'Lose the working keys', kind: 'action' },
  batteryLow: { label: 'Battery low', kind: 'toggle' },
  keyStuck: { label: 'A key is stuck', kind: 'toggle' },
  clearText: { label: 'Sends digits in clear', kind: 'toggle' },
  power: { label: 'Power', kind: 'toggle' },
  powerCycle: { label: 'Switch off and on', kind: 'action' },
  ...replyFaultSwitches,
} as Record<string, SwitchDefinition>;

export interface EppEmulatorOptions {
  readonly clock: Clock;
  readonly profile: EppProfile;
  readonly timing?: Partial<typeof usualTiming>;
  /** For the fills of PIN blocks. */
  readonly random?: (count: number) => Uint8Array;
}

/** A metal PIN pad made of software, with keys to press. Nothing here shows a digit that was typed. */
export class EppEmulator implements Emulator {
  readonly title = 'EPP PIN pad';
  readonly #clock: Clock;
  readonly #profile: EppProfile;
  readonly #timing: typeof usualTiming;
  readonly #core: PadCore;
  readonly #faults: ReplyFaults;
  readonly #parser = new EppParser('host');
  readonly #changed = new Listeners<void>();
  readonly #own = { tamper: false, batteryLow: false, keyStuck: false, clearText: false, power: true };
  /** Grows whenever the pad loses power, so that what it was doing has no effect any more. */
  #life = 0;
  #awake = false;
  /** While it works it does not look at its keys. */
  #busy = false;
  #cancelGap: () => void = () => {};
  #cancelEntry: () => void = () => {};

  constructor(options: EppEmulatorOptions) {
    this.#clock = options.clock;
    this.#profile = options.profile;
    this.#timing = { ...usualTiming, ...options.timing };
    this.#core = new PadCore(
      options.profile,
      options.random ?? ((count) => Uint8Array.from(randomBytes(count))),
    );
    this.#faults = new ReplyFaults(options.clock);
    this.#powerUp();
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
    const entered = this.#busy ? null : this.#core.digits;
    return {
      holds: [
        this.#core.hasMasterKey ? 'master key: loaded' : 'master key: none',
        `working keys: ${this.#core.workKeys} of ${Object.keys(this.#profile.keys).length}`,
        entered === null ? 'keypad: not listening' : `keypad: ${'*'.repeat(entered)} (${entered} digits)`,
      ],
      switches: switchStates(definitions, { ...this.#own, ...this.#faults.values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<Record<string, SwitchValue>>(definitions, switchId, value);
    if (switchId.startsWith('key_')) this.#press(switchId.slice(4) as TypedKey);
    else if (!this.#faults.set(switchId, value)) this.#handle(switchId, value === true);
    this.#changed.tell();
  }

  #handle(switchId: string, on: boolean): void {
    if (switchId in this.#own) Object.assign(this.#own, { [switchId]: on });
    if (switchId === 'tamper' && on) this.#core.erase();
    // An open housing erases what is loaded into it.
    if (switchId === 'injectKeys' && !this.#own.tamper) this.#core.injectKeys();
    if (switchId === 'loseWorkKeys') this.#core.eraseWorkKeys();
    if (switchId === 'powerCycle' || switchId === 'power') {
      this.#powerDown();
      if (this.#own.power) this.#powerUp();
    }
  }

  #powerDown(): void {
    this.#life++;
    this.#awake = false;
    this.#busy = false;
    this.#cancelEntry();
    this.#core.forget();
    this.#parser.reset();
  }

  #powerUp(): void {
    const life = ++this.#life;
    this.#clock.schedule(this.#timing.powerUp, () => {
      if (life === this.#life) this.#awake = true;
    });
  }

  #press(key: TypedKey): void {
    if (!this.#awake || this.#busy || !this.#core.press(key, this.#profile.clearKey)) return;
    const name = key === 'enter' || key === 'clear' || key === 'cancel' ? key : 'digit';
    if (name === 'enter' || name === 'cancel') this.#cancelEntry();
    const inClear = name === 'digit' && this.#own.clearText;
    this.#faults.tell(Uint8Array.of(inClear ? 0x30 + Number(key) : keyByte(name)));
  }

  #hear(bytes: Uint8Array): void {
    if (!this.#awake || this.#faults.values.silent === true) return;
    this.#cancelGap();
    for (const heard of this.#parser.push(bytes)) {
      if (heard.kind !== 'message' || heard.message.kind !== 'frame') continue;
      const request = parseRequest(heard.message.body);
      // A frame that came broken is not answered; a command that is not known is.
      if (request.ok) this.#obey(request.value);
      else this.#reply({ status: statusCodes.unknownCommand, data: new Uint8Array() }, this.#timing.answer);
    }
    if (this.#parser.midFrame) this.#cancelGap = this.#clock.schedule(gapMs, () => this.#parser.reset());
  }

  #obey(request: EppRequest): void {
    const { answer, encryption, selfTest } = this.#timing;
    const encrypts = ['loadWorkKey', 'encrypt', 'readPin'].includes(request.command);
    const reply = this.#core.obey(request);
    if (request.command === 'startPin' && reply.status === statusCodes.ok) this.#watchEntry(request.seconds);
    if (request.command === 'keypad' || request.command === 'selfTest') this.#cancelEntry();
    const status = this.#statusOf(request, reply.status);
    this.#reply(
      { ...reply, status },
      request.command === 'selfTest' ? selfTest : encrypts ? encryption : answer,
    );
    this.#changed.tell();
  }

  #statusOf(request: EppRequest, status: number): number {
    const { ok, badParameter, okBatteryLow, badBatteryLow } = statusCodes;
    if (request.command === 'selfTest') {
      if (status !== ok) return status;
      if (this.#own.keyStuck) return 0xf2;
      return this.#own.batteryLow ? 0xf5 : ok;
    }
    if (!this.#own.batteryLow) return status;
    return status === ok ? okBatteryLow : status === badParameter ? badBatteryLow : status;
  }

  #watchEntry(seconds: number): void {
    this.#cancelEntry();
    this.#cancelEntry = this.#clock.schedule(seconds * 1_000, () => {
      this.#core.stop();
      this.#faults.tell(encodeFrame(Uint8Array.of(statusCodes.timeOut)));
      this.#changed.tell();
    });
  }

  #reply(reply: EppReply, afterMs: number): void {
    const life = this.#life;
    this.#busy = true;
    this.#faults.reply(encodeFrame(Uint8Array.of(reply.status, ...reply.data)), afterMs, () => {
      this.#busy = false;
      // Told when the reply is out: a key that is pressed then is heard behind it.
      queueMicrotask(() => this.#changed.tell());
      return life === this.#life;
    });
  }
}
