import { join, resolve } from 'node:path';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../src-shared/clock.ts';
import type { ApiParts } from './api/base.ts';
import { consoleRoutes } from './api/console-routes.ts';
import { paperPage } from './api/paper-page.ts';
import { createRateLimit } from './api/rate-limit.ts';
import { sandboxCodePage } from './api/sandbox-code-page.ts';
import { sandboxPaymentPage } from './api/sandbox-payment-page.ts';
import { sandboxRoutes } from './api/sandbox-routes.ts';
import { terminalRoutes } from './api/terminal-routes.ts';
import { verifyPage } from './api/verify-page.ts';
import { connectAuthority } from './connectors/connect.ts';
import { createChanges } from './domain/changes.ts';
import { createEnrolmentCode } from './domain/enrolment.ts';
import { createFilings } from './domain/filings.ts';
import { loadItems } from './domain/items.ts';
import { tellOfLockerPapers } from './domain/locker-papers.ts';
import { createMessenger } from './domain/messenger.ts';
import { createNotices } from './domain/notices.ts';
import { ensureOperatorPassword, passwordHash } from './domain/operators.ts';
import { createPapers } from './domain/papers.ts';
import { createPayments, keepGoingOn } from './domain/payments.ts';
import { createPrincipals } from './domain/principals.ts';
import { createPromises, keepFollowing } from './domain/promises.ts';
import { keepErasing } from './domain/retention.ts';
import { createSecondFactor } from './domain/second-factor.ts';
import { createLog } from './log.ts';
import { type RandomBytes, systemRandom } from './random.ts';
import { installShipped } from './review/install.ts';
import { createReview } from './review/review.ts';
import { type DatabaseLocation, openDatabase } from './store/database.ts';
import { checkServerKey } from './store/server-key.ts';
import { createVault } from './store/vault.ts';

export interface ServerOptions {
  readonly host?: string;
  /** 0: any free one. */
  readonly port?: number;
  readonly database: DatabaseLocation;
  /** 32 bytes that everything personal at rest is sealed with. */
  readonly serverKey: Uint8Array;
  /** Who answers for the authority. `none`: calls to it say that it is unavailable. */
  readonly authority: 'sandbox' | 'none';
  /** `config`: the items that are offered, and the invented people and companies of the sandbox. */
  readonly configDirectory: string;
  /** Photos of the people of the sandbox, by their number; `config/sandbox/photos` when not given. */
  readonly photoDirectory?: string;
  /** Where browsers reach this server; what the QR codes say. The listening address when not given. */
  readonly publicUrl?: string;
  /** The address of a client stands in X-Forwarded-For. */
  readonly behindProxy?: boolean;
  readonly operatorPassword?: string;
  /** N of scrypt, 2^17 when not given: only tests ask for less. */
  readonly passwordWork?: number;
  readonly consoleDirectory?: string;
  /** config/review; without it no decision table is proposed, and a person decides what none in force covers. */
  readonly reviewDirectory?: string;
  /** 1 to 5: the share of machine decisions that a person looks at again. */
  readonly afterCheckPercent?: number;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly log?: Logger;
}

export interface Server {
  /** Without a slash at the end. */
  readonly url: string;
  /** The operator password that was drawn at this start; null when there was one, or one was given. */
  readonly firstPassword: string | null;
  /** Each makes one terminal known, within 24 hours. */
  createEnrolmentCode(): Promise<string>;
  /** Ends what is under way, and closes the database. */
  close(): Promise<void>;
}

const version = '0.1.0';

/** The central server, from its database to its listening socket. Throws a message for the person who starts it. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { clock = systemClock, random = systemRandom, log = createLog('info') } = options;

  const opened = await openDatabase(options.database);
  if (!opened.ok) throw new Error(opened.error.message);
  const { db, close: closeDatabase } = opened.value;
  try {
    const vault = createVault(options.serverKey, random);
    const key = await checkServerKey(db, vault);
    if (!key.ok) throw new Error(key.error.message);
    const hash = passwordHash(options.passwordWork);
    const firstPassword = await ensureOperatorPassword(db, random, hash, options.operatorPassword);

    let url = '';
    const publicUrl = () => options.publicUrl ?? url;
    const items = loadItems(join(options.configDirectory, 'services'));
    const connected = connectAuthority(options.authority, join(options.configDirectory, 'sandbox'), {
      db,
      vault,
      clock,
      random,
      verificationUrl: (code) => `${publicUrl()}/verify/${code}`,
      paymentUrl: (order) => `${publicUrl()}/sandbox/pay/${order}`,
      items,
      photoDirectory: options.photoDirectory ?? join(options.configDirectory, 'sandbox', 'photos'),
    });
    const { authority, business, sms, codes, cards, photos, licences } = connected;
    const secondFactor = createSecondFactor({ db, vault, clock, random, authority, sms, photos });
    const { collection, channel } = connected;
    const payments = createPayments({ db, vault, clock, collection, channel });
    const papers = createPapers({ db, vault, clock, random });
    const messenger = createMessenger({ authority, sms });
    const promises = createPromises({ db, vault, clock, messenger, business });
    const notices = createNotices({ db, vault, clock, messenger });
    const filings = createFilings({ db, vault, clock, papers, promises, notices, items, business });
    const principals = createPrincipals({ db, vault, clock, register: connected.relations });
    const changes = createChanges();
    const sandbox = options.authority === 'sandbox';
    if (options.reviewDirectory !== undefined) {
      const installed = await installShipped(db, options.reviewDirectory, new Date(clock.now()), sandbox);
      // Not fatal: what is in force stays so, and the rest goes to people.
      if (!installed.ok) log.error({ problems: installed.error }, 'decision tables were not taken over');
    }
    const { afterCheckPercent = 3 } = options;
    const review = createReview({ db, vault, clock, random, specimen: sandbox, afterCheckPercent });

    const app: FastifyInstance = Fastify({
      loggerInstance: log as FastifyBaseLogger,
      logController: new LogController({ disableRequestLogging: true }),
      bodyLimit: 1_048_576,
      trustProxy: options.behindProxy ?? false,
      forceCloseConnections: true,
    });
    protect(app);
    const api: ApiParts = {
      db,
      clock,
      random,
      log,
      authority,
      business,
      items,
      secondFactor,
      codes,
      cards,
      licences,
      papers,
      filings,
      principals,
      paperUrl: (link) => `${publicUrl()}/papers/${link}`,
      payments,
      review,
      changes,
      strangers: createRateLimit(clock, 120),
    };
    app.get('/healthz', async () => {
      await db.selectFrom('server_fact').select('name').limit(1).execute();
      return { status: 'ok', version };
    });
    // Before the routes that it may disturb.
    if (connected.sandbox !== null) {
      const { inbox, faults, desk, wallet } = connected.sandbox;
      sandboxRoutes(app, inbox, faults);
      sandboxCodePage(app, wallet);
      await sandboxPaymentPage(app, desk, () => void payments.goOn().then(() => changes.announce()));
    }
    await terminalRoutes(app, api, version);
    await paperPage(app, papers, createRateLimit(clock, 60), () => publicUrl().startsWith('https:'));
    verifyPage(app, authority, createRateLimit(clock, 30));
    await app.register((scope) =>
      consoleRoutes(scope, {
        db,
        vault,
        clock,
        random,
        hash,
        changes,
        items,
        promises,
        notices,
        filings,
        specimen: options.authority === 'sandbox',
        guesses: createRateLimit(clock, 5),
        pageDirectory: resolve(options.consoleDirectory ?? 'build/console'),
        secure: () => publicUrl().startsWith('https:'),
      }),
    );
    url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
    const stopGoingOn = keepGoingOn(
      payments,
      clock,
      (error) => log.error({ err: error }, 'payments do not go on'),
      () => changes.announce(),
    );
    const stopFollowing = keepFollowing(
      {
        filings: () => filings.settleForgotten(),
        decisions: () => filings.passOnDecisions(),
        promises: () => promises.follow(),
        cabinets: () => tellOfLockerPapers({ db, clock, business, notices }),
        notices: () => notices.send(),
      },
      clock,
      (name, error) => log.error({ err: error }, `${name} are not followed`),
    );
    const stopErasing = keepErasing(db, clock, (error) => log.error({ err: error }, 'erasing failed'));

    return {
      url,
      firstPassword,
      createEnrolmentCode: () => createEnrolmentCode(db, clock, random),
      async close() {
        await app.close();
        await stopErasing();
        await stopFollowing();
        await stopGoingOn();
        await closeDatabase();
      },
    };
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

/** What holds for every answer. The pages add their own content security policy. */
function protect(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('cross-origin-opener-policy', 'same-origin');
    reply.header('cross-origin-resource-policy', 'same-origin');
  });
  // Fastify's own handler would log the address and quote the error.
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return reply.code(status).send({ code: status >= 500 ? 'INTERNAL' : error.code });
  });
  // By its route, never by its address, which may hold a code.
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const milliseconds = Math.round(reply.elapsedTime);
    request.log.debug(
      { method, route: routeOptions.url, status: reply.statusCode, milliseconds },
      'answered',
    );
  });
}
