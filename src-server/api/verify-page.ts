import type { FastifyInstance } from 'fastify';
import { chinaTime } from '../../src-shared/certificate/words.ts';
import type { PublicRecord, SocialInsurance } from '../connectors/social-insurance.ts';
import { normaliseCode } from '../random.ts';
import { escapeHtml, plainPolicy as policy, style } from './plain-page.ts';
import type { RateLimit } from './rate-limit.ts';

type Finding = PublicRecord | 'unknown' | 'ask' | 'tooMany' | 'unavailable';

/** /verify: anybody who holds a certificate can ask whether it is genuine. No scripts, no cookies. */
export function verifyPage(app: FastifyInstance, authority: SocialInsurance, limit: RateLimit): void {
  app.get<{ Querystring: { code?: string } }>('/verify', async (request, reply) => {
    const { code } = request.query;
    if (typeof code === 'string') return reply.redirect(`/verify/${encodeURIComponent(code)}`, 303);
    return reply
      .header('content-security-policy', policy)
      .type('text/html; charset=utf-8')
      .send(page('ask', ''));
  });

  app.get<{ Params: { code: string } }>('/verify/:code', async (request, reply) => {
    const finding = limit.allows(request.ip) ? await find(authority, request.params.code) : 'tooMany';
    return reply
      .code(statusOf(finding))
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page(finding, request.params.code));
  });
}

async function find(authority: SocialInsurance, typed: string): Promise<Finding> {
  const code = normaliseCode(typed);
  if (code === null) return 'unknown';
  const record = await authority.checkCertificate(code);
  if (!record.ok) return 'unavailable';
  return record.value ?? 'unknown';
}

function statusOf(finding: Finding): number {
  if (finding === 'unknown') return 404;
  if (finding === 'tooMany') return 429;
  return finding === 'unavailable' ? 503 : 200;
}

const sentences = {
  issued: {
    tone: 'good',
    mark: '✓',
    zh: '此证明由本系统签发，当前有效',
    en: 'Issued by this system and valid',
  },
  void: { tone: 'bad', mark: '✕', zh: '此证明已作废', en: 'This certificate is void' },
  unknown: { tone: 'bad', mark: '?', zh: '没有此验证码的证明', en: 'No certificate has this code' },
  tooMany: {
    tone: 'warn',
    mark: '…',
    zh: '查询过于频繁，请一分钟后再试',
    en: 'Too many requests: try again in a minute',
  },
  unavailable: {
    tone: 'warn',
    mark: '…',
    zh: '业务系统暂时没有应答，请稍后再试',
    en: 'The business system does not answer now',
  },
} as const;

function page(finding: Finding, typed: string): string {
  const verdict = finding === 'ask' ? '' : section(finding);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>证明核验 · Certificate verification</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>证明核验</h1><p lang="en">Certificate verification</p></header>
${verdict}
<form action="/verify" method="get">
<label for="code">验证码 <span lang="en">Verification code</span></label>
<div><input id="code" name="code" value="${escapeHtml(typed.slice(0, 40))}" placeholder="XXXX-XXXX-XXXX" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="20"><button>核验 <span lang="en">Verify</span></button></div>
</form>
<footer><p>请核对本页内容与纸面是否一致。姓名只显示一部分。</p><p lang="en">Compare this page with the paper. The name is shown in part only.</p></footer>
</main>
</body>
</html>`;
}

function section(finding: Exclude<Finding, 'ask'>): string {
  const { tone, mark, zh, en } = sentences[typeof finding === 'string' ? finding : finding.state];
  const facts = typeof finding === 'string' ? '' : factsOf(finding);
  return `<section class="${tone}">
<p class="verdict"><span aria-hidden="true">${mark}</span><strong>${zh}</strong></p>
<p lang="en">${en}</p>
${facts}</section>`;
}

function factsOf(record: PublicRecord): string {
  const rows: [string, string, string][] = [
    ['证明名称', 'Certificate', '社会保险参保证明（个人专用）'],
    ['证明编号', 'Number', record.certificateNumber],
    ['姓名', 'Name', record.holderMasked],
    ['签发日期', 'Issued on', chinaTime(record.issuedAt).date],
  ];
  const list = rows.map(
    ([zh, en, value]) => `<dt>${zh} <span lang="en">${en}</span></dt><dd>${escapeHtml(value)}</dd>`,
  );
  const specimen = record.specimen
    ? '<p class="specimen"><strong>样张</strong> 未连接真实业务系统，不具法律效力。<br><span lang="en">SPECIMEN: not connected to a real authority, without legal effect.</span></p>'
    : '';
  return `<dl>${list.join('')}</dl>${specimen}`;
}
