import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { checkSwitch, type SwitchDefinition, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import type { CheckMode } from './codec.ts';
import {
  type LineFaults,
  lineFaultDefinitions,
  noLineFaults,
  type UnitAnswer,
  UnitLink,
} from './emulator-link.ts';
import { type EventResult, encodeEventBuffer, nextCounter } from './events.ts';
import { headers } from './headers.ts';

const coinKinds = ['coin1', 'coin2', 'coin3'] as const;
type CoinKind = (typeof coinKinds)[number];
const positions: Readonly<Record<CoinKind, number>> = { coin1: 1, coin2: 2, coin3: 3 };
const names: Readonly<Record<CoinKind, string>> = { coin1: '1 jiao', coin2: '5 jiao', coin3: '1 yuan' };

/** What happens to the next coin. */
const coinFaults = ['off', 'rejected', 'goesBackwards', 'blocksSensor', 'unknownType'] as const;

interface SwitchValues extends LineFaults {
  insertCoin1: boolean;
  insertCoin2: boolean;
  insertCoin3: boolean;
  insertSlug: boolean;
  pressReturn: boolean;
  nextCoin: (typeof coinFaults)[number];
  clearCoin: boolean;
  powerCycle: boolean;
  powerOff: boolean;
}

const definitions: Record<keyof SwitchValues, SwitchDefinition> = {
  insertCoin1: { label: 'Insert 1 jiao', kind: 'action' },
  insertCoin2: { label: 'Insert 5 jiao', kind: 'action' },
  insertCoin3: { label: 'Insert 1 yuan', kind: 'action' },
  insertSlug: { label: 'Insert something that is no coin', kind: 'action' },
  pressReturn: { label: 'Press coin return', kind: 'action' },
  nextCoin: { label: 'The next coin', kind: 'choice', options: coinFaults },
  clearCoin: { label: 'Take out a coin that is stuck', kind: 'action' },
  powerCycle: { label: 'Switch off and on', kind: 'action' },
  powerOff: { label: 'Without power', kind: 'toggle' },
  ...lineFaultDefinitions,
};

/** Where a coin can be. Nothing is made or lost: `customer` is purse and return tray. */
export type CoinPlace = 'customer' | 'path' | 'cashbox' | 'sorted';

/** An assumption; no unit was measured. */
const validationMs = 150;
const powerUpMs = 500;
const creditSensorBlocked = 14;

export interface CoinAcceptorEmulatorOptions {
  readonly clock: Clock;
  readonly address?: number;
  readonly mode?: CheckMode;
}

/** A ccTalk coin acceptor made of software, with three coins and a sorter. */
export class CoinAcceptorEmulator implements Emulator {
  readonly title = 'ccTalk coin acceptor';
  readonly #clock: Clock;
  readonly #link: UnitLink;
  readonly #changed = new Listeners<void>();
  readonly #coins: Record<CoinKind, Record<CoinPlace, number>>;
  #values: SwitchValues = {
    insertCoin1: false,
    insertCoin2: false,
    insertCoin3: false,
    insertSlug: false,
    pressReturn: false,
    nextCoin: 'off',
    clearCoin: false,
    powerCycle: false,
    powerOff: false,
    ...noLineFaults,
  };
  #ready = false;
  #counter = 0;
  #events: EventResult[] = [];
  #mask = 0;
  #master = false;
  /** Sorter path of each position; 0 = cashbox, and not sorted. */
  #paths = new Map<number, number>();
  #cancelWork: () => void = () => {};
  /** The coin that falls through, or stands in the credit sensor. */
  #inPath: CoinKind | null = null;
  #stuck = false;

  constructor(options: CoinAcceptorEmulatorOptions) {
    this.#clock = options.clock;
    const purse = () => ({ customer: 100, path: 0, cashbox: 0, sorted: 0 });
    this.#coins = { coin1: purse(), coin2: purse(), coin3: purse() };
    this.#link = new UnitLink({
      clock: options.clock,
      address: options.address ?? 2,
      mode: options.mode ?? 'checksum',
      isOn: () => this.#ready,
      obey: (header, data) => this.#obey(header, data),
      faults: () => this.#values,
      clearFault: (fault) => {
        this.#values = { ...this.#values, [fault]: 'off' };
      },
    });
    this.#powerUp();
  }

  attach(line: UnitLine): () => void {
    return this.#link.attach(line);
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** How many coins of all kinds are where. */
  get coins(): Readonly<Record<CoinPlace, number>> {
    const sum = (place: CoinPlace) => coinKinds.reduce((all, kind) => all + this.#coins[kind][place], 0);
    return { customer: sum('customer'), path: sum('path'), cashbox: sum('cashbox'), sorted: sum('sorted') };
  }

  describe(): EmulatorState {
    const { path, cashbox, sorted } = this.coins;
    return {
      holds: [
        `cashbox: ${cashbox} coins, sorted: ${sorted}`,
        path > 0 ? `in the path: ${this.#inPath === null ? '' : names[this.#inPath]}` : 'nothing in the path',
        !this.#ready ? 'off' : this.#master && this.#mask !== 0 ? 'accepting' : 'not accepting',
      ],
      switches: switchStates(definitions, { ...this.#values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<SwitchValues>(definitions, switchId, value);
    if (definitions[switchId].kind === 'action') this.#act(switchId);
    else this.#values = { ...this.#values, [switchId]: value };
    if (switchId === 'babble') this.#link.babble();
    if (switchId === 'powerOff') {
      if (value === true) this.#powerDown();
      else this.#powerUp();
    }
    this.#changed.tell();
  }

  #act(action: keyof SwitchValues): void {
    if (action === 'insertCoin1') this.#insert('coin1');
    else if (action === 'insertCoin2') this.#insert('coin2');
    else if (action === 'insertCoin3') this.#insert('coin3');
    else if (action === 'clearCoin') this.#clear();
    else if (action === 'powerCycle') this.#powerUp();
    else if (this.#ready) this.#tell({ a: 0, b: action === 'insertSlug' ? 25 : 254 });
  }

  #insert(kind: CoinKind): void {
    // The mouth is too narrow for two, and closed while a coin stands in it.
    if (this.#inPath !== null || this.#coins[kind].customer === 0) return;
    this.#move(kind, 'customer', 'path');
    this.#inPath = kind;
    if (!this.#ready) this.#leave('customer');
    else this.#cancelWork = this.#clock.schedule(validationMs, () => this.#judge(kind));
  }

  #judge(kind: CoinKind): void {
    const fault = this.#values.nextCoin;
    this.#values = { ...this.#values, nextCoin: 'off' };
    const position = positions[kind];
    const accepts = this.#master && (this.#mask & (1 << (position - 1))) !== 0;
    if (!accepts || fault === 'rejected') {
      this.#tell({ a: 0, b: accepts ? 1 : 127 + position });
      this.#leave('customer');
    } else if (fault === 'goesBackwards') {
      this.#tell({ a: 0, b: 17 });
      this.#leave('customer');
    } else if (fault === 'blocksSensor') {
      this.#stuck = true;
      this.#tell({ a: 0, b: creditSensorBlocked });
    } else {
      const path = this.#paths.get(position) ?? 0;
      this.#tell({ a: fault === 'unknownType' ? 15 : position, b: path });
      this.#leave(path === 0 ? 'cashbox' : 'sorted');
    }
    this.#changed.tell();
  }

  #clear(): void {
    this.#stuck = false;
    if (this.#inPath !== null) this.#leave('customer');
  }

  #leave(to: CoinPlace): void {
    if (this.#inPath !== null) this.#move(this.#inPath, 'path', to);
    this.#inPath = null;
  }

  #move(kind: CoinKind, from: CoinPlace, to: CoinPlace): void {
    this.#coins[kind][from]--;
    this.#coins[kind][to]++;
  }

  #tell(event: EventResult): void {
    this.#counter = nextCounter(this.#counter);
    this.#events = [event, ...this.#events].slice(0, 5);
  }

  #powerDown(): void {
    this.#cancelWork();
    this.#ready = false;
    this.#counter = 0;
    this.#events = [];
    this.#mask = 0;
    this.#master = false;
    // Without power the gate is shut: a coin on its way falls into the return tray.
    if (!this.#stuck) this.#leave('customer');
  }

  #powerUp(): void {
    this.#powerDown();
    if (this.#values.powerOff) return;
    this.#cancelWork = this.#clock.schedule(powerUpMs, () => {
      this.#ready = true;
      this.#changed.tell();
    });
  }

  #obey(header: number, data: Uint8Array): UnitAnswer {
    const [first = 0, second = 0] = data;
    switch (header) {
      case headers.simplePoll:
        return [];
      case headers.requestEquipmentCategory:
        return Buffer.from('Coin Acceptor');
      case headers.requestManufacturerId:
        return Buffer.from('ZeroWindow');
      case headers.requestProductCode:
        return Buffer.from('EMULATOR');
      case headers.requestSerialNumber:
        return [1, 0, 0];
      case headers.performSelfCheck:
        return [this.#stuck ? 2 : 0];
      case headers.readBufferedCredit:
        return encodeEventBuffer({ counter: this.#counter, results: this.#events });
      case headers.modifyInhibitStatus:
        this.#mask = first | (second << 8);
        return [];
      case headers.requestInhibitStatus:
        return [this.#mask & 0xff, this.#mask >> 8];
      case headers.modifyMasterInhibitStatus:
        this.#master = (first & 1) === 1;
        return [];
      case headers.requestMasterInhibitStatus:
        return [this.#master ? 1 : 0];
      case headers.modifySorterPaths:
        this.#paths = new Map([...this.#paths, [first, second]]);
        return [];
      case headers.resetDevice:
        this.#clock.schedule(20, () => this.#powerUp());
        return [];
      default:
        return 'nak';
    }
  }
}
