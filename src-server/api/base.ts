import { implement, ORPCError } from '@orpc/server';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../src-shared/clock.ts';
import { serverContract } from '../../src-shared/contract/server.ts';
import type { BusinessSystem } from '../connectors/business-system.ts';
import type { CardSystem } from '../connectors/card-system.ts';
import type { ELicences } from '../connectors/e-licences.ts';
import type { ElectronicCodes, LicenceCodes } from '../connectors/electronic-codes.ts';
import type { SocialInsurance } from '../connectors/social-insurance.ts';
import { terminalOf } from '../domain/access.ts';
import type { Changes } from '../domain/changes.ts';
import type { Filings } from '../domain/filings.ts';
import type { KnownItem } from '../domain/items.ts';
import type { Papers } from '../domain/papers.ts';
import type { Payments } from '../domain/payments.ts';
import type { Principals } from '../domain/principals.ts';
import type { SecondFactor } from '../domain/second-factor.ts';
import type { RandomBytes } from '../random.ts';
import type { Review } from '../review/review.ts';
import type { Schema } from '../store/schema.ts';
import type { RateLimit } from './rate-limit.ts';

export interface ApiParts {
  readonly db: Kysely<Schema>;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly authority: SocialInsurance;
  readonly business: BusinessSystem;
  /** By item code. */
  readonly items: ReadonlyMap<string, KnownItem>;
  readonly secondFactor: SecondFactor;
  readonly codes: ElectronicCodes & LicenceCodes;
  readonly cards: CardSystem;
  readonly licences: ELicences;
  readonly papers: Papers;
  readonly filings: Filings;
  readonly principals: Principals;
  /** Where a phone gives a paper. */
  readonly paperUrl: (link: string) => string;
  readonly payments: Payments;
  readonly review: Review;
  readonly changes: Changes;
  /** For what may be asked without a token. */
  readonly strangers: RateLimit;
}

/** Of the HTTP request. */
interface CallContext {
  readonly authorization: string | undefined;
  readonly address: string;
}

export type ApiBase = ReturnType<typeof apiBase>;

/** The contract to be implemented, and the two kinds of callers: anybody, within limits, and terminals. */
export function apiBase({ db, clock, strangers }: ApiParts) {
  const api = implement(serverContract).$context<CallContext>();
  const anybody = api.middleware(({ context, next }) => {
    if (strangers.allows(context.address)) return next();
    throw new ORPCError('TOO_MANY_REQUESTS');
  });
  const enrolled = api.middleware(async ({ context, next }) => {
    const terminal = await terminalOf(db, clock, context.authorization);
    if (terminal !== null) return next({ context: { terminal } });
    throw new ORPCError('UNAUTHORIZED', { message: 'no valid access token' });
  });
  // Used here and not on each operation, so that they come before the input is looked at.
  return { api, open: api.use(anybody), trusted: api.use(enrolled) };
}
