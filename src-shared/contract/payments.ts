import { z } from 'zod';
import { text } from '../text.ts';

/** What somebody may pay at a terminal, and how. Amounts are integers of fen. */

const fen = z.int().positive();

/** Something assessed that can be paid once: a premium of one person for one year. */
export const bill = z.strictObject({
  /** Opaque; names the same debt whoever looks at it. */
  id: z.string().min(1),
  title: text,
  /** For which year or month: `2026`, `2026-11`. */
  period: z.string(),
  relation: z.enum(['self', 'spouse', 'child', 'parent']),
  nameMasked: z.string(),
  /** The tiers that may be chosen; one where nothing is to be chosen. */
  options: z.array(z.strictObject({ id: z.string().min(1), label: text, amount: fen })).min(1),
});
export type Bill = z.infer<typeof bill>;

export const charge = z.strictObject({ billId: z.string().min(1), optionId: z.string().min(1) });
export type Charge = z.infer<typeof charge>;

/** One payment may be made in notes and by a code. */
export const paymentPart = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('cash'), amount: fen }),
  z.strictObject({ method: z.literal('qr'), amount: fen, orderKey: z.uuid() }),
]);
export type PaymentPart = z.infer<typeof paymentPart>;

/**
 * `waiting`: taken down, and not booked yet; the centre goes on by itself. `void`: was not booked, and never will be
 * under this key.
 */
export const paymentState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('posted'), receiptNumber: z.string() }),
  z.strictObject({ state: z.literal('waiting') }),
  z.strictObject({ state: z.literal('void') }),
]);
export type PaymentState = z.infer<typeof paymentState>;

/** An order at the payment channel. One that expired can still turn out to be paid: the phone was slow. */
export const orderState = z.enum(['created', 'paid', 'expired', 'cancelled', 'refunded']);
export type OrderState = z.infer<typeof orderState>;
