import type { FastifyInstance } from 'fastify';
import { create } from 'qrcode';
import { type CodeWallet, codeLifetimeMs } from '../sandbox/code-wallet.ts';
import { escapeHtml, plainPolicy, style } from './plain-page.ts';

/**
 * The phones of the invented people: each shows its electronic code as a QR picture, to be held under the scanner of
 * a terminal. `POST /sandbox/codes/<person>` gives the code itself, for the device bench and for tests.
 */
export function sandboxCodePage(app: FastifyInstance, wallet: CodeWallet): void {
  app.get('/sandbox/codes', async (request, reply) => {
    if (request.headers.accept?.startsWith('application/json')) return { owners: wallet.owners };
    return reply
      .header('content-security-policy', plainPolicy)
      .type('text/html; charset=utf-8')
      .send(page(listOf(wallet), null));
  });

  app.get<{ Params: { person: string } }>('/sandbox/codes/:person', async (request, reply) => {
    const { person } = request.params;
    const shown = wallet.show(person);
    const owner = wallet.owners.find(({ key }) => key === person);
    const html = reply
      .header('content-security-policy', plainPolicy)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8');
    if (shown === null || owner === undefined) return html.code(404).send(page(listOf(wallet), null));
    // A phone draws a new code before the old one is over.
    return html.send(page(phoneOf(owner.nameMasked, shown.code), codeLifetimeMs / 1000 - 10));
  });

  app.post<{ Params: { person: string } }>('/sandbox/codes/:person', async (request, reply) => {
    const shown = wallet.show(request.params.person);
    return shown === null ? reply.code(404).send({ error: 'no such person' }) : shown;
  });
}

function listOf(wallet: CodeWallet): string {
  const phones = wallet.owners.map(
    ({ key, nameMasked }) =>
      `<dt>${escapeHtml(nameMasked)}</dt><dd><a href="/sandbox/codes/${encodeURIComponent(key)}">${escapeHtml(key)}</a></dd>`,
  );
  return `<section class="good"><p>选一个人，出示电子码。</p><p lang="en">Choose a person to show their code.</p><dl>${phones.join('')}</dl></section>`;
}

function phoneOf(nameMasked: string, code: string): string {
  return `<section class="good">
<p class="verdict"><strong>${escapeHtml(nameMasked)} 的电子码</strong></p>
${qrPicture(code)}
<p>60 秒内有效，只能用一次，到时自动更新。</p>
<p lang="en">Good for 60 seconds and for one use; a new one comes by itself.</p>
</section>
<p><a href="/sandbox/codes">换一个人 <span lang="en">Another person</span></a></p>`;
}

/** With the four light modules around it that ISO/IEC 18004 asks for. */
function qrPicture(value: string): string {
  const { size, data } = create(value, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let index = 0; index < size * size; index++)
    if (data[index]) path += `M${(index % size) + 4} ${Math.floor(index / size) + 4}h1v1h-1z`;
  const side = size + 8;
  return `<svg viewBox="0 0 ${side} ${side}" width="100%" shape-rendering="crispEdges" role="img" aria-label="电子码"><path d="M0 0h${side}v${side}H0z" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}

function page(body: string, refreshSeconds: number | null): string {
  const refresh = refreshSeconds === null ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">${refresh}
<title>电子码 · Electronic code</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>电子码（样张）</h1><p lang="en">Electronic code of an invented person</p></header>
${body}
<footer><p class="specimen"><strong>样张</strong> 这里的人都是虚构的。<br><span lang="en">SPECIMEN: nobody here exists.</span></p></footer>
</main>
</body>
</html>`;
}
