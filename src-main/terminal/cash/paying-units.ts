import type { CashDispenser } from '../../../devices/contract/cash-dispenser.ts';
import { type Denomination, denominate, type Stock } from './denominate.ts';
import { type CashGround, escrowOf, unitOf } from './ground.ts';

/** More at once fill the tray, and the hands. */
const mostCoins = 50;

type Paying = Pick<CashGround, 'store' | 'recycler' | 'dispensers'>;

/** Out of which a dispenser pays, and where it puts aside what it finds unfit. */
export function placesOf(dispenser: CashDispenser) {
  const { units } = dispenser.status;
  const source = units.find(({ kind }) => kind === 'cassette' || kind === 'hopper');
  const [item] = dispenser.itemTypes;
  if (source === undefined || item === undefined) throw new Error(`${dispenser.id} pays out of nothing`);
  const reject = units.find(({ kind }) => kind === 'reject');
  return {
    source,
    item,
    place: unitOf(dispenser.id, source.id),
    reject: reject === undefined ? null : unitOf(dispenser.id, reject.id),
  };
}

/**
 * What can be paid out now, by the ledger: of units that answer, and, of those that cannot count what they hold, only
 * where no case is open.
 *
 * @param but devices that are not to be asked
 */
function stocks({ store, recycler, dispensers }: Paying, but: ReadonlySet<string>): Stock[] {
  const { read } = store;
  const { device, reasons } = recycler.status;
  const recyclerPays = device !== 'offline' && !reasons.includes('payoutOutOfService');
  const held = recyclerPays ? read.cashHolding(unitOf(recycler.id, 'payout')) : [];
  const inDoubt = new Set(dispensers.length === 0 ? [] : read.openCashCases().map((one) => one.device));
  return [
    ...held.map((items) => ({ ...items, device: recycler.id })),
    ...dispensers
      .filter((one) => ['online', 'deviceBusy'].includes(one.status.device) && !inDoubt.has(one.id))
      .flatMap((dispenser) => {
        const { item, place, source } = placesOf(dispenser);
        const count = read.cashHolding(place).find(({ value }) => value === item.value)?.count ?? 0;
        return {
          device: dispenser.id,
          value: item.value,
          count: Math.min(count, source.kind === 'hopper' ? mostCoins : dispenser.maxDispenseItems),
        };
      }),
  ].filter((stock) => !but.has(stock.device));
}

/** How these fen would be paid now. */
export function planPayOut(
  ground: Paying,
  amount: number,
  but: ReadonlySet<string> = new Set(),
): Denomination {
  return denominate(stocks(ground, but), amount);
}

/** The accounts of the mouth and of all units; does nothing where they are there. */
export function openPlaces(ground: Paying): void {
  ground.store.commit((write) => {
    write.openCashPlace(escrowOf(ground.recycler.id));
    for (const unit of ['cashbox', 'payout']) write.openCashPlace(unitOf(ground.recycler.id, unit));
    for (const { id, status } of ground.dispensers)
      for (const unit of status.units) write.openCashPlace(unitOf(id, unit.id));
  });
}
