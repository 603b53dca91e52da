import { z } from 'zod';
import { type Clock, sleep } from '../../src-shared/clock.ts';
import { err } from '../../src-shared/result.ts';
import type { BusinessSystem } from '../connectors/business-system.ts';
import type { ELicences } from '../connectors/e-licences.ts';
import type { Collection, PaymentChannel } from '../connectors/payments.ts';
import type { RelationRegister } from '../connectors/relation-register.ts';
import type { SocialInsurance } from '../connectors/social-insurance.ts';

/** Troubles of the real authority that can be switched on in the sandbox. */
export const faultSettings = z.strictObject({
  /** Milliseconds before every answer. */
  delayMs: z.int().min(0).max(300_000).default(0),
  /** The business system does not answer. */
  failing: z.boolean().default(false),
  /** The authority books late: so many months are missing at the end. */
  staleMonths: z.int().min(0).max(24).default(0),
  /** The platform of e-licences does not answer. */
  licencesFailing: z.boolean().default(false),
  /** Milliseconds before it answers. */
  licencesDelayMs: z.int().min(0).max(300_000).default(0),
  /** The registers of families and authorisations do not answer. */
  relationsFailing: z.boolean().default(false),
  /** Milliseconds before they answer. */
  relationsDelayMs: z.int().min(0).max(300_000).default(0),
  /** So many days old is what they say. */
  relationsStaleDays: z.int().min(0).max(3_650).default(0),
  smsFailing: z.boolean().default(false),
  /** So many certificates are issued whose answer never arrives: the line is cut instead. */
  loseIssueAnswers: z.int().min(0).max(100).default(0),
  /** So many payments are taken down whose answer never arrives. */
  losePostAnswers: z.int().min(0).max(100).default(0),
  /** So many matters are filed, and the centre never hears the answer. */
  loseFilingAnswers: z.int().min(0).max(100).default(0),
  /** So many PINs are set whose answer never arrives. */
  losePinAnswers: z.int().min(0).max(100).default(0),
  /** The card system cannot say what became of a PIN. */
  pinQueriesFailing: z.boolean().default(false),
  /** The payment channel does not answer. */
  channelFailing: z.boolean().default(false),
});
export type Faults = z.infer<typeof faultSettings>;

/** The authority as it is on a bad day. */
export function withFaults(authority: SocialInsurance, faults: Faults, clock: Clock): SocialInsurance {
  const through = badDays(clock, faults, () => faults.failing);
  return {
    person: (idNumber) => through(() => authority.person(idNumber)),
    participation: (person, range) => through(() => authority.participation(person, range)),
    printCount: (person) => through(() => authority.printCount(person)),
    issue: (request) => through(() => authority.issue(request)),
    certificateByKey: (key, terminalId) => through(() => authority.certificateByKey(key, terminalId)),
    voidCertificate: (request) => through(() => authority.voidCertificate(request)),
    checkCertificate: (code) => through(() => authority.checkCertificate(code)),
  };
}

export function collectionWithFaults(collection: Collection, faults: Faults, clock: Clock): Collection {
  const through = badDays(clock, faults, () => faults.failing);
  return {
    bills: (person, itemCode, companyCode) => through(() => collection.bills(person, itemCode, companyCode)),
    book: (booking) => through(() => collection.book(booking)),
  };
}

export function businessWithFaults(business: BusinessSystem, faults: Faults, clock: Clock): BusinessSystem {
  const through = badDays(clock, faults, () => faults.failing);
  return {
    options: (asked, field) => through(() => business.options(asked, field)),
    companyName: (person, code) => through(() => business.companyName(person, code)),
    query: (asked) => through(() => business.query(asked)),
    document: (asked) => through(() => business.document(asked)),
    issue: (request) => through(() => business.issue(request)),
    assess: (asked, promises) => through(() => business.assess(asked, promises)),
    submit: (request) =>
      through(async () => {
        const filed = await business.submit(request);
        if (faults.loseFilingAnswers === 0) return filed;
        faults.loseFilingAnswers -= 1;
        throw new Error('the answer of the business system was lost');
      }),
    decided: (of, by) => through(() => business.decided(of, by)),
    owes: (of, paper) => through(() => business.owes(of, paper)),
    received: (of, paper) => through(() => business.received(of, paper)),
    readyPapers: (of) => through(() => business.readyPapers(of)),
    readyPaper: (number) => through(() => business.readyPaper(number)),
    submissionByKey: (key, terminalId) => through(() => business.submissionByKey(key, terminalId)),
  };
}

export function channelWithFaults(channel: PaymentChannel, faults: Faults, clock: Clock): PaymentChannel {
  const through = badDays(clock, faults, () => faults.channelFailing);
  return {
    create: (order) => through(() => channel.create(order)),
    state: (orderKey) => through(() => channel.state(orderKey)),
    cancel: (orderKey) => through(() => channel.cancel(orderKey)),
    refund: (orderKey) => through(() => channel.refund(orderKey)),
  };
}

/** It has a slowness of its own: a citizen who waits for it waits for nothing else. */
export function licencesWithDelay(licences: ELicences, faults: Faults, clock: Clock): ELicences {
  return {
    async of(holder, materialIds) {
      const delay = faults.delayMs + faults.licencesDelayMs;
      if (delay > 0) await sleep(clock, delay);
      return licences.of(holder, materialIds);
    },
  };
}

export function relationsWithFaults(
  register: RelationRegister,
  faults: Faults,
  clock: Clock,
): RelationRegister {
  return {
    async between(agent, principalIdNumber, itemCode) {
      const delay = faults.delayMs + faults.relationsDelayMs;
      if (delay > 0) await sleep(clock, delay);
      return faults.relationsFailing
        ? err('unavailable')
        : register.between(agent, principalIdNumber, itemCode);
    },
  };
}

function badDays(clock: Clock, faults: Faults, failing: () => boolean) {
  return async <T>(call: () => Promise<T>) => {
    if (faults.delayMs > 0) await sleep(clock, faults.delayMs);
    return failing() ? err('unavailable' as const) : call();
  };
}
