import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { GuideLight } from '../../contract/auxiliaries.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { ReplyFaults, replyFaultSwitches } from '../../emulation/reply-faults.ts';
import { checkSwitch, type SwitchDefinition, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import {
  encodeReply,
  encodeRequest,
  type ModbusReply,
  type ModbusRequest,
  requestParser,
  type Table,
} from './codec.ts';
import type { InputBit, ModbusMap } from './map.ts';

/** Assumptions; small boards answer within a few milliseconds. */
const usualTiming = { powerUp: 800, answer: 5 };
/** By the document, 1.5 characters end a frame; serial adapters make more of it. */
const gapMs = 30;

const temperatures = { cold: -11.2, normal: 25.5, hot: 61.2, torn: -3276.8 } as const;
const exceptionCodes = { illegalAddress: 2, failure: 4, busy: 6 } as const;

const definitions = {
  cabinetDoor: { label: 'Cabinet door open', kind: 'toggle' },
  safeDoor: { label: 'Safe door open', kind: 'toggle' },
  presence: { label: 'Somebody stands before it', kind: 'toggle' },
  temperature: { label: 'Temperature', kind: 'choice', options: Object.keys(temperatures) },
  exception: {
    label: 'Answers with an exception',
    kind: 'choice',
    options: ['off', ...Object.keys(exceptionCodes)],
  },
  busyOnce: { label: 'Is busy once', kind: 'toggle' },
  power: { label: 'Power', kind: 'toggle' },
  powerCycle: { label: 'Switch off and on', kind: 'action' },
  ...replyFaultSwitches,
} satisfies Record<string, SwitchDefinition>;

export interface ModbusIoEmulatorOptions {
  readonly clock: Clock;
  readonly map: ModbusMap;
  readonly unit?: number;
  readonly timing?: Partial<typeof usualTiming>;
}

/** An I/O board made of software, with lamps, doors, and relays on which other devices' supplies hang. */
export class ModbusIoEmulator implements Emulator {
  readonly title = 'Modbus I/O board';
  readonly #clock: Clock;
  readonly #map: ModbusMap;
  readonly #unit: number;
  readonly #timing: typeof usualTiming;
  readonly #faults: ReplyFaults;
  readonly #parser = requestParser();
  readonly #changed = new Listeners<void>();
  readonly #supply = new Listeners<{ deviceId: string; on: boolean }>();
  readonly #own: Record<string, SwitchValue> = {
    cabinetDoor: false,
    safeDoor: false,
    presence: false,
    temperature: 'normal',
    exception: 'off',
    busyOnce: false,
    power: true,
  };
  /** Coils and holding registers by address: what a write has set. */
  readonly #coils = new Map<number, boolean>();
  readonly #holding = new Map<number, number>();
  readonly #supplied: Record<string, boolean>;
  readonly #cuts: Record<string, number>;
  #life = 0;
  #awake = false;
  #cancelGap: () => void = () => {};

  constructor(options: ModbusIoEmulatorOptions) {
    this.#clock = options.clock;
    this.#map = options.map;
    this.#unit = options.unit ?? 1;
    this.#timing = { ...usualTiming, ...options.timing };
    this.#faults = new ReplyFaults(options.clock);
    const outlets = Object.keys(options.map.outlets);
    this.#supplied = Object.fromEntries(outlets.map((id) => [id, true]));
    this.#cuts = Object.fromEntries(outlets.map((id) => [id, 0]));
    this.#powerUp();
  }

  /** Whether a device has power, by its id. */
  get supplied(): Readonly<Record<string, boolean>> {
    return this.#supplied;
  }

  /** How often a device's power was cut so far. */
  get cuts(): Readonly<Record<string, number>> {
    return this.#cuts;
  }

  /** For whoever plays the device whose supply hangs here. */
  onSupply(listener: (change: { deviceId: string; on: boolean }) => void): () => void {
    return this.#supply.add(listener);
  }

  /** The rate that a light shows; one without a register only knows on and off. */
  light(name: GuideLight): string {
    const output = this.#map.lights[name];
    if (output === undefined) throw new Error(`no light ${name}`);
    if ('coil' in output) return this.#coils.get(output.coil) === true ? 'continuous' : 'off';
    const value = this.#holding.get(output.register) ?? 0;
    return Object.entries(output.rates).find(([, code]) => code === value)?.[0] ?? `register ${value}`;
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
    const lit = (Object.keys(this.#map.lights) as GuideLight[]).filter((name) => this.light(name) !== 'off');
    return {
      holds: [
        `lights: ${lit.map((name) => `${name} ${this.light(name)}`).join(', ') || 'none'}`,
        ...Object.entries(this.#supplied).map(([id, on]) => `supply of ${id}: ${on ? 'on' : 'off'}`),
      ],
      switches: switchStates(definitions, { ...this.#own, ...this.#faults.values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<Record<string, SwitchValue>>(definitions, switchId, value);
    if (!this.#faults.set(switchId, value)) {
      if (switchId in this.#own) this.#own[switchId] = value;
      if (switchId === 'power' || switchId === 'powerCycle') {
        this.#powerDown();
        if (this.#own.power === true) this.#powerUp();
      }
    }
    this.#changed.tell();
  }

  /** Relays fall back without power: what hangs on normally closed contacts has its supply again. */
  #powerDown(): void {
    this.#life++;
    this.#awake = false;
    this.#parser.reset();
    this.#coils.clear();
    this.#holding.clear();
    this.#moveRelays();
  }

  #powerUp(): void {
    const life = ++this.#life;
    this.#clock.schedule(this.#timing.powerUp, () => {
      if (life === this.#life) this.#awake = true;
    });
  }

  #moveRelays(): void {
    for (const [deviceId, { coil, cutsWhen }] of Object.entries(this.#map.outlets)) {
      const on = (this.#coils.get(coil) ?? false) !== cutsWhen;
      if (this.#supplied[deviceId] === on) continue;
      this.#supplied[deviceId] = on;
      if (!on) this.#cuts[deviceId] = (this.#cuts[deviceId] ?? 0) + 1;
      this.#supply.tell({ deviceId, on });
    }
  }

  #hear(bytes: Uint8Array): void {
    if (!this.#awake || this.#faults.values.silent === true) return;
    this.#cancelGap();
    for (const { message: asked } of this.#parser.push(bytes)) {
      // Others share the bus.
      if (asked.unit !== this.#unit) continue;
      const life = this.#life;
      const reply = encodeReply(this.#unit, this.#obey(asked.message));
      this.#faults.reply(reply, this.#timing.answer, () => life === this.#life);
    }
    if (this.#parser.midFrame) this.#cancelGap = this.#clock.schedule(gapMs, () => this.#parser.reset());
  }

  #obey(request: ModbusRequest): ModbusReply {
    const exception = this.#exception();
    const illegal = { kind: 'exception', function: encodeRequest(0, request)[1] ?? 0, code: 2 } as const;
    if (exception !== null) return { ...illegal, code: exception };
    switch (request.kind) {
      case 'read': {
        const values = Array.from({ length: request.count }, (_, at) =>
          this.#value(request.table, request.address + at),
        );
        if (values.some((value) => value === undefined)) return illegal;
        return { kind: 'values', table: request.table, values: values as number[] };
      }
      case 'writeCoil':
        if (this.#value('coils', request.address) === undefined) return illegal;
        this.#coils.set(request.address, request.on);
        this.#moveRelays();
        break;
      case 'writeRegister':
        if (this.#value('holdingRegisters', request.address) === undefined) return illegal;
        this.#holding.set(request.address, request.value);
    }
    this.#changed.tell();
    return { kind: 'written', request };
  }

  #exception(): number | null {
    if (this.#own.busyOnce === true) {
      this.#own.busyOnce = false;
      return exceptionCodes.busy;
    }
    return exceptionCodes[this.#own.exception as keyof typeof exceptionCodes] ?? null;
  }

  /** Undefined where the board has nothing. */
  #value(table: Table, address: number): number | undefined {
    const { lights, outlets, temperature } = this.#map;
    const outputs = Object.values(lights);
    if (table === 'coils') {
      const known =
        outputs.some((light) => 'coil' in light && light.coil === address) ||
        Object.values(outlets).some(({ coil }) => coil === address);
      return known ? Number(this.#coils.get(address) ?? false) : undefined;
    }
    if (table === 'discreteInputs') return this.#input(address);
    if (table === temperature?.table && address === temperature.register) {
      const degrees = temperatures[this.#own.temperature as keyof typeof temperatures];
      return Math.round(degrees / temperature.scale) & 0xffff;
    }
    const known =
      table === 'holdingRegisters' && outputs.some((one) => 'register' in one && one.register === address);
    return known ? (this.#holding.get(address) ?? 0) : undefined;
  }

  #input(address: number): number | undefined {
    const sensors: readonly (readonly [string, InputBit | undefined])[] = [
      ['cabinetDoor', this.#map.cabinetDoor],
      ['safeDoor', this.#map.safeDoor],
      ['presence', this.#map.presence],
    ];
    const found = sensors.find(([, bit]) => bit?.input === address);
    const bit = found?.[1];
    return found === undefined || bit === undefined
      ? undefined
      : Number((this.#own[found[0]] === true) === bit.activeWhen);
  }
}
