import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { noticeFilters } from '../console/notice-model.ts';
import { promiseFilters } from '../console/promise-model.ts';
import type { Changes } from '../domain/changes.ts';
import { type GivenPaperParts, givenPapers, openPaper } from '../domain/given-papers.ts';
import { listLockerPapers } from '../domain/locker-papers.ts';
import { listNotices } from '../domain/notice-list.ts';
import type { Notices } from '../domain/notices.ts';
import type { Operator } from '../domain/operators.ts';
import { listPromises, promiseDetail } from '../domain/promise-list.ts';
import type { Promises } from '../domain/promises.ts';

export interface DeskRouteParts extends GivenPaperParts {
  readonly promises: Promises;
  readonly notices: Pick<Notices, 'toldByPerson'>;
  readonly changes: Changes;
  readonly operatorOf: (request: FastifyRequest) => Operator;
}

const filter = z.strictObject({ show: z.enum(promiseFilters) });
const noticeFilter = z.strictObject({ show: z.enum(noticeFilters) });
const matter = z.object({ key: z.uuid() });
const paper = matter.extend({ material: z.string().max(40) });
const why = z.strictObject({ reason: z.string().trim().min(5).max(500) });

/** /console/api: papers that were promised, given, or lie in a cabinet, and messages that are owed. Who is signed in is who did it. */
export function deskRoutes(app: FastifyInstance, parts: DeskRouteParts): void {
  app.get('/console/api/promises', async (request, reply) => {
    const asked = filter.safeParse(request.query);
    return asked.success ? listPromises(parts, asked.data.show) : reply.code(400).send();
  });
  app.get('/console/api/promises/:key/:material', async (request, reply) => {
    const wanted = paper.safeParse(request.params);
    const found = wanted.success ? await promiseDetail(parts, wanted.data.key, wanted.data.material) : null;
    return found ?? reply.code(404).send();
  });
  app.post('/console/api/promises/:key/:material/came', async (request, reply) => {
    const act = actOf(request, reply, paper);
    if (act === null) return reply;
    const { operator, reason: note, key: submissionKey, material: code } = act;
    const came = await parts.promises.cameToCounter({ submissionKey, code, operator, note });
    if (!came.ok) return refuse(reply, came.error);
    parts.changes.announce();
    return { told: came.value };
  });
  app.post('/console/api/promises/:key/:material/told', async (request, reply) => {
    const act = actOf(request, reply, paper);
    if (act === null) return reply;
    const { operator, reason: note, key: submissionKey, material: code } = act;
    const told = await parts.promises.toldByPerson({ submissionKey, code, operator, note });
    if (!told) return refuse(reply, 'nothingToTell');
    parts.changes.announce();
    return reply.code(204).send();
  });

  app.get('/console/api/notices', async (request, reply) => {
    const asked = noticeFilter.safeParse(request.query);
    return asked.success ? listNotices(parts, asked.data.show) : reply.code(400).send();
  });
  app.post('/console/api/notices/:id/told', async (request, reply) => {
    const act = actOf(request, reply, z.object({ id: z.string().max(200) }));
    if (act === null) return reply;
    if (!(await parts.notices.toldByPerson(act.id, act.operator, act.reason)))
      return refuse(reply, 'nothingToTell');
    parts.changes.announce();
    return reply.code(204).send();
  });
  app.get('/console/api/lockers', () => listLockerPapers(parts.db, parts.clock));

  app.get('/console/api/matters/:key/papers', async (request, reply) => {
    const wanted = matter.safeParse(request.params);
    return wanted.success ? givenPapers(parts, wanted.data.key) : reply.code(404).send();
  });
  // Not to be had by an address: the pages are the answer to one act, and to nothing else.
  app.post('/console/api/matters/:key/papers/:material/open', async (request, reply) => {
    const act = actOf(request, reply, paper);
    if (act === null) return reply;
    const { operator, reason, key: submissionKey, material: materialId } = act;
    const opened = await openPaper(parts, { submissionKey, materialId, operator, reason });
    if (!opened.ok) return refuse(reply, opened.error);
    request.log.info({ operator, submissionKey, pages: opened.value.pages.length }, 'paper opened');
    return opened.value;
  });

  /** Null when it was answered that it cannot be done. */
  function actOf<Named extends object>(request: FastifyRequest, reply: FastifyReply, of: z.ZodType<Named>) {
    const { name: operator, role } = parts.operatorOf(request);
    const [named, sent] = [of.safeParse(request.params), why.safeParse(request.body)];
    // Who makes accounts does nothing in their name: whoever opened a paper must be who is named.
    if (role === 'administrator') void reply.code(403).send({ code: 'notAClerk' });
    else if (!named.success || !sent.success) void reply.code(named.success ? 400 : 404).send();
    else return { operator, ...named.data, ...sent.data };
    return null;
  }
}

const statuses: Readonly<Record<string, number>> = { unknown: 404, erased: 410 };

function refuse(reply: FastifyReply, code: string): FastifyReply {
  return reply.code(statuses[code] ?? 409).send({ code });
}
