import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { err } from '../../src-shared/result.ts';
import type { KnownItem } from '../domain/items.ts';
import type { RandomBytes } from '../random.ts';
import { createSandboxBusiness } from '../sandbox/business/business.ts';
import { loadCompanies } from '../sandbox/business/companies.ts';
import { handlers } from '../sandbox/business/handlers.ts';
import { createSandboxCardSystem } from '../sandbox/card-system.ts';
import { createCertificateBook } from '../sandbox/certificate-book.ts';
import { type CodeWallet, createCodeWallet } from '../sandbox/code-wallet.ts';
import { createSandboxCollection } from '../sandbox/collection.ts';
import {
  businessWithFaults,
  channelWithFaults,
  collectionWithFaults,
  type Faults,
  faultSettings,
  licencesWithDelay,
  relationsWithFaults,
  withFaults,
} from '../sandbox/faults.ts';
import { createLicenceOffice, loadLicences } from '../sandbox/licence-office.ts';
import { createSandboxChannel, type PaymentDesk } from '../sandbox/payment-channel.ts';
import { loadPeople } from '../sandbox/people.ts';
import { createPhotoFolder } from '../sandbox/photo-folder.ts';
import { createRelationOffice, loadRelations } from '../sandbox/relation-office.ts';
import { createSmsInbox, type SmsInbox } from '../sandbox/sms-inbox.ts';
import { createSandboxAuthority } from '../sandbox/social-insurance.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import type { BusinessSystem } from './business-system.ts';
import type { CardSystem } from './card-system.ts';
import type { ELicences } from './e-licences.ts';
import type { ElectronicCodes, LicenceCodes } from './electronic-codes.ts';
import type { Collection, PaymentChannel } from './payments.ts';
import type { PhotoRegister } from './photo-register.ts';
import type { RelationRegister } from './relation-register.ts';
import type { SmsGateway } from './sms-gateway.ts';
import type { SocialInsurance } from './social-insurance.ts';

interface Parts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly verificationUrl: (code: string) => string;
  /** Where a phone pays an order of the sandbox. */
  readonly paymentUrl: (orderNumber: string) => string;
  readonly items: ReadonlyMap<string, KnownItem>;
  /** Of the people of the sandbox. */
  readonly photoDirectory: string;
}

interface Connected {
  readonly authority: SocialInsurance;
  readonly business: BusinessSystem;
  readonly sms: SmsGateway;
  readonly codes: ElectronicCodes & LicenceCodes;
  readonly photos: PhotoRegister;
  readonly licences: ELicences;
  readonly relations: RelationRegister;
  readonly cards: CardSystem;
  readonly collection: Collection;
  readonly channel: PaymentChannel;
  readonly sandbox: {
    readonly inbox: SmsInbox;
    readonly faults: Faults;
    readonly desk: PaymentDesk;
    readonly wallet: CodeWallet;
  } | null;
}

/** Who answers for the business systems. A real connector gets its name here, beside the sandbox. */
export function connectAuthority(
  kind: 'sandbox' | 'none',
  sandboxDirectory: string,
  parts: Parts,
): Connected {
  if (kind === 'none')
    return {
      authority: unconnected,
      business: unconnectedBusiness,
      sms: { send: async () => unavailable },
      codes: { resolve: async () => unavailable, resolveLicence: async () => unavailable },
      photos: { photo: async () => unavailable },
      licences: { of: async () => unavailable },
      relations: { between: async () => unavailable },
      cards: {
        look: async () => err({ code: 'unavailable' }),
        setPin: async () => err({ code: 'unavailable' }),
        pinByKey: async () => unavailable,
      },
      collection: { bills: async () => unavailable, book: async () => unavailable },
      channel: {
        create: async () => unavailable,
        state: async () => unavailable,
        cancel: async () => unavailable,
        refund: async () => unavailable,
      },
      sandbox: null,
    };
  const faults = faultSettings.parse({});
  const inbox = createSmsInbox(parts.clock, faults);
  const people = loadPeople(join(sandboxDirectory, 'people.yaml'));
  const relations = loadRelations(join(sandboxDirectory, 'relations.yaml'));
  const companies = loadCompanies(join(sandboxDirectory, 'companies.yaml'));
  const book = createCertificateBook(parts);
  const authority = withFaults(
    createSandboxAuthority({ clock: parts.clock, people, faults, book }),
    faults,
    parts.clock,
  );
  const business = businessWithFaults(
    createSandboxBusiness({ ...parts, people, companies, faults, book, handlers }),
    faults,
    parts.clock,
  );
  const desk = createSandboxChannel(parts);
  const wallet = createCodeWallet({ ...parts, people, companies, faults });
  return {
    authority,
    business,
    sms: inbox,
    codes: wallet,
    photos: createPhotoFolder(parts.photoDirectory, faults),
    licences: licencesWithDelay(
      createLicenceOffice({
        ...parts,
        people,
        licences: loadLicences(join(sandboxDirectory, 'licences.yaml')),
        faults,
      }),
      faults,
      parts.clock,
    ),
    relations: relationsWithFaults(
      createRelationOffice({
        ...parts,
        people,
        relations,
        faults,
      }),
      faults,
      parts.clock,
    ),
    cards: createSandboxCardSystem({ ...parts, people, faults }),
    collection: collectionWithFaults(
      createSandboxCollection({ ...parts, people, companies, relations }),
      faults,
      parts.clock,
    ),
    channel: channelWithFaults(desk, faults, parts.clock),
    sandbox: { inbox, faults, desk, wallet },
  };
}

const unavailable = err('unavailable' as const);

const unconnectedBusiness: BusinessSystem = {
  options: async () => unavailable,
  companyName: async () => unavailable,
  query: async () => unavailable,
  document: async () => unavailable,
  issue: async () => unavailable,
  assess: async () => unavailable,
  submit: async () => unavailable,
  decided: async () => unavailable,
  owes: async () => unavailable,
  received: async () => unavailable,
  readyPapers: async () => unavailable,
  readyPaper: async () => unavailable,
  submissionByKey: async () => unavailable,
};

const unconnected: SocialInsurance = {
  person: async () => unavailable,
  participation: async () => unavailable,
  printCount: async () => unavailable,
  issue: async () => unavailable,
  certificateByKey: async () => unavailable,
  voidCertificate: async () => unavailable,
  checkCertificate: async () => unavailable,
};
