import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { err } from '../../src-shared/result.ts';
import type { RandomBytes } from '../random.ts';
import { type Faults, faultSettings, withFaults } from '../sandbox/faults.ts';
import { loadPeople } from '../sandbox/people.ts';
import { createSmsInbox, type SmsInbox } from '../sandbox/sms-inbox.ts';
import { createSandboxAuthority } from '../sandbox/social-insurance.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import type { SmsGateway } from './sms-gateway.ts';
import type { SocialInsurance } from './social-insurance.ts';

interface Parts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly verificationUrl: (code: string) => string;
}

interface Connected {
  readonly authority: SocialInsurance;
  readonly sms: SmsGateway;
  readonly sandbox: { readonly inbox: SmsInbox; readonly faults: Faults } | null;
}

/** Who answers for the business systems. A real connector gets its name here, beside the sandbox. */
export function connectAuthority(kind: 'sandbox' | 'none', peopleFile: string, parts: Parts): Connected {
  if (kind === 'none')
    return { authority: unconnected, sms: { send: async () => unavailable }, sandbox: null };
  const faults = faultSettings.parse({});
  const inbox = createSmsInbox(parts.clock, faults);
  const people = loadPeople(peopleFile);
  const authority = withFaults(createSandboxAuthority({ ...parts, people, faults }), faults, parts.clock);
  return { authority, sms: inbox, sandbox: { inbox, faults } };
}

const unavailable = err('unavailable' as const);

const unconnected: SocialInsurance = {
  person: async () => unavailable,
  participation: async () => unavailable,
  printCount: async () => unavailable,
  issue: async () => unavailable,
  certificateByKey: async () => unavailable,
  voidCertificate: async () => unavailable,
  checkCertificate: async () => unavailable,
};
