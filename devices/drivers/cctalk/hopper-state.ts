import type { CashDispenserStatus } from '../../contract/cash-dispenser.ts';

export const hopperId = 'hopper';

/** Header 166. `paid` and `unpaid` are of the last payout, and survive a loss of power. */
export interface PayoutState {
  /** 0 after power-up or reset; grows with every payout that was accepted, from 255 to 1. */
  readonly counter: number;
  readonly remaining: number;
  readonly paid: number;
  readonly unpaid: number;
}

export const payoutStateBytes = 4;

export function parsePayoutState(data: Uint8Array): PayoutState {
  const [counter = 0, remaining = 0, paid = 0, unpaid = 0] = data;
  return { counter, remaining, paid, unpaid };
}

/** Bits of header 163, register by register from bit 0 on. A hopper answers one to three registers. */
const flagNames = [
  'currentExceeded',
  'payoutTimeout',
  'motorReversed',
  'exitBlockedIdle',
  'exitShortedIdle',
  'exitBlockedInPayout',
  'powerUp',
  'disabled',
  'exitShortedInPayout',
  'singleCoinMode',
  'useOtherHopper',
  'exitMismatch',
  'reverseLimit',
  'coilFault',
  'memoryChecksum',
  'pinMechanism',
  'powerDownInPayout',
  'unknownCoinPaid',
  'pinIncorrect',
  'cipherKeyIncorrect',
  'encryption',
] as const;
export type HopperFlag = (typeof flagNames)[number];

export function parseFlags(data: Uint8Array): ReadonlySet<HopperFlag> {
  return new Set(flagNames.filter((_, bit) => ((data[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0));
}

export function encodeFlags(flags: ReadonlySet<HopperFlag>): Uint8Array {
  const registers = new Uint8Array(3);
  flagNames.forEach((name, bit) => {
    if (flags.has(name)) registers[bit >> 3] = (registers[bit >> 3] ?? 0) | (1 << (bit & 7));
  });
  return registers;
}

/** Something stands in the exit: nothing may be paid until it was cleared. */
export const blocking: readonly HopperFlag[] = ['exitBlockedIdle', 'exitBlockedInPayout'];
/** Somebody may have got coins that were not counted, or other ones. */
export const doubtful: readonly HopperFlag[] = ['exitShortedInPayout', 'exitMismatch', 'unknownCoinPaid'];
const broken: readonly HopperFlag[] = ['currentExceeded', 'coilFault', 'memoryChecksum'];
const suspicious: readonly HopperFlag[] = [...doubtful, 'exitShortedIdle'];

/** @param level the byte of header 217; null where the hopper has no level sensors */
export function hopperStatus(flags: ReadonlySet<HopperFlag>, level: number | null): CashDispenserStatus {
  const told = [...flags].filter((flag) => [...blocking, ...broken, ...suspicious].includes(flag));
  const blocked = blocking.some((flag) => flags.has(flag));
  const device =
    blocked || broken.some((flag) => flags.has(flag))
      ? 'hardwareError'
      : suspicious.some((flag) => flags.has(flag))
        ? 'potentialFraud'
        : 'online';
  const stock = stockOf(flags, level);
  const reasons = stock === 'low' || stock === 'empty' ? [...told, `hopper${capital(stock)}`] : told;
  return { device, reasons, transport: blocked ? 'inoperative' : 'ok', units: [unitOf(stock)] };
}

export function offlineStatus(reasons: readonly string[]): CashDispenserStatus {
  return { device: 'offline', reasons, transport: 'unknown', units: [unitOf('unknown')] };
}

type Stock = CashDispenserStatus['units'][number]['replenishmentStatus'];

/** A payout that ran out of time found no more coins: the surest sign that a hopper is empty. */
function stockOf(flags: ReadonlySet<HopperFlag>, level: number | null): Stock {
  if (flags.has('payoutTimeout')) return 'empty';
  if (level === null) return 'unknown';
  if ((level & 0b10001) === 0b10001) return 'low';
  return (level & 0b100010) === 0b100010 ? 'high' : 'ok';
}

function unitOf(replenishmentStatus: Stock): CashDispenserStatus['units'][number] {
  return { id: hopperId, kind: 'hopper', status: 'ok', replenishmentStatus, counts: null };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
