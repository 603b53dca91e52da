import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { Overview } from '../console/model.ts';
import type { Changes } from '../domain/changes.ts';
import { listTerminals, listTransactions } from '../domain/overview.ts';
import type { Schema } from '../store/schema.ts';

export interface OverviewSource {
  readonly db: Kysely<Schema>;
  readonly clock: Clock;
  readonly changes: Changes;
  readonly specimen: boolean;
}

/** Changes that come together are told together. */
const gatherMs = 200;
/** Also without a change: a terminal that falls silent makes none. */
const atLeastEveryMs = 10_000;

async function overview({ db, clock, specimen }: OverviewSource): Promise<Overview> {
  const now = clock.now();
  const terminals = await listTerminals(db, now);
  return { at: new Date(now).toISOString(), specimen, terminals, transactions: await listTransactions(db) };
}

/** Server-Sent Events: the overview now, then after every change, until the browser goes. */
export async function streamOverview(
  request: FastifyRequest,
  reply: FastifyReply,
  source: OverviewSource,
): Promise<void> {
  const { clock } = source;
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });

  let gone = false;
  let cancel = () => {};
  let changed = false;
  let sending = false;
  const stopWatching = source.changes.watch(() => {
    changed = true;
    if (!sending) plan(gatherMs);
  });
  const stop = () => {
    gone = true;
    cancel();
    stopWatching();
  };
  request.raw.socket.once('close', stop);

  function plan(milliseconds: number) {
    cancel();
    if (!gone) cancel = clock.schedule(milliseconds, () => void send());
  }
  async function send() {
    sending = true;
    changed = false;
    try {
      const data = JSON.stringify(await overview(source));
      if (!gone) raw.write(`data: ${data}\n\n`);
    } catch (error) {
      // The browser opens another stream; the page says that it is not live meanwhile.
      request.log.error({ err: error }, 'overview failed');
      stop();
      raw.end();
    }
    sending = false;
    plan(changed ? gatherMs : atLeastEveryMs);
  }
  await send();
}
