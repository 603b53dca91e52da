import { matterOf } from '../domain/principals.ts';
import type { ApiBase, ApiParts } from './base.ts';

/** Payments: who pays stands in the verification token of the assessment, and from then on in the assessment. */
export function paymentsApi(
  { payments, secondFactor, business, changes, log }: ApiParts,
  { trusted }: ApiBase,
) {
  const api = trusted.payments;
  return {
    assess: api.assess.handler(async ({ input, context, errors }) => {
      const verified = await secondFactor.verified(context.terminal.id, input.token);
      const { itemCode, companyCode } = input;
      if (verified === null || matterOf(verified, itemCode) === null) throw errors.VERIFICATION_REQUIRED();
      if (companyCode !== null) {
        const name = await business.companyName(verified.person, companyCode);
        if (!name.ok) throw errors.AUTHORITY_UNAVAILABLE();
        if (name.value === null) throw errors.AGENT_NOT_AUTHORISED();
      }
      const assessed = await payments.assess(context.terminal.id, verified, itemCode, companyCode);
      if (assessed.ok) return assessed.value;
      throw assessed.error === 'nothingDue' ? errors.NOTHING_DUE() : errors.AUTHORITY_UNAVAILABLE();
    }),

    post: api.post.handler(async ({ input, context, errors }) => {
      const posted = await payments.post(context.terminal.id, input);
      changes.announce();
      if (posted.ok) {
        log.info({ terminal: context.terminal.number, state: posted.value.state }, 'payment taken down');
        return posted.value;
      }
      log.warn({ terminal: context.terminal.number, refusal: posted.error }, 'payment refused');
      switch (posted.error) {
        case 'notFound':
          throw errors.NOT_FOUND();
        case 'invalidCharges':
          throw errors.INVALID_CHARGES();
        case 'alreadyPaid':
          throw errors.ALREADY_PAID();
        case 'orderUnpaid':
          throw errors.ORDER_UNPAID();
        case 'keyReused':
          throw errors.KEY_REUSED();
        case 'keyVoid':
          throw errors.KEY_VOID();
      }
    }),

    byKey: api.byKey.handler(({ input, context }) =>
      payments.byKey(context.terminal.id, input.idempotencyKey),
    ),

    createOrder: api.createOrder.handler(async ({ input, context, errors }) => {
      const made = await payments.createOrder(context.terminal.id, input);
      if (made.ok) return made.value;
      if (made.error === 'notFound') throw errors.NOT_FOUND();
      throw made.error === 'keyReused' ? errors.KEY_REUSED() : errors.AUTHORITY_UNAVAILABLE();
    }),

    order: api.order.handler(async ({ input, context, errors }) => {
      const asked = await payments.order(context.terminal.id, input.orderKey);
      if (asked.ok) return { state: asked.value };
      throw asked.error === 'notFound' ? errors.NOT_FOUND() : errors.AUTHORITY_UNAVAILABLE();
    }),

    cancelOrder: api.cancelOrder.handler(async ({ input, context, errors }) => {
      const closed = await payments.cancelOrder(context.terminal.id, input.orderKey);
      if (closed.ok) return { state: closed.value };
      throw errors.AUTHORITY_UNAVAILABLE();
    }),

    refundOrder: api.refundOrder.handler(async ({ input, context, errors }) => {
      const given = await payments.refundOrder(context.terminal.id, input.orderKey);
      if (given.ok) return { state: given.value };
      if (given.error === 'notFound') throw errors.NOT_FOUND();
      throw given.error === 'alreadyPosted' ? errors.ALREADY_POSTED() : errors.AUTHORITY_UNAVAILABLE();
    }),
  };
}
