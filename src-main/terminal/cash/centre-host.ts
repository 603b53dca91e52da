import type { Charge, PaymentPart } from '../../../src-shared/contract/payments.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Centre } from '../link/client.ts';
import type { LinkError } from '../link/link-error.ts';
import type { PaymentHost } from './ground.ts';

/** The authority behind the centre, for asking what became of a payment. */
export function centreHost(payments: Pick<Centre['payments'], 'byKey'>): Pick<PaymentHost, 'byKey'> {
  return {
    async byKey({ idempotencyKey }) {
      const asked = await payments.byKey({ idempotencyKey });
      if (!asked.ok) return asked;
      switch (asked.value.state) {
        case 'posted':
          return ok({ state: 'posted', receiptNumber: asked.value.receiptNumber });
        case 'void':
          return ok({ state: 'unknown' });
        case 'waiting':
          return err(waiting);
      }
    },
  };
}

/** The same, for one payment: what was charged, and what was paid by codes beside the notes. */
export function centreHostFor(
  payments: Pick<Centre['payments'], 'post' | 'byKey'>,
  request: {
    readonly assessmentId: string;
    readonly charges: readonly Charge[];
    readonly byCode: () => readonly PaymentPart[];
  },
): PaymentHost {
  return {
    ...centreHost(payments),
    async post({ idempotencyKey, amount }) {
      const notes: PaymentPart[] = amount > 0 ? [{ method: 'cash', amount }] : [];
      const posted = await payments.post({
        idempotencyKey,
        assessmentId: request.assessmentId,
        charges: [...request.charges],
        parts: [...notes, ...request.byCode()],
      });
      if (!posted.ok) return posted;
      return posted.value.state === 'posted'
        ? ok({ receiptNumber: posted.value.receiptNumber })
        : err(waiting);
    },
  };
}

/** The centre has it on paper and goes on by itself: to be asked about, never to be sent again. */
const waiting: LinkError = {
  kind: 'refused',
  code: 'WAITING',
  outcome: 'indeterminate',
  message: 'postPayment: taken down, and not booked yet',
};
