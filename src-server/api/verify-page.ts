import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { chinaTime } from '../../src-shared/certificate/words.ts';
import type { PublicRecord, SocialInsurance } from '../connectors/social-insurance.ts';
import { normaliseCode } from '../random.ts';
import type { RateLimit } from './rate-limit.ts';

type Finding = PublicRecord | 'unknown' | 'ask' | 'tooMany' | 'unavailable';

/** /verify: anybody who holds a certificate can ask whether it is genuine. No scripts, no cookies. */
export function verifyPage(app: FastifyInstance, authority: SocialInsurance, limit: RateLimit): void {
  const policy = `default-src 'none'; style-src '${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

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

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
*{box-sizing:border-box}
body{margin:0;background:#F5F7FA;color:#16233B;font:18px/1.6 "Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:640px;margin:0 auto;padding:40px 24px}
header{margin-bottom:24px}h1{font-size:32px;margin:0}p{margin:0}
[lang=en]{color:#475467;font-size:16px}
section{border-radius:16px;padding:24px;margin-bottom:24px;background:#fff;border-left:8px solid}
.good{border-color:#0A5F38}.bad{border-color:#A11B16}.warn{border-color:#7A4A00}
.verdict{display:flex;gap:16px;align-items:center;font-size:24px}
.verdict span{flex:none;width:48px;height:48px;border-radius:50%;display:grid;place-items:center;font-weight:700}
.good .verdict{color:#0A5F38}.good .verdict span{background:#E3F4EA}
.bad .verdict{color:#A11B16}.bad .verdict span{background:#FDECEA}
.warn .verdict{color:#7A4A00}.warn .verdict span{background:#FFF4DC}
.verdict+p{margin-left:64px}
dl{display:grid;grid-template-columns:minmax(9em,auto) 1fr;gap:8px 24px;margin:24px 0 0;padding-top:16px;border-top:1px solid #D5DCE6}
dt{color:#475467}dd{margin:0;font-weight:600;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.specimen{margin-top:24px;padding:16px;border-radius:12px;background:#FDECEA;color:#A11B16}.specimen [lang=en]{color:#A11B16}
form{background:#fff;border-radius:16px;padding:24px}label{display:block;margin-bottom:8px;font-weight:600}
form div{display:flex;gap:16px;flex-wrap:wrap}
input{flex:1 1 14em;min-width:0;font:inherit;font-size:20px;letter-spacing:.08em;padding:12px 16px;border:2px solid #8A96A8;border-radius:12px;color:#16233B}
button{font:inherit;font-weight:600;padding:12px 24px;border:0;border-radius:12px;background:#0F4BB0;color:#fff;cursor:pointer}button span[lang=en]{color:#fff}
input:focus-visible,button:focus-visible{outline:3px solid #0F4BB0;outline-offset:2px}
footer{margin-top:24px;color:#475467;font-size:16px}
`;
const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
