import type { CashUnitLimits } from '../../../devices/contract/cash.ts';
import type { CashState, CashUnitState } from '../../../src-shared/contract/cash-unit.ts';
import type { CashAccount, CashFlow, CashItems, Read, Store } from '../store/store.ts';
import { type CashGround, unitOf } from './ground.ts';

type Counter =
  | `in.${keyof CashUnitState['in']}`
  | `out.${keyof CashUnitState['out']}`
  | 'adjusted.more'
  | 'adjusted.less';

/** What is configured for a unit, and what its device says of it. */
interface UnitCondition {
  readonly limits: CashUnitLimits | undefined;
  readonly missing: boolean;
  /** The device says so, whatever is configured. */
  readonly full: boolean;
}

/**
 * The counters of a unit, out of the moves of the ledger since its last exchange: nothing is counted twice, and what
 * is counted cannot be lost. `initial` is what must have lain there for the rest to add up to what lies there now.
 */
export function cashUnitState(
  read: Pick<Read, 'cashUnits' | 'cashFlows' | 'cashHolding'>,
  place: CashAccount,
  { limits, missing, full }: UnitCondition,
): CashUnitState {
  const flows = read.cashFlows(place);
  const counted = (counter: Counter) => sum(flows.filter((flow) => counterOf(place, flow) === counter));
  const incoming = {
    deposited: counted('in.deposited'),
    retracted: counted('in.retracted'),
    rejected: counted('in.rejected'),
    distributed: counted('in.distributed'),
  };
  const outgoing = {
    presented: counted('out.presented'),
    rejected: counted('out.rejected'),
    distributed: counted('out.distributed'),
  };
  const adjusted = sum([...counted('adjusted.more'), ...negative(counted('adjusted.less'))]);
  const now = read.cashHolding(place);
  const initial = sum([
    ...now,
    ...Object.values(incoming).flatMap(negative),
    ...Object.values(outgoing).flat(),
    ...negative(adjusted),
  ]);
  return {
    place,
    status: missing ? 'missing' : full ? 'full' : statusOf(now, limits),
    accuracy: read.cashUnits().find((unit) => unit.place === place)?.accuracy ?? 'unknown',
    capacity: limits?.capacity ?? null,
    initial,
    in: incoming,
    out: outgoing,
    adjusted,
    now: [...now],
  };
}

/** XFS4IoT's counter for what went between a unit and somewhere else. */
function counterOf(place: CashAccount, { direction, other, reason }: CashFlow): Counter {
  if (reason === 'countedLong') return 'adjusted.more';
  if (reason === 'countedShort') return 'adjusted.less';
  if (reason === 'retracted' && direction === 'in') return 'in.retracted';
  const toReject = [place, other].some((one) => one.endsWith('/reject'));
  if (toReject) return `${direction}.rejected`;
  if (other.startsWith('unit:')) return `${direction}.distributed`;
  return direction === 'in' ? 'in.deposited' : 'out.presented';
}

/** The same by the number of items, as a cassette is full of items and not of yuan. */
function statusOf(now: readonly CashItems[], limits: CashUnitLimits | undefined): CashUnitState['status'] {
  const items = now.reduce((total, { count }) => total + count, 0);
  if (items === 0) return limits?.low === undefined ? 'ok' : 'empty';
  if (limits === undefined) return 'ok';
  if (items >= limits.capacity) return 'full';
  if (limits.high !== undefined && items >= limits.high) return 'high';
  return limits.low !== undefined && items <= limits.low ? 'low' : 'ok';
}

const negative = (items: readonly CashItems[]) => items.map(({ value, count }) => ({ value, count: -count }));

/** By face value, largest first; what comes to nothing is left out. */
function sum(items: readonly CashItems[]): CashItems[] {
  const counts = new Map<number, number>();
  for (const { value, count } of items) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .filter(({ count }) => count !== 0)
    .sort((a, b) => b.value - a.value);
}

export type CashDevices = Pick<CashGround, 'recycler' | 'dispensers'>;

/** The units of this terminal with what their devices say of them, what gives change first. */
function conditions({ recycler, dispensers }: CashDevices): [CashAccount, UnitCondition][] {
  const { reasons } = recycler.status;
  return [
    ...(['payout', 'cashbox'] as const).map((unit): [CashAccount, UnitCondition] => [
      unitOf(recycler.id, unit),
      {
        limits: recycler.unitLimits?.[unit],
        missing: unit === 'cashbox' && reasons.includes('cashboxRemoved'),
        full: reasons.includes(`${unit}Full`),
      },
    ]),
    ...dispensers.flatMap(({ id: device, status, unitLimits }) =>
      status.units.map(({ id, status: state }): [CashAccount, UnitCondition] => [
        unitOf(device, id),
        { limits: unitLimits?.[id], missing: state === 'missing', full: false },
      ]),
    ),
  ];
}

/** The units of this terminal, what gives change first. */
export function cashState({ read }: Store, devices: CashDevices): CashState {
  return {
    units: conditions(devices).map(([place, condition]) => cashUnitState(read, place, condition)),
    exchangeOpen: read.openCashExchange() !== undefined,
  };
}
