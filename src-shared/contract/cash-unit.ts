import { z } from 'zod';

/** A cash unit as XFS4IoT Storage tells of it: status, counters by face value, and whether they are believed. */

const items = z.array(z.strictObject({ value: z.int().positive(), count: z.int() }));

export const cashUnit = z.strictObject({
  /** The account of the ledger: `unit:noteRecycler/payout`. */
  place: z.string(),
  /** `low` ... `empty` are of XFS4IoT replenishmentStatus, `missing` is of status. */
  status: z.enum(['ok', 'low', 'high', 'full', 'empty', 'missing']),
  accuracy: z.enum(['accurate', 'accurateSet', 'inaccurate', 'notSupported', 'unknown']),
  /** Items that it takes; null where the profile does not say. */
  capacity: z.int().positive().nullable(),
  /** What lay there when the counters began: at the last exchange. */
  initial: items,
  in: z.strictObject({ deposited: items, retracted: items, rejected: items, distributed: items }),
  out: z.strictObject({ presented: items, rejected: items, distributed: items }),
  /** What counting by hand added, or took off when negative. Ours: XFS4IoT sets the counters instead. */
  adjusted: items,
  /** initial + in - out + adjusted. */
  now: items,
});
export type CashUnitState = z.infer<typeof cashUnit>;

export const cashState = z.strictObject({
  units: z.array(cashUnit),
  /** Somebody loads or collects: no cash is served. */
  exchangeOpen: z.boolean(),
});
export type CashState = z.infer<typeof cashState>;

/** How a difference between cash and ledger ended, and what it was found to be. */
export const differenceEnd = z.enum(['explained', 'writtenOff', 'returned', 'madeGood']);
export const differenceFinding = z.enum([
  'miscounted',
  'misloaded',
  'foundInMachine',
  'ofCitizen',
  'offsetsAnother',
  'causeUnknown',
]);
