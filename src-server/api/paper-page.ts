import fastifyCookie from '@fastify/cookie';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PageProblem } from '../../src-shared/contract/papers.ts';
import { mostPages } from '../../src-shared/contract/papers.ts';
import type { Papers } from '../domain/papers.ts';
import { escapeHtml, plainPolicy, style } from './plain-page.ts';
import type { RateLimit } from './rate-limit.ts';

const cookie = 'paper';
/** Bytes of one upload: several pictures at once, and more of them in the next. */
const mostBytes = 32_000_000;

type Route = { Params: { link: string }; Querystring: { problem?: string } };
type Problem = PageProblem | 'nothingChosen' | 'tooMuchAtOnce' | 'tooOften';

/**
 * /papers/<link>: what a phone shows that scanned the code of a terminal. It takes pictures or a PDF of one paper, and
 * never shows what was given. No scripts; one cookie, so that the link belongs to the first phone that used it.
 */
export async function paperPage(
  app: FastifyInstance,
  papers: Papers,
  limit: RateLimit,
  secure: () => boolean,
): Promise<void> {
  const { phone } = papers;
  await app.register(async (scope) => {
    await scope.register(fastifyCookie);
    scope.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, _body, done) => done(null, null),
    );
    scope.setErrorHandler<FastifyError>((error, request, reply) => {
      const { link } = request.params as Route['Params'];
      if (error.statusCode === 413) return back(reply, link, 'tooMuchAtOnce');
      const status = error.statusCode ?? 500;
      if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
      return answer(reply.code(status), body('不能处理', 'This cannot be done', 'bad', ''));
    });
    scope.addHook<Route>('preHandler', async (request, reply) => {
      if (limit.allows(request.ip)) return;
      return answer(reply.code(429), page(null, request.params.link, 'tooOften'));
    });

    scope.get<Route>('/papers/:link', async (request, reply) => {
      const { link } = request.params;
      const held = await phone.look(link, request.cookies[cookie] ?? null);
      const problem = request.query.problem;
      const known = problem !== undefined && Object.hasOwn(problems, problem) ? (problem as Problem) : null;
      return answer(reply.code(held === null ? 404 : 200), page(held, link, known));
    });

    scope.post<Route>('/papers/:link/pages', { bodyLimit: mostBytes }, async (request, reply) => {
      const { link } = request.params;
      const files = await filesOf(request);
      if (files.length === 0) return back(reply, link, 'nothingChosen');
      const mine = await phone.claim(link, request.cookies[cookie] ?? null);
      if (mine === null) return back(reply, link, null);
      reply.setCookie(cookie, mine, {
        path: `/papers/${link}`,
        httpOnly: true,
        sameSite: 'strict',
        secure: secure(),
      });
      for (const file of files) {
        const added = await phone.addPage(link, mine, file);
        if (!added.ok) return back(reply, link, added.error === 'over' ? null : added.error);
      }
      return back(reply, link, null);
    });

    for (const deed of ['give', 'clear'] as const)
      scope.post<Route>(`/papers/:link/${deed}`, async (request, reply) => {
        const { link } = request.params;
        const mine = request.cookies[cookie];
        if (mine !== undefined) await phone[deed](link, mine);
        return back(reply, link, null);
      });
  });
}

/** The files of the form; an input in which nothing was chosen sends an empty one. */
async function filesOf(request: FastifyRequest): Promise<Buffer[]> {
  const type = request.headers['content-type'] ?? '';
  if (!Buffer.isBuffer(request.body) || !type.startsWith('multipart/form-data')) return [];
  try {
    const form = await new Response(new Uint8Array(request.body), {
      headers: { 'content-type': type },
    }).formData();
    const files = form.getAll('pages').flatMap((one) => (one instanceof Blob && one.size > 0 ? [one] : []));
    return await Promise.all(files.map(async (file) => Buffer.from(await file.arrayBuffer())));
  } catch {
    return [];
  }
}

function back(reply: FastifyReply, link: string, problem: Problem | null): FastifyReply {
  const asked = problem === null ? '' : `?problem=${problem}`;
  return reply.redirect(`/papers/${encodeURIComponent(link)}${asked}`, 303);
}

function answer(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .header('content-security-policy', plainPolicy)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html);
}

/** What was wrong and what to do. */
const problems: Record<Problem, readonly [zh: string, en: string]> = {
  notAPicture: [
    '这个文件不能用。请拍照，或选 JPG、PNG 图片或 PDF 文件',
    'This file cannot be used. Take a photo, or choose a JPG or PNG picture or a PDF',
  ],
  damaged: ['这个文件打不开。请重新拍一张', 'This file is damaged. Please take the photo again'],
  tooLarge: ['这个文件太大。每个不超过 10 MB', 'This file is too large: at most 10 MB each'],
  tooMany: [`最多 ${mostPages} 张`, `At most ${mostPages} files`],
  encrypted: ['这个 PDF 有密码。请换一个没有密码的', 'This PDF has a password. Please choose one without'],
  empty: ['这个文件是空的。请重新选', 'This file is empty. Please choose again'],
  nothingChosen: ['还没有选照片或文件', 'No photo or file was chosen'],
  tooMuchAtOnce: ['一次传得太多。请分几次传', 'Too much at once. Please send it in several parts'],
  tooOften: ['操作太快。请一分钟后再试', 'Too often. Please try again in a minute'],
};

function page(
  held: Awaited<ReturnType<Papers['phone']['look']>>,
  link: string,
  problem: Problem | null,
): string {
  const wrong =
    problem === null
      ? ''
      : `<section class="bad" role="alert"><p class="verdict"><span aria-hidden="true">!</span><strong>${problems[problem][0]}</strong></p><p lang="en">${problems[problem][1]}</p></section>`;
  if (problem === 'tooOften' && held === null) return body('请稍等', 'Please wait', 'warn', wrong);
  if (held === null) return body('这个链接无效', 'This link is not valid', 'bad', scanAgain);
  if (held.state === 'otherPhone')
    return body('另一部手机正在用这个链接', 'Another phone is using this link', 'bad', scanAgain);
  if (held.state === 'over') return body('这个链接已过期', 'This link has expired', 'bad', scanAgain);
  if (held.state === 'given')
    return body(
      '已经传好了',
      'It has been sent',
      'good',
      '<p>请看终端的屏幕，确认后继续。可以关闭这个页面了。</p><p lang="en">Please look at the terminal and go on there. You may close this page.</p>',
    );
  const at = `/papers/${encodeURIComponent(link)}`;
  const name = `<section class="warn"><p>请给这份材料拍照：</p><p class="verdict"><strong>${escapeHtml(held.name.zh)}</strong></p><p lang="en">Please photograph: ${escapeHtml(held.name.en)}</p></section>`;
  const choose = `<form method="post" action="${at}/pages" enctype="multipart/form-data">
<label for="camera">拍照 <span lang="en">Take a photo</span></label>
<div><input id="camera" type="file" name="pages" accept="image/jpeg,image/png" capture="environment"></div>
<label for="files">或选照片、PDF，可多选 <span lang="en">Or choose photos or a PDF, several if you like</span></label>
<div><input id="files" type="file" name="pages" accept="image/jpeg,image/png,application/pdf" multiple></div>
<div><button class="wide${held.pages === 0 ? '' : ' plain'}">${held.pages === 0 ? '上传' : '再传一张'} <span lang="en">${held.pages === 0 ? 'Upload' : 'Upload another'}</span></button></div></form>`;
  const sent =
    held.pages === 0
      ? ''
      : `<section class="good"><p class="verdict"><span aria-hidden="true">✓</span><strong>已收到 ${held.pages} 个</strong></p><p lang="en">${held.pages} received</p></section>
<form method="post" action="${at}/give"><div><button class="wide">传完了 <span lang="en">That is all</span></button></div></form>`;
  const again =
    held.pages === 0
      ? ''
      : `<form method="post" action="${at}/clear"><div><button class="wide plain">全部删掉重传 <span lang="en">Delete all and begin again</span></button></div></form>`;
  return frame(`${wrong}${name}${sent}${choose}${again}`);
}

const scanAgain =
  '<p>请在终端上重新点“手机拍照上传”，再扫新的二维码。</p><p lang="en">Touch “Photograph with your phone” on the terminal again and scan the new code.</p>';

function body(zh: string, en: string, tone: 'good' | 'warn' | 'bad', more: string): string {
  const mark = tone === 'good' ? '✓' : '!';
  return frame(
    `<section class="${tone}"><p class="verdict"><span aria-hidden="true">${mark}</span><strong>${zh}</strong></p><p lang="en">${en}</p></section>${more}`,
  );
}

function frame(content: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>上传材料 · Give a paper</title><style>${style}</style></head>
<body><main><header><h1>上传材料</h1><p lang="en">Give a paper to the terminal</p></header>
${content}
<footer><p>照片加密保存，只用于这次办事；不办了就删除。拍摄地点等信息不保存。</p>
<p lang="en">Kept encrypted, for this matter alone, and deleted if you give it up. Where and when it was taken is not kept.</p>
<p class="specimen"><strong>样张</strong> 未连接真实部门，请勿上传真实证件。<br><span lang="en">SPECIMEN: not connected to an authority; send no real papers.</span></p></footer>
</main></body></html>`;
}
