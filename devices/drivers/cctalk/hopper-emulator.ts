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
import { nextCounter } from './events.ts';
import { headers } from './headers.ts';
import { encodeFlags, type HopperFlag } from './hopper-state.ts';

/** Strikes in the middle of the next payout, once. */
const payoutFaults = ['off', 'jam', 'coinInExit', 'cheat', 'reset', 'powerCut'] as const;

interface SwitchValues extends LineFaults {
  takeCoins: boolean;
  fill: boolean;
  takeCoinFromExit: boolean;
  payoutFault: (typeof payoutFaults)[number];
  loseCommand: boolean;
  wrongSecurity: boolean;
  powerCycle: boolean;
}

const definitions: Record<keyof SwitchValues, SwitchDefinition> = {
  takeCoins: { label: 'Take the coins', kind: 'action' },
  fill: { label: 'Fill in 100 coins', kind: 'action' },
  takeCoinFromExit: { label: 'Clear the exit by hand', kind: 'action' },
  payoutFault: { label: 'In the next payout', kind: 'choice', options: payoutFaults },
  loseCommand: { label: 'Not hear the next payout command', kind: 'toggle' },
  wrongSecurity: { label: 'Expect other security bytes', kind: 'toggle' },
  powerCycle: { label: 'Switch off and on', kind: 'action' },
  ...lineFaultDefinitions,
};

export type HopperPlace = 'hopper' | 'exit' | 'tray' | 'customer' | 'staff';

/** Eight coins a second; the rest is an assumption, no unit was measured. */
const timing = { powerUp: 1_000, spinUp: 100, coin: 125, payoutTimeout: 5_000 };
const lowLevel = 30;
const highLevel = 300;
const serialNumber = [0x4e, 0x61, 0xbc] as const;
const noSecurity = [0, 0, 0, 0, 0, 0, 0, 0] as const;

/** What it holds and knows without power. */
export interface HopperMemory {
  readonly coins: Readonly<Record<HopperPlace, number>>;
  readonly payout: { readonly remaining: number; readonly paid: number; readonly unpaid: number };
  readonly cutInPayout: boolean;
}

export interface HopperEmulatorOptions {
  readonly clock: Clock;
  readonly address?: number;
  readonly mode?: CheckMode;
  readonly coins?: number;
  /** What the payout command must begin with; eight zeros when absent. */
  readonly security?: readonly number[];
  /** What it held and knew when its program ended; `coins` counts for nothing then. */
  readonly memory?: HopperMemory | undefined;
}

/** A ccTalk coin hopper made of software: coins are counted out one by one. */
export class HopperEmulator implements Emulator {
  readonly title = 'ccTalk coin hopper';
  readonly #clock: Clock;
  readonly #link: UnitLink;
  readonly #security: readonly number[];
  readonly #changed = new Listeners<void>();
  readonly #coins: Record<HopperPlace, number>;
  #values: SwitchValues = {
    takeCoins: false,
    fill: false,
    takeCoinFromExit: false,
    payoutFault: 'off',
    loseCommand: false,
    wrongSecurity: false,
    powerCycle: false,
    ...noLineFaults,
  };
  #ready = false;
  #enabled = false;
  #counter = 0;
  /** Of the last payout; kept without power. */
  #state = { remaining: 0, paid: 0, unpaid: 0 };
  #flags = new Set<HopperFlag>(['powerUp']);
  #cancelWork: () => void = () => {};

  constructor(options: HopperEmulatorOptions) {
    this.#clock = options.clock;
    this.#security = options.security ?? noSecurity;
    this.#coins = { hopper: options.coins ?? 150, exit: 0, tray: 0, customer: 0, staff: 1_000 };
    if (options.memory !== undefined) this.#recall(options.memory);
    this.#link = new UnitLink({
      clock: options.clock,
      address: options.address ?? 3,
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

  /** Where the coins are. Their sum never changes. */
  get coins(): Readonly<Record<HopperPlace, number>> {
    return { ...this.#coins };
  }

  /**
   * Right whenever `onChanged` tells, which it does at every coin and before the wire hears of it: kept in a file, it makes
   * the end of the program that plays the unit a loss of power, with the coins where they were.
   */
  get memory(): HopperMemory {
    return {
      coins: this.coins,
      payout: { ...this.#state },
      cutInPayout: this.#flags.has('powerDownInPayout'),
    };
  }

  #recall({ coins, payout, cutInPayout }: HopperMemory): void {
    Object.assign(this.#coins, coins);
    this.#state = { ...payout };
    if (cutInPayout) this.#flags.add('powerDownInPayout');
  }

  describe(): EmulatorState {
    const { hopper, exit, tray, customer } = this.#coins;
    return {
      holds: [
        `hopper: ${hopper} coins${exit > 0 ? ', one stands in the exit' : ''}`,
        `in the tray: ${tray}, taken by the customer: ${customer}`,
        `last payout: ${this.#state.paid} paid, ${this.#state.unpaid} unpaid`,
        !this.#ready ? 'off' : this.#state.remaining > 0 ? `paying, ${this.#state.remaining} to go` : 'ready',
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
    if (action === 'takeCoins') this.#move('tray', 'customer', this.#coins.tray);
    else if (action === 'fill') this.#move('staff', 'hopper', 100);
    else if (action === 'takeCoinFromExit') this.#move('exit', 'staff', this.#coins.exit);
    else this.#powerUp();
  }

  #move(from: HopperPlace, to: HopperPlace, count = 1): void {
    const moved = Math.min(count, this.#coins[from]);
    this.#coins[from] -= moved;
    this.#coins[to] += moved;
  }

  #powerDown(): void {
    this.#cancelWork();
    const { remaining, paid } = this.#state;
    if (remaining > 0) {
      this.#state = { remaining: 0, paid, unpaid: remaining };
      this.#flags.add('powerDownInPayout');
    }
    this.#ready = false;
    this.#enabled = false;
    this.#counter = 0;
  }

  #powerUp(): void {
    this.#powerDown();
    const cut = this.#flags.has('powerDownInPayout');
    this.#flags = new Set<HopperFlag>(cut ? ['powerUp', 'powerDownInPayout'] : ['powerUp']);
    this.#cancelWork = this.#clock.schedule(timing.powerUp, () => {
      this.#ready = true;
      this.#changed.tell();
    });
  }

  #dispense(data: Uint8Array): UnitAnswer {
    if (this.#values.loseCommand) {
      this.#values = { ...this.#values, loseCommand: false };
      return null;
    }
    const count = data.at(-1) ?? 0;
    const security = data.slice(0, -1);
    const known = !this.#values.wrongSecurity && Buffer.from(security).equals(Buffer.from(this.#security));
    if (!known || !this.#enabled || count === 0 || this.#state.remaining > 0) return 'nak';
    this.#counter = nextCounter(this.#counter);
    this.#state = { remaining: count, paid: 0, unpaid: 0 };
    this.#flags = new Set();
    this.#changed.tell();
    this.#cancelWork = this.#clock.schedule(timing.spinUp, () => this.#turn(count));
    return [this.#counter];
  }

  /** One coin, or what comes instead of it. */
  #turn(asked: number): void {
    this.#changed.tell();
    const { remaining, paid } = this.#state;
    if (remaining === 0) return;
    const { payoutFault } = this.#values;
    if (payoutFault !== 'off' && paid >= Math.floor(asked / 2)) {
      this.#values = { ...this.#values, payoutFault: 'off' };
      this.#strike(payoutFault, asked);
    } else if (this.#coins.hopper === 0 || this.#coins.exit > 0) {
      this.#cancelWork = this.#clock.schedule(timing.payoutTimeout, () => this.#stop('payoutTimeout'));
    } else {
      this.#move('hopper', 'tray');
      this.#state = { remaining: remaining - 1, paid: paid + 1, unpaid: 0 };
      this.#changed.tell();
      this.#cancelWork = this.#clock.schedule(timing.coin, () => this.#turn(asked));
    }
  }

  #strike(fault: Exclude<SwitchValues['payoutFault'], 'off'>, asked: number): void {
    switch (fault) {
      case 'jam':
        this.#flags.add('motorReversed');
        this.#cancelWork = this.#clock.schedule(timing.payoutTimeout, () => this.#stop('reverseLimit'));
        break;
      case 'coinInExit':
        this.#move('hopper', 'exit');
        this.#stop('exitBlockedInPayout');
        break;
      case 'cheat':
        // A coin is drawn out while something shines into the exit sensor: it is gone, and was not counted.
        this.#move('hopper', 'tray');
        this.#flags.add('exitShortedInPayout');
        this.#changed.tell();
        this.#cancelWork = this.#clock.schedule(timing.coin, () => this.#turn(asked));
        break;
      case 'reset':
        this.#powerUp();
        break;
      case 'powerCut':
        this.#powerDown();
    }
  }

  #stop(flag: HopperFlag): void {
    const { remaining, paid } = this.#state;
    this.#flags.add(flag);
    this.#state = { remaining: 0, paid, unpaid: remaining };
    this.#changed.tell();
  }

  #obey(header: number, data: Uint8Array): UnitAnswer {
    const { remaining, paid, unpaid } = this.#state;
    switch (header) {
      case headers.simplePoll:
        return [];
      case headers.requestEquipmentCategory:
        return Buffer.from('Payout');
      case headers.requestManufacturerId:
        return Buffer.from('ZeroWindow');
      case headers.requestProductCode:
        return Buffer.from('EMULATOR');
      case headers.requestSerialNumber:
        return serialNumber;
      case headers.requestCipherKey:
        return this.#security.length === 8 ? this.#security : noSecurity;
      case headers.enableHopper:
        this.#enabled = data[0] === 0xa5;
        return [];
      case headers.testHopper: {
        const blocked: HopperFlag[] = this.#coins.exit > 0 && remaining === 0 ? ['exitBlockedIdle'] : [];
        return encodeFlags(
          new Set([...this.#flags, ...blocked, ...(this.#enabled ? [] : ['disabled' as const])]),
        );
      }
      case headers.requestPayoutHighLowStatus: {
        const { hopper } = this.#coins;
        return [0b110000 | (hopper < lowLevel ? 1 : 0) | (hopper >= highLevel ? 2 : 0)];
      }
      case headers.requestHopperStatus:
        return [this.#counter, remaining, paid, unpaid];
      case headers.dispenseHopperCoins:
        return this.#dispense(data);
      case headers.emergencyStop:
        this.#cancelWork();
        this.#state = { remaining: 0, paid, unpaid: unpaid + remaining };
        this.#changed.tell();
        return [remaining];
      case headers.resetDevice:
        this.#clock.schedule(20, () => this.#powerUp());
        return [];
      default:
        return 'nak';
    }
  }
}
