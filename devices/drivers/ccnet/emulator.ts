import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { LineFaults } from '../note-acceptor/line-faults.ts';
import { NotePath, type PathTiming, type PlacedItem, type Specimen } from '../note-acceptor/note-path.ts';
import { checkedSwitch } from '../note-acceptor/switches.ts';
import {
  addresses,
  type CommandName,
  type DeviceMessage,
  encodeReply,
  frameParser,
  type HostMessage,
  parseHostFrame,
} from './codec.ts';
import { encodePollState, type PollState, pollStates } from './poll-state.ts';
import {
  type BillType,
  encodeBillTable,
  encodeIdentification,
  encodeTypeMask,
  parseTypeMask,
  ticketType,
} from './tables.ts';

/** Assumptions; no unit was measured. The ten seconds in escrow are the document's. */
const usualTiming: PathTiming = {
  initialise: 2_000,
  accept: 1_200,
  stack: 900,
  giveBack: 800,
  escrow: 10_000,
  afterCredit: 0,
};

/** Of the bytes of one frame; a longer silence ends it. */
const gapMs = 50;
const identification = {
  partNumber: 'ZW-SPECIMEN',
  serialNumber: '000000000001',
  assetNumber: '00000000000001',
};
const ticketCode = '123456789012345678';

/** The notes of the fifth series that such units take; two-digit values of 1, 5, 10, 20, 50 and 100 yuan. */
const billTable: readonly BillType[] = [
  { type: 0, country: 'CHN', digits: 1, exponent: 0 },
  { type: 2, country: 'CHN', digits: 5, exponent: 0 },
  { type: 3, country: 'CHN', digits: 1, exponent: 1 },
  { type: 4, country: 'CHN', digits: 2, exponent: 1 },
  { type: 5, country: 'CHN', digits: 5, exponent: 1 },
  { type: 6, country: 'CHN', digits: 1, exponent: 2 },
];

const specimens: readonly Specimen[] = [
  ...billTable.map(({ type, digits, exponent }) => {
    const yuan = digits * 10 ** exponent;
    return { key: String(yuan), type, item: { currency: 'CNY', value: yuan * 100 } };
  }),
  { key: 'ticket', type: ticketType, item: null },
  { key: 'counterfeit', type: null, item: null },
];

export interface CcnetEmulatorOptions {
  readonly clock: Clock;
  readonly unit?: 'billValidator' | 'billToBill';
  readonly timing?: Partial<PathTiming>;
}

/** A CCNET note acceptor made of software: the bytes of the real one, its mechanics, its power-up states, its faults. */
export class CcnetEmulator implements Emulator {
  readonly title = 'CCNET note acceptor';
  readonly #clock: Clock;
  readonly #address: number;
  readonly #path: NotePath;
  readonly #faults: LineFaults;
  readonly #parser = frameParser('host');
  readonly #changed = new Listeners<void>();
  /** Sent once more after NAK. */
  #lastReply: DeviceMessage | null = null;
  /** The last reply told of something that may be forgotten when it is confirmed. */
  #confirms = false;
  #ticketDigits = 18;
  #cancelGap: () => void = () => {};

  constructor(options: CcnetEmulatorOptions) {
    const { clock } = options;
    this.#clock = clock;
    this.#address = addresses[options.unit ?? 'billValidator'];
    const timing = { ...usualTiming, ...options.timing };
    const changed = () => this.#changed.tell();
    this.#path = new NotePath({ clock, specimens, timing, tellsReturned: true, changed });
    this.#faults = new LineFaults(clock, () => {
      this.#lastReply = null;
      this.#path.powerOff();
      this.#path.powerOn();
    });
  }

  /** Everything that was ever pushed in, and where it is. */
  get items(): readonly PlacedItem[] {
    return this.#path.items;
  }

  attach(line: UnitLine): () => void {
    this.#faults.connect(line);
    this.#parser.reset();
    const stop = line.onData((bytes) => this.#hear(bytes));
    return () => {
      stop();
      this.#cancelGap();
      this.#faults.connect(null);
    };
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  describe(): EmulatorState {
    return {
      holds: [...this.#path.describe()],
      switches: [...this.#path.switches(), ...this.#faults.switches()],
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkedSwitch(this.describe().switches, switchId, value);
    if (!this.#path.set(switchId, value)) this.#faults.set(switchId, value);
    this.#changed.tell();
  }

  #hear(bytes: Uint8Array): void {
    this.#cancelGap();
    if (!this.#path.powered) {
      this.#parser.reset();
      this.#lastReply = null;
      return;
    }
    for (const found of this.#parser.push(bytes)) {
      if (found.kind === 'refused') this.#reply({ kind: 'nak' });
      else {
        const parsed = parseHostFrame(found.frame);
        if (parsed.ok && parsed.value.address === this.#address) this.#obey(parsed.value.message);
      }
    }
    if (this.#parser.midFrame) this.#cancelGap = this.#clock.schedule(gapMs, () => this.#parser.reset());
  }

  #obey(message: HostMessage): void {
    switch (message.kind) {
      case 'ack':
        if (this.#faults.losesAck()) return;
        if (this.#confirms) this.#path.heard();
        this.#confirms = false;
        return;
      case 'nak':
        if (this.#lastReply !== null) this.#send(this.#lastReply);
        return;
      case 'command': {
        const state = message.name === 'poll' ? this.#pollState() : null;
        this.#reply(state === null ? this.#answer(message.name, message.data) : data(encodePollState(state)));
      }
    }
  }

  #answer(name: CommandName | null, given: Uint8Array): DeviceMessage {
    switch (name) {
      case 'reset':
        return obeyed(this.#path.reset());
      case 'getStatus':
        return data(Uint8Array.of(...encodeTypeMask(this.#path.enabled), 0, 0, 0));
      case 'setSecurity':
        return obeyed(given.length === 3);
      case 'identification':
        return data(encodeIdentification(identification));
      case 'getBillTable':
        return data(encodeBillTable(billTable));
      case 'enableBillTypes': {
        const valid = this.#path.listening && given.length === 6;
        if (valid) this.#path.enable(parseTypeMask(given));
        return obeyed(valid);
      }
      case 'stack':
        return obeyed(this.#path.stack());
      case 'return':
        return obeyed(this.#path.giveBack());
      case 'hold':
        return obeyed(this.#path.hold());
      case 'setBarcodeParameters': {
        const [format, digits = 0] = given;
        const valid = given.length === 2 && format === 1 && digits >= 6 && digits <= 18;
        if (valid) this.#ticketDigits = digits;
        return obeyed(valid);
      }
      case 'extractBarcodeData': {
        const ticketWaits = this.#path.state.name === 'escrow' && this.#path.note?.type === ticketType;
        return ticketWaits ? data(Buffer.from(ticketCode.slice(0, this.#ticketDigits))) : obeyed(false);
      }
      default:
        return obeyed(false);
    }
  }

  #pollState(): PollState | null {
    const { state } = this.#path;
    const type = this.#path.note?.type ?? 0;
    const plain = (name: PollState['name']): PollState => ({ name, detail: null });
    switch (state.name) {
      case 'off':
        return null;
      case 'powerUp':
        return plain(powerUps[state.path]);
      case 'initialising':
        return plain('initialize');
      case 'ready':
      case 'afterCredit':
        return plain(this.#path.enabled.length === 0 ? 'unitDisabled' : 'idling');
      case 'accepting':
        return plain('accepting');
      case 'cheated':
        return plain('cheated');
      case 'escrow':
        return state.held ? plain('holding') : { name: 'escrowPosition', detail: type };
      case 'stacking':
        return plain('stacking');
      case 'credit':
        return { name: 'billStacked', detail: type };
      case 'returning':
        return plain('returning');
      case 'returned':
        return { name: 'billReturned', detail: state.type };
      case 'rejecting':
        return { name: 'rejecting', detail: rejects[state.cause] };
      case 'jam':
        return plain(state.where === 'acceptor' ? 'validatorJammed' : 'dropCassetteJammed');
      case 'failure':
        return { name: 'failure', detail: 0x52 };
      case 'cashboxOut':
        return plain('dropCassetteOutOfPosition');
      case 'full':
        return plain('dropCassetteFull');
      case 'pause':
        return plain('pause');
    }
  }

  #reply(message: DeviceMessage): void {
    this.#lastReply = message;
    this.#send(message);
  }

  #send(message: DeviceMessage): void {
    this.#faults.send(encodeReply(this.#address, message), () => {
      // An ACK belongs to what was last on the line.
      const told = message.kind === 'data' && message.data.length === 2 ? message.data[0] : undefined;
      this.#confirms = told === pollStates.billStacked || told === pollStates.billReturned;
    });
  }
}

function data(bytes: Uint8Array): DeviceMessage {
  return { kind: 'data', data: bytes };
}

function obeyed(yes: boolean): DeviceMessage {
  return { kind: yes ? 'ack' : 'illegalCommand' };
}

const powerUps = {
  clear: 'powerUp',
  acceptor: 'powerUpBillInValidator',
  stacker: 'powerUpBillInStacker',
} as const;

const rejects = { verification: 0x66, inhibited: 0x68, cheat: 0x6a } as const;
