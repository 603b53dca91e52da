import type { Answers, FieldOption } from '../../../src-shared/service/field.ts';
import { type Outcome, outcome } from '../../../src-shared/service/outcome.ts';
import { type Sheet, sheet } from '../../../src-shared/service/sheet.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import { chinaDay } from '../../domain/china-time.ts';
import type { SandboxPerson } from '../people.ts';
import type { SandboxCompany } from './companies.ts';
import type { Filed, Submission } from './handler.ts';
import { done } from './outcomes.ts';

/** What a handler is asked in a test: an invented person on a day of autumn 2026, unless said otherwise. */

const testPerson: SandboxPerson = {
  key: 'test-person',
  name: '样本试',
  idNumber: '445202196006060029',
  sex: 'female',
  insured: 'full',
  phone: '13800000002',
};

const testCompany: SandboxCompany = {
  key: 'test-company',
  code: '92445202MA00000B2M',
  name: '样本区样本小店',
  kind: 'individualBusiness',
  legalRepresentative: '样本试',
  address: '样本省样本市样本区样本路1号',
  establishedOn: '2018-03-15',
  state: 'active',
  vatPayer: 'fixedQuota',
  agents: ['test-person'],
};

interface TestAsked {
  /** What is special about the person; null for an item that asks nobody who they are. */
  readonly person?: Partial<SandboxPerson> | null;
  readonly company?: Partial<SandboxCompany>;
  readonly answers?: Answers;
  /** Noon there. */
  readonly today?: string;
  readonly filed?: readonly Filed[];
  /** What others handed in: seen by `takenBy`, not by `filed`. */
  readonly others?: readonly Filed[];
  readonly people?: readonly SandboxPerson[];
  readonly companies?: readonly SandboxCompany[];
  readonly verifiedBy?: Submission['verifiedBy'];
  readonly promises?: readonly string[];
  readonly decision?: Submission['decision'];
  readonly staleMonths?: number;
}

/** A submission is a question too. */
export function ask(asked: TestAsked = {}): Submission {
  const now = Date.parse(`${asked.today ?? '2026-11-26'}T12:00:00+08:00`);
  const own = asked.filed ?? [];
  const all = [...(asked.others ?? []), ...own];
  return {
    person: asked.person === null ? null : { ...testPerson, ...asked.person },
    company: asked.company === undefined ? null : { ...testCompany, ...asked.company },
    answers: asked.answers ?? {},
    verifiedBy: asked.verifiedBy ?? 'sms',
    now,
    today: chinaDay(now),
    staleMonths: asked.staleMonths ?? 0,
    filed: async (...codes) => own.filter(({ itemCode }) => codes.includes(itemCode)),
    handedIn: async () => own,
    takenBy: async (code, field) =>
      all.filter(({ itemCode }) => itemCode === code).flatMap(({ answers }) => answers[field] ?? []),
    people: new Map((asked.people ?? []).map((one) => [one.idNumber, one])),
    companies: new Map((asked.companies ?? []).map((one) => [one.code, one])),
    promises: asked.promises ?? [],
    decision: asked.decision ?? null,
    number: 'YPSL2026112600001',
  };
}

export function filed(itemCode: string, answers: Answers = {}, more: Partial<Filed> = {}): Filed {
  return {
    number: 'YPSL2026110100001',
    itemCode,
    itemName: { zh: `事项${itemCode}`, en: `item ${itemCode}` },
    submittedAt: '2026-11-01T02:00:00.000Z',
    answers,
    outcome: { ...done([{ zh: '办结', en: 'Done' }]), number: 'YPSL2026110100001' },
    ...more,
  };
}

/** What a handler answered, as the wire would have it. Throws where it is something else. */
export function outcomeOf(answered: unknown): Outcome {
  return outcome.parse(answered);
}

export function sheetOf(answered: unknown): Sheet {
  return sheet.parse(answered);
}

export function documentOf(answered: unknown): DocumentData {
  if (typeof answered !== 'object' || answered === null || !('masks' in answered))
    throw new Error(`no document: ${JSON.stringify(answered)}`);
  return answered as DocumentData;
}

export function offeredBy(answered: unknown): readonly FieldOption[] {
  if (!Array.isArray(answered)) throw new Error(`no options: ${JSON.stringify(answered)}`);
  return answered;
}

/** All that can be read of it, for a look for what must be there or must not. */
export const allText = (answered: unknown): string => JSON.stringify(answered);
