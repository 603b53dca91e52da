import { z } from 'zod';
import { type Clock, sleep } from '../../src-shared/clock.ts';
import { err } from '../../src-shared/result.ts';
import type { SocialInsurance } from '../connectors/social-insurance.ts';

/** Troubles of the real authority that can be switched on in the sandbox. */
export const faultSettings = z.strictObject({
  /** Milliseconds before every answer. */
  delayMs: z.int().min(0).max(300_000).default(0),
  /** The business system does not answer. */
  failing: z.boolean().default(false),
  /** The authority books late: so many months are missing at the end. */
  staleMonths: z.int().min(0).max(24).default(0),
  smsFailing: z.boolean().default(false),
  /** So many certificates are issued whose answer never arrives: the line is cut instead. */
  loseIssueAnswers: z.int().min(0).max(100).default(0),
});
export type Faults = z.infer<typeof faultSettings>;

/** The authority as it is on a bad day. */
export function withFaults(authority: SocialInsurance, faults: Faults, clock: Clock): SocialInsurance {
  async function through<T>(call: () => Promise<T>) {
    if (faults.delayMs > 0) await sleep(clock, faults.delayMs);
    return faults.failing ? err('unavailable' as const) : call();
  }
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
