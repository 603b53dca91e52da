import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../src-shared/clock.ts';
import type { Filings } from '../domain/filings.ts';
import type { Operator } from '../domain/operators.ts';
import { reviewCase, reviewOverview } from '../review/overview.ts';
import { caseDecision, decideCase, recordAfterCheck } from '../review/queue.ts';
import { recallStep, recordRecallStep } from '../review/recall.ts';
import { approveRuleSet, proposeRuleSet, testRuleSet } from '../review/rule-change.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';

export interface ReviewRouteParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly specimen: boolean;
  readonly filings: Pick<Filings, 'passOnDecisions'>;
  readonly operatorOf: (request: FastifyRequest) => Operator;
}

const caseId = z.object({ id: z.uuid() });
const ruleSetId = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const ruleSetPart = ruleSetId.extend({ part: z.enum(['content', 'cases']) });
const note = z.string().trim().min(5).max(500);
const proposal = z.strictObject({
  content: z.string().max(500_000),
  cases: z.string().max(500_000),
});
const afterCheck = z.strictObject({ result: z.enum(['right', 'wrong']), note });
const step = z.strictObject({ step: recallStep, note });

/** /console/api/review: the clerk's queue and the rules. Who is signed in is who did it. */
export function reviewRoutes(app: FastifyInstance, parts: ReviewRouteParts): void {
  const { db, clock, operatorOf } = parts;
  const at = () => new Date(clock.now());
  const path = '/console/api/review';

  app.get(path, async () => reviewOverview(parts, clock.now(), parts.specimen));
  app.get(`${path}/cases/:id`, async (request, reply) => {
    const wanted = caseId.safeParse(request.params);
    const found = wanted.success ? await reviewCase(parts, wanted.data.id) : null;
    return found ?? reply.code(404).send();
  });
  app.post(`${path}/cases/:id/decision`, async (request, reply) => {
    const asked = read(request, reply, caseId, caseDecision);
    if (asked === null) return reply;
    const { name } = operatorOf(request);
    const decided = await decideCase(parts, asked.params.id, asked.body, name, at());
    if (!decided.ok) return refuse(reply, decided.error);
    // Decided it is, whatever comes of this: it is tried again every ten minutes.
    await parts.filings
      .passOnDecisions()
      .catch((error: unknown) => request.log.error({ err: error }, 'a decision is not passed on yet'));
    return reply.code(204).send();
  });
  app.post(`${path}/cases/:id/after-check`, async (request, reply) => {
    const asked = read(request, reply, caseId, afterCheck);
    if (asked === null) return reply;
    const { result, note: said } = asked.body;
    const { name } = operatorOf(request);
    const checked = await recordAfterCheck(parts, asked.params.id, result, said, name, at());
    return checked.ok ? reply.code(204).send() : refuse(reply, checked.error);
  });
  app.post(`${path}/cases/:id/recall`, async (request, reply) => {
    const asked = read(request, reply, caseId, step);
    if (asked === null) return reply;
    const { step: done, note: said } = asked.body;
    const { name } = operatorOf(request);
    const recorded = await recordRecallStep(parts, asked.params.id, done, said, name, at());
    return recorded.ok ? { closed: recorded.value } : refuse(reply, recorded.error);
  });

  app.post(`${path}/rule-sets`, async (request, reply) => {
    const body = proposal.safeParse(request.body);
    if (!body.success) return reply.code(400).send();
    const proposed = await proposeRuleSet(db, body.data, operatorOf(request).name, at());
    if (proposed.ok) return reply.code(201).send({ sha256: proposed.value });
    return reply.code(proposed.error.code === 'malformed' ? 422 : 409).send(proposed.error);
  });
  // Whoever approves reads first.
  app.get(`${path}/rule-sets/:sha256/:part`, async (request, reply) => {
    const wanted = ruleSetPart.safeParse(request.params);
    if (!wanted.success) return reply.code(404).send();
    const { sha256, part } = wanted.data;
    const row = await db
      .selectFrom('review_rule_set')
      .select(['table_id', 'version', part])
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    if (row === undefined) return reply.code(404).send();
    const fileName = `${row.table_id}-v${row.version}.${part === 'content' ? 'json' : 'yaml'}`;
    return reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .send(row[part]);
  });
  app.post(`${path}/rule-sets/:sha256/test`, async (request, reply) => {
    const wanted = ruleSetId.safeParse(request.params);
    if (!wanted.success) return refuse(reply, 'unknown');
    const run = await testRuleSet(db, wanted.data.sha256, operatorOf(request).name, at());
    return run ?? refuse(reply, 'unknown');
  });
  app.post(`${path}/rule-sets/:sha256/approve`, async (request, reply) => {
    const wanted = ruleSetId.safeParse(request.params);
    if (!wanted.success) return refuse(reply, 'unknown');
    const approved = await approveRuleSet(db, wanted.data.sha256, operatorOf(request).name, at());
    return approved.ok ? { inForce: approved.value } : refuse(reply, approved.error);
  });
}

function refuse(reply: FastifyReply, code: string): FastifyReply {
  const status = code === 'unknown' ? 404 : code === 'notAnApprover' ? 403 : 409;
  return reply.code(status).send({ code });
}

/** What was asked; null when it was answered that it cannot be read. */
function read<P, B>(
  request: FastifyRequest,
  reply: FastifyReply,
  params: z.ZodType<P>,
  body: z.ZodType<B>,
): { params: P; body: B } | null {
  const [named, sent] = [params.safeParse(request.params), body.safeParse(request.body)];
  if (named.success && sent.success) return { params: named.data, body: sent.data };
  void reply.code(named.success ? 400 : 404).send();
  return null;
}
