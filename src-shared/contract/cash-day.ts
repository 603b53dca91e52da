import { z } from 'zod';

/** The report of a terminal's business day (日结): what the centre balances with its own books. Amounts in fen. */

const fen = z.int().nonnegative();
const transactionId = z.uuid();

export const cashDayTotals = z.strictObject({
  /** Notes taken from citizens, less what was given back as the same note. */
  cashIn: z.int(),
  change: fen,
  /** Given back by a payout, because the purpose failed. */
  refunds: fen,
  /** Paid out on behalf of the authority. */
  cashOut: fen,
  /** Net to the authority. */
  host: z.int(),
  /** Net to what nobody knows yet to be booked; negative where it became known. */
  pending: z.int(),
  claimsOpened: fen,
  claimsSettled: fen,
  /** Put into suspense with a case. */
  held: fen,
  loaded: fen,
  collected: fen,
  long: fen,
  short: fen,
});
export type CashDayTotals = z.infer<typeof cashDayTotals>;

export const cashDay = z.strictObject({
  /** Of its end, `2026-11-22`. */
  day: z.iso.date(),
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  totals: cashDayTotals,
  /** What lay in the machine by the ledger, at the beginning and at the end. */
  opening: fen,
  closing: fen,
  /** Of that, from a payment that was under way and is of the next day; of the day before, and of this one. */
  carriedIn: z.int(),
  carriedOut: z.int(),
  units: z.array(
    z.strictObject({
      place: z.string(),
      ledger: fen,
      /** The last count by hand of that day: what the ledger had, and what was there. */
      count: z.strictObject({ ledger: fen, counted: fen }).nullable(),
    }),
  ),
  /** Booked by the authority, in notes, by transaction; negative where it paid out. */
  payments: z.array(z.strictObject({ transactionId, amount: z.int() })),
  /** Of which the terminal did not know, at the end of the day, whether the authority has booked it. */
  underWay: z.array(transactionId),
  suspense: z.int(),
  openDifferences: z.int(),
  heldByCases: z.int(),
});
export type CashDay = z.infer<typeof cashDay>;
