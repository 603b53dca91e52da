import type { CashCount } from '../contract/cash.ts';
import type { CashAcceptor, CashRecycler } from '../contract/cash-acceptor.ts';
import type { Dispensed } from '../contract/cash-dispenser.ts';
import type { DeviceStatus } from '../contract/common.ts';
import type { AnyDevice } from './create-device.ts';

/** What wears a device, for its maintenance. Money is counted by the ledger and by nothing here. */
export type CounterName =
  | 'cardsRead'
  | 'pages'
  | 'receipts'
  | 'notesTaken'
  | 'notesDispensed'
  | 'coinsTaken'
  | 'coinsDispensed'
  | 'jams'
  | 'minutesOn';

type Count = (counter: CounterName, by: number) => void;

/** The same device, whose work is counted as it is done. */
export function counted<D extends AnyDevice>(device: D, count: Count): D {
  device.onStatusChanged(jamCounter(device.status, count));
  return withMethods(device, countingMethods(device, count));
}

function countingMethods(device: AnyDevice, count: Count): Partial<Record<string, unknown>> {
  switch (device.class) {
    case 'identityCardReader':
      return { readCard: counting(device.readCard.bind(device), () => count('cardsRead', 1)) };
    case 'cardReader':
      return { readCard: counting(device.readCard.bind(device), () => count('cardsRead', 1)) };
    case 'documentPrinter':
      return { print: counting(device.print.bind(device), ({ pagesDone }) => count('pages', pagesDone)) };
    case 'receiptPrinter':
      return { print: counting(device.print.bind(device), () => count('receipts', 1)) };
    case 'cashAcceptor':
      device.onEvent((event) => {
        if (event.type === 'stacked') count('notesTaken', 1);
      });
      if (!paysOut(device)) return {};
      return {
        async payOut(...asked: Parameters<typeof device.payOut>) {
          const paid = await device.payOut(...asked);
          countItems(paid.ok ? paid.value : (paid.error.moved ?? []), 'notesDispensed', count);
          return paid;
        },
      };
    case 'coinAcceptor':
      device.onEvent((event) => {
        if (event.type === 'accepted') count('coinsTaken', 1);
      });
      return {};
    case 'cashDispenser': {
      const isHopper = device.status.units.some(({ kind }) => kind === 'hopper');
      const counter = isHopper ? 'coinsDispensed' : 'notesDispensed';
      const presented = (dispensed: Dispensed) => countItems(dispensed.presented, counter, count);
      return {
        async dispense(...asked: Parameters<typeof device.dispense>) {
          const done = await device.dispense(...asked);
          if (done.ok) presented(done.value);
          else if (done.error.dispensed !== null) presented(done.error.dispensed);
          return done;
        },
      };
    }
    default:
      return {};
  }
}

function paysOut(device: CashAcceptor): device is CashRecycler {
  return 'payOut' in device;
}

/** The same command; `done` is told the value of every success. */
function counting<P extends unknown[], T, E>(
  command: (...parameters: P) => Promise<{ ok: true; value: T } | { ok: false; error: E }>,
  done: (value: T) => void,
) {
  return async (...parameters: P) => {
    const result = await command(...parameters);
    if (result.ok) done(result.value);
    return result;
  };
}

function countItems(items: readonly CashCount[], counter: CounterName, count: Count): void {
  const total = items.reduce((sum, item) => sum + item.count, 0);
  if (total > 0) count(counter, total);
}

/** A jam is counted when it begins. */
function jamCounter(first: DeviceStatus, count: Count): (status: DeviceStatus) => void {
  let before = isJammed(first);
  return (status) => {
    const now = isJammed(status);
    if (now && !before) count('jams', 1);
    before = now;
  };
}

function isJammed(status: DeviceStatus): boolean {
  if ('paper' in status && status.paper === 'jammed') return true;
  if ('media' in status && status.media === 'jammed') return true;
  return 'transport' in status && status.transport === 'inoperative';
}

/** Drivers keep their state in private fields, which only they themselves may touch: so every call goes to them. */
function withMethods<D extends object>(device: D, methods: Partial<Record<string, unknown>>): D {
  return new Proxy(device, {
    get(target, name) {
      if (typeof name === 'string' && Object.hasOwn(methods, name)) return methods[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
