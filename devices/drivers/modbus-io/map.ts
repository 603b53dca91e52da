import type { GuideLight } from '../../contract/auxiliaries.ts';
import type { Table } from './codec.ts';

/** A bit that a sensor gives. */
export interface InputBit {
  readonly input: number;
  /** The bit's value when the door is open, or somebody is there. */
  readonly activeWhen: boolean;
}

export interface TemperatureRegister {
  readonly table: 'inputRegisters' | 'holdingRegisters';
  readonly register: number;
  /** Degrees Celsius per step of the signed register. */
  readonly scale: number;
}

/** A relay, or a register that also says how fast to flash. */
export type LightOutput =
  | { readonly coil: number }
  | {
      readonly register: number;
      readonly rates: Readonly<Record<'off' | 'slow' | 'medium' | 'quick' | 'continuous', number>>;
    };

export interface Outlet {
  readonly coil: number;
  /** The coil's value that cuts the supply: true with the device on the relay's normally closed contact. */
  readonly cutsWhen: boolean;
  /** Milliseconds without power, so that capacitors run empty. */
  readonly offMs: number;
}

/** What hangs where on the board: the part that differs from site to site. Addresses count from 0, as on the line. */
export interface ModbusMap {
  readonly cabinetDoor?: InputBit | undefined;
  readonly safeDoor?: InputBit | undefined;
  readonly presence?: InputBit | undefined;
  readonly temperature?: TemperatureRegister | undefined;
  readonly lights: Readonly<Partial<Record<GuideLight, LightOutput>>>;
  /** By device id, as in terminal.yaml. */
  readonly outlets: Readonly<Record<string, Outlet>>;
}

export interface Span {
  readonly table: Table;
  readonly address: number;
  readonly count: number;
}

/** Boards answer a read over an address that they lack with an exception, so that only neighbours go together. */
const longestSpan = 64;

/** Everything that one look at the board reads. */
export function spansOf(map: ModbusMap): Span[] {
  const lights = Object.values(map.lights);
  const inputs = [map.cabinetDoor, map.safeDoor, map.presence].flatMap((bit) => (bit ? [bit.input] : []));
  const temperature = (table: Table) => (map.temperature?.table === table ? [map.temperature.register] : []);
  return [
    ...spans('discreteInputs', inputs),
    ...spans('coils', [
      ...lights.flatMap((light) => ('coil' in light ? [light.coil] : [])),
      ...Object.values(map.outlets).map(({ coil }) => coil),
    ]),
    ...spans('holdingRegisters', [
      ...lights.flatMap((light) => ('register' in light ? [light.register] : [])),
      ...temperature('holdingRegisters'),
    ]),
    ...spans('inputRegisters', temperature('inputRegisters')),
  ];
}

function spans(table: Table, addresses: readonly number[]): Span[] {
  const found: { table: Table; address: number; count: number }[] = [];
  for (const address of [...new Set(addresses)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && last.address + last.count === address && last.count < longestSpan) last.count++;
    else found.push({ table, address, count: 1 });
  }
  return found;
}

/** Of the emulated board, and of the shipped profile. */
export const specimenMap: ModbusMap = {
  cabinetDoor: { input: 0, activeWhen: true },
  safeDoor: { input: 1, activeWhen: true },
  presence: { input: 2, activeWhen: true },
  temperature: { table: 'inputRegisters', register: 0, scale: 0.1 },
  lights: {
    identityCardReader: { coil: 0 },
    cardReader: { coil: 1 },
    receiptPrinter: { coil: 2 },
    documentPrinter: { coil: 3 },
    billAcceptor: { register: 0, rates: { off: 0, slow: 1, medium: 2, quick: 3, continuous: 4 } },
    notesDispenser: { register: 1, rates: { off: 0, slow: 1, medium: 2, quick: 3, continuous: 4 } },
  },
  outlets: {
    noteRecycler: { coil: 8, cutsWhen: true, offMs: 5_000 },
    receiptPrinter: { coil: 9, cutsWhen: true, offMs: 5_000 },
    identityCardReader: { coil: 10, cutsWhen: true, offMs: 3_000 },
  },
};
