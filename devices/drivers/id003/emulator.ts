import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, EmulatorSwitch, SwitchValue } from '../../emulation/emulator.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { LineFaults } from '../note-acceptor/line-faults.ts';
import { NotePath, type PathTiming, type PlacedItem, type Specimen } from '../note-acceptor/note-path.ts';
import { checkedSwitch } from '../note-acceptor/switches.ts';
import {
  type CommandName,
  commands,
  type DeviceMessage,
  encodeReply,
  frameParser,
  type HostMessage,
  parseHostFrame,
  type StateName,
} from './codec.ts';
import { type Denomination, encodeCurrencyTable, parseDisabled } from './currency-table.ts';

/** Assumptions; no unit was measured. Ten seconds in escrow and three without polls are the document's. */
const usualTiming: PathTiming = {
  initialise: 2_000,
  accept: 1_200,
  stack: 900,
  giveBack: 800,
  escrow: 10_000,
  afterCredit: 300,
};
const unpolledMs = 3_000;
const gapMs = 50;

/** The numbers of published host software for renminbi; 2 yuan (62) is not taken any more. */
const denominations: readonly Denomination[] = [
  { type: 0x61, country: 0, digits: 1, exponent: 0 },
  { type: 0x63, country: 0, digits: 5, exponent: 0 },
  { type: 0x64, country: 0, digits: 1, exponent: 1 },
  { type: 0x65, country: 0, digits: 2, exponent: 1 },
  { type: 0x66, country: 0, digits: 5, exponent: 1 },
  { type: 0x67, country: 0, digits: 1, exponent: 2 },
];

const specimens: readonly Specimen[] = [
  ...denominations.map(({ type, digits, exponent }) => {
    const yuan = digits * 10 ** exponent;
    return { key: String(yuan), type, item: { currency: 'CNY', value: yuan * 100 } };
  }),
  { key: 'counterfeit', type: null, item: null },
];

export interface Id003EmulatorOptions {
  readonly clock: Clock;
  readonly timing?: Partial<PathTiming>;
}

/** An ID-003 note acceptor made of software: the bytes of the real one, its mechanics, its power-up states, its faults. */
export class Id003Emulator implements Emulator {
  readonly title = 'ID-003 note acceptor';
  readonly #clock: Clock;
  readonly #path: NotePath;
  readonly #faults: LineFaults;
  readonly #parser = frameParser();
  readonly #changed = new Listeners<void>();
  #inhibited = true;
  #denominations: readonly number[] = [];
  /** Without its settings it stays in INITIALIZE. */
  #configured = false;
  /** Older units do not know the request for the currency table. */
  #tellsCurrency = true;
  #lastSent: StateName | null = null;
  #cancelGap: () => void = () => {};
  #cancelUnpolled: () => void = () => {};

  constructor(options: Id003EmulatorOptions) {
    const { clock } = options;
    this.#clock = clock;
    const timing = { ...usualTiming, ...options.timing };
    const changed = () => this.#changed.tell();
    this.#path = new NotePath({ clock, specimens, timing, tellsReturned: false, changed });
    this.#faults = new LineFaults(clock, () => {
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
    const tells: EmulatorSwitch = {
      id: 'tellsCurrency',
      label: 'Tells its currency table',
      kind: 'toggle',
      value: this.#tellsCurrency,
    };
    return {
      holds: [...this.#path.describe()],
      switches: [...this.#path.switches(), ...this.#faults.switches(), tells],
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkedSwitch(this.describe().switches, switchId, value);
    if (switchId === 'tellsCurrency') this.#tellsCurrency = value === true;
    else if (!this.#path.set(switchId, value)) this.#faults.set(switchId, value);
    this.#changed.tell();
  }

  #hear(bytes: Uint8Array): void {
    this.#cancelGap();
    if (!this.#path.powered) {
      this.#parser.reset();
      return;
    }
    // A spoiled command is not answered.
    for (const found of this.#parser.push(bytes)) {
      if (found.kind === 'frame') this.#obey(parseHostFrame(found.frame));
    }
    if (this.#parser.midFrame) this.#cancelGap = this.#clock.schedule(gapMs, () => this.#parser.reset());
  }

  #obey(message: HostMessage): void {
    if (message.name === 'ack') {
      if (this.#lastSent === 'vendValid' && !this.#faults.losesAck()) this.#path.heard();
      return;
    }
    const reply = message.name === 'statusRequest' ? this.#state() : this.#answer(message);
    this.#faults.send(encodeReply(reply), () => {
      this.#lastSent = reply.kind === 'state' ? reply.name : null;
    });
  }

  #answer({ name, code, data }: HostMessage): DeviceMessage {
    switch (name) {
      case 'reset':
        this.#configured = false;
        this.#inhibited = true;
        return obeyed(this.#path.reset());
      case 'stack1':
      case 'stack2':
        return obeyed(this.#path.stack());
      case 'return':
        return obeyed(this.#path.giveBack());
      case 'hold':
        return obeyed(this.#path.hold());
      case 'versionRequest':
        return { kind: 'data', code, data: Buffer.from('ZW-SPECIMEN ID003-05V000-01') };
      case 'currencyAssignRequest':
        return this.#tellsCurrency
          ? { kind: 'data', code, data: encodeCurrencyTable(denominations) }
          : { kind: 'invalidCommand' };
      default:
        return settings.includes(name) && this.#path.listening
          ? this.#set(name, data)
          : { kind: 'invalidCommand' };
    }
  }

  #set(name: CommandName | null, data: Uint8Array): DeviceMessage {
    if (name === 'enableDenomination') this.#denominations = parseDisabled(data);
    if (name === 'inhibit') {
      this.#inhibited = data[0] !== 0;
      this.#configured = true;
    }
    this.#path.enable(this.#inhibited ? [] : this.#denominations);
    return { kind: 'data', code: name === null ? 0 : commands[name], data };
  }

  #state(): DeviceMessage {
    this.#cancelUnpolled();
    this.#cancelUnpolled = this.#clock.schedule(unpolledMs, () => this.#path.giveBack());
    const { state, note } = this.#path;
    const told = (name: StateName, detail: number | null = null): DeviceMessage => ({
      kind: 'state',
      name,
      detail,
    });
    switch (state.name) {
      case 'off':
      case 'initialising':
        return told('initialize');
      case 'powerUp':
        return told(powerUps[state.path]);
      case 'ready':
      case 'returned':
        if (!this.#configured) return told('initialize');
        return told(this.#path.enabled.length === 0 ? 'inhibited' : 'idling');
      case 'accepting':
        return told('accepting');
      case 'cheated':
        return told('cheated');
      case 'escrow':
        return state.held ? told('holding') : told('escrow', note?.type ?? 0);
      case 'stacking':
        return told('stacking');
      case 'credit':
        return told('vendValid');
      case 'afterCredit':
        return told('stacked');
      case 'returning':
        return state.unattended ? told('rejecting', 0x79) : told('returning');
      case 'rejecting':
        return told('rejecting', rejects[state.cause]);
      case 'jam':
        return told(state.where === 'acceptor' ? 'jamInAcceptor' : 'jamInStacker');
      case 'failure':
        return told('failure', 0xa2);
      case 'cashboxOut':
        return told('stackerOpen');
      case 'full':
        return told('stackerFull');
      case 'pause':
        return told('pause');
    }
  }
}

const settings: readonly (CommandName | null)[] = [
  'enableDenomination',
  'security',
  'communicationMode',
  'inhibit',
  'direction',
  'optionalFunction',
];

function obeyed(yes: boolean): DeviceMessage {
  return { kind: yes ? 'ack' : 'invalidCommand' };
}

const powerUps = {
  clear: 'powerUp',
  acceptor: 'powerUpBillInAcceptor',
  stacker: 'powerUpBillInStacker',
} as const;

const rejects = { verification: 0x7f, inhibited: 0x79, cheat: 0x7b } as const;
