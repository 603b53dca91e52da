import type { FastifyInstance } from 'fastify';
import type { PaymentDesk } from '../sandbox/payment-channel.ts';
import { escapeHtml, plainPolicy, style } from './plain-page.ts';

/** /sandbox/pay/<order>: what a phone shows that scanned the code of a terminal. Somebody plays its owner. */
export async function sandboxPaymentPage(
  app: FastifyInstance,
  desk: PaymentDesk,
  onPaid: () => void,
): Promise<void> {
  await app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.get<{ Params: { order: string } }>('/sandbox/pay/:order', async (request, reply) => {
      const { order } = request.params;
      const held = await desk.look(order);
      return reply
        .code(held === null ? 404 : 200)
        .header('content-security-policy', plainPolicy)
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(page(order, held));
    });
    scope.post<{ Params: { order: string }; Body: { late?: string } }>(
      '/sandbox/pay/:order',
      async (request, reply) => {
        const { order } = request.params;
        if (await desk.pay(order, request.body?.late === 'yes')) onPaid();
        return reply.redirect(`/sandbox/pay/${encodeURIComponent(order)}`, 303);
      },
    );
  });
}

const sentences = {
  created: ['warn', '¥', '待支付', 'To be paid'],
  paid: ['good', '✓', '支付成功', 'Paid'],
  expired: ['bad', '✕', '订单已过期', 'The order has expired'],
  cancelled: ['bad', '✕', '订单已取消', 'The order was cancelled'],
  refunded: ['warn', '↩', '已退款', 'Refunded'],
} as const;

function page(order: string, held: Awaited<ReturnType<PaymentDesk['look']>>): string {
  const [tone, mark, zh, en] =
    held === null ? (['bad', '?', '没有这个订单', 'No such order'] as const) : sentences[held.state];
  const facts =
    held === null
      ? ''
      : `<dl><dt>订单号 <span lang="en">Order</span></dt><dd>${escapeHtml(order)}</dd>
<dt>金额 <span lang="en">Amount</span></dt><dd>¥${(held.amount / 100).toFixed(2)}</dd></dl>`;
  const late = held?.state === 'expired';
  const form =
    held?.state === 'created' || late
      ? `<form method="post" action="/sandbox/pay/${encodeURIComponent(order)}">
${late ? '<input type="hidden" name="late" value="yes">' : ''}
<div><button>${late ? '银行迟到的支付' : '确认支付'} <span lang="en">${late ? 'A payment that came late' : 'Pay'}</span></button></div></form>`
      : '';
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>支付（样张）</title><style>${style}</style></head>
<body><main><header><h1>手机支付（样张）</h1><p lang="en">A phone that pays (specimen)</p></header>
<section class="${tone}"><p class="verdict"><span aria-hidden="true">${mark}</span><strong>${zh}</strong></p>
<p lang="en">${en}</p>${facts}
<p class="specimen"><strong>样张</strong> 未连接真实支付渠道，不会扣款。<br><span lang="en">SPECIMEN: not connected to a payment channel; no money moves.</span></p></section>
${form}</main></body></html>`;
}
