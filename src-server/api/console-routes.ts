import { existsSync } from 'node:fs';
import fastifyCookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../src-shared/clock.ts';
import { cashOverview } from '../domain/cash.ts';
import type { Changes } from '../domain/changes.ts';
import { createEnrolmentCode } from '../domain/enrolment.ts';
import type { Filings } from '../domain/filings.ts';
import type { KnownItem } from '../domain/items.ts';
import type { Notices } from '../domain/notices.ts';
import {
  addOperator,
  listOperators,
  newPassword,
  type Operator,
  operatorName,
  type PasswordHash,
  signedInOperator,
  signIn,
  signOut,
} from '../domain/operators.ts';
import { transactionDetail } from '../domain/overview.ts';
import type { Promises } from '../domain/promises.ts';
import type { RandomBytes } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { deskRoutes } from './desk-routes.ts';
import { streamOverview } from './overview-stream.ts';
import type { RateLimit } from './rate-limit.ts';
import { reviewRoutes } from './review-routes.ts';

export interface ConsoleParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly hash: PasswordHash;
  readonly changes: Changes;
  readonly items: ReadonlyMap<string, KnownItem>;
  readonly promises: Promises;
  readonly notices: Pick<Notices, 'toldByPerson'>;
  readonly filings: Filings;
  readonly specimen: boolean;
  /** For guesses at the password. */
  readonly guesses: RateLimit;
  /** Where the built page lies. */
  readonly pageDirectory: string;
  /** Whether browsers reach this server by HTTPS. */
  readonly secure: () => boolean;
}

const cookie = 'zerowindow_operator';
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const credentials = z.strictObject({
  name: operatorName.default('admin'),
  password: z.string().min(1).max(200),
  newPassword: newPassword.optional(),
});

const cashQuery = z.strictObject({
  terminal: z.uuid().optional(),
  /** Part of a trace number. */
  trace: z
    .string()
    .regex(/^[\d-]{1,20}$/)
    .optional(),
  show: z.enum(['open', 'all']),
});

/** Who sent a request; set before any route of the signed-in is reached. */
const operators = new WeakMap<FastifyRequest, Operator>();
function operatorOf(request: FastifyRequest): Operator {
  const operator = operators.get(request);
  if (operator === undefined) throw new Error('this route is reached without a session');
  return operator;
}

/** /console: the page for operators and what it asks. */
export async function consoleRoutes(app: FastifyInstance, parts: ConsoleParts): Promise<void> {
  const { db, clock, random, hash, guesses } = parts;
  await app.register(fastifyCookie);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', policy);
  });
  const attributes = () =>
    ({ path: '/console', httpOnly: true, sameSite: 'strict', secure: parts.secure() }) as const;

  app.post('/console/api/session', async (request, reply) => {
    const body = credentials.safeParse(request.body);
    if (!body.success) return reply.code(400).send();
    if (!guesses.allows(request.ip)) return reply.code(429).send();
    const token = await signIn(db, clock, random, hash, body.data);
    if (!token.ok) return reply.code(token.error === 'wrong' ? 401 : 409).send();
    return reply.setCookie(cookie, token.value, attributes()).code(204).send();
  });

  await app.register(async (signedIn) => {
    signedIn.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      const operator = await signedInOperator(db, clock, request.cookies[cookie]);
      if (operator === null) return reply.code(401).send();
      operators.set(request, operator);
    });
    signedIn.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    signedIn.delete('/console/api/session', async (request, reply) => {
      await signOut(db, request.cookies[cookie] ?? '');
      return reply.clearCookie(cookie, attributes()).code(204).send();
    });
    signedIn.post('/console/api/enrolment-codes', async (request, reply) => {
      request.log.info('enrolment code created');
      return reply.code(201).send({ code: await createEnrolmentCode(db, clock, random) });
    });
    signedIn.get('/console/api/me', async (request) => operatorOf(request));
    signedIn.get('/console/api/operators', async () => listOperators(db));
    signedIn.post('/console/api/operators', async (request, reply) => {
      if (operatorOf(request).role !== 'administrator') return reply.code(403).send();
      const body = z.strictObject({ name: operatorName }).safeParse(request.body);
      if (!body.success) return reply.code(400).send();
      const added = await addOperator(db, random, hash, body.data.name);
      if (!added.ok) return reply.code(409).send({ code: added.error });
      request.log.info({ operator: body.data.name }, 'operator added');
      return reply.code(201).send({ password: added.value });
    });
    signedIn.get('/console/api/cash', async (request, reply) => {
      const asked = cashQuery.safeParse(request.query);
      if (!asked.success) return reply.code(400).send();
      const { terminal = null, trace = null, show } = asked.data;
      const filter = { terminalId: terminal, trace, openOnly: show === 'open' };
      return cashOverview(db, clock.now(), filter);
    });
    reviewRoutes(signedIn, { ...parts, operatorOf });
    deskRoutes(signedIn, { ...parts, operatorOf });
    signedIn.get('/console/api/live', (request, reply) => streamOverview(request, reply, parts));
    signedIn.get('/console/api/terminals/:terminalId/transactions/:id', async (request, reply) => {
      const wanted = z.object({ terminalId: z.uuid(), id: z.uuid() }).safeParse(request.params);
      const detail = wanted.success
        ? await transactionDetail(db, wanted.data.terminalId, wanted.data.id)
        : null;
      return detail ?? reply.code(404).send();
    });
  });

  app.get('/', async (_request, reply) => reply.redirect('/console/'));
  if (existsSync(parts.pageDirectory))
    await app.register(fastifyStatic, { root: parts.pageDirectory, prefix: '/console/' });
  else
    app.get('/console/', async (_request, reply) =>
      reply.code(503).type('text/plain').send('The console is not built: run "npm run build".'),
    );
}
