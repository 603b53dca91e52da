import type { Answers, FieldOption } from '../../src-shared/service/field.ts';
import type { Outcome } from '../../src-shared/service/outcome.ts';
import type { Sheet } from '../../src-shared/service/sheet.ts';
import type { Text } from '../../src-shared/text.ts';
import type { DocumentData } from '../documents/service-document.ts';
import type { PromiseOffered } from '../domain/items.ts';
import type { Agent } from '../domain/principals.ts';
import type { VerifiedBy } from '../domain/second-factor.ts';
import type { Fact } from '../review/facts.ts';
import type { ReviewOutcome } from '../review/outcome.ts';
import type { Answer, IssuedCertificate, Person } from './social-insurance.ts';

/** The business systems behind the service items: tax, social insurance and the others. */
export interface BusinessSystem {
  /** What may be chosen in a field; an outcome where there is nothing to choose. */
  options(asked: Asked, field: string): Answer<readonly FieldOption[] | Outcome, 'itemUnknown'>;
  /** The name of the company for which this person may act; null where the person may not. */
  companyName(person: Person, code: string): Answer<string | null>;
  query(asked: Asked): Answer<Sheet | Outcome, 'itemUnknown'>;
  /** The document as it would be now, unmasked, and how often it was printed in this month. */
  document(asked: Asked): Answer<Drafted | Outcome, 'itemUnknown'>;
  /** Draws a number, counts one print and makes the PDF: once per key, however often it is asked. */
  issue(
    request: Asked & Keyed,
  ): Answer<IssuedCertificate, 'itemUnknown' | 'nothingFound' | 'limitReached' | 'keyReused'>;
  /** What the registers say of an application, for the table that decides; null where nothing is to be decided. */
  assess(asked: Asked, promises: readonly string[]): Answer<Assessment | null, 'itemUnknown'>;
  /** Takes a matter down: once per key, however often it is asked. */
  submit(
    request: Asked &
      Keyed & {
        /** What the citizen signed to bring later. */
        readonly promises: readonly PromiseOffered[];
        readonly decision: ReviewOutcome | null;
      },
  ): Answer<Outcome, 'itemUnknown' | 'keyReused' | 'keyVoid'>;
  /** A person decided a matter that was taken down for one; the first decision holds, however often it is told. */
  decided(
    of: Pick<Asked, 'person' | 'companyCode'>,
    by: { readonly idempotencyKey: string; readonly decision: ReviewOutcome },
  ): Answer<Outcome, 'keyVoid'>;
  /** Whether a paper that was promised with the matter of this number has not come yet. */
  owes(
    of: Pick<Asked, 'companyCode'> & { readonly person: Person },
    paper: { readonly number: string; readonly code: string },
  ): Answer<boolean>;
  /** A paper that was promised came to a counter: from now on it is not owed, also after its last day. */
  received(
    of: Pick<Asked, 'companyCode'> & { readonly person: Person },
    paper: { readonly number: string; readonly code: string },
  ): Answer<void>;
  /** Papers that are ready to be fetched, of the matters of whoever asks; also those that were fetched. */
  readyPapers(of: Pick<Asked, 'person' | 'companyCode'>): Answer<readonly ReadyPaper[]>;
  /** Null where the matter of this number has none. `owner`: who may be told that it is ready; null: nobody is named. */
  readyPaper(number: string): Answer<(ReadyPaper & { readonly owner: Person | null }) | null>;
  /** What became of a key. One that was never heard of is void from now on. */
  submissionByKey(idempotencyKey: string, terminalId: string): Answer<Outcome | null>;
}

/** What came of a matter and is fetched by whoever handed it in. */
export interface ReadyPaper {
  readonly number: string;
  readonly itemName: Text;
  /** Where it is unless somebody laid it into a cabinet. */
  readonly counter: Text;
}

/** Who asks for what. */
export interface Asked {
  readonly itemCode: string;
  /** Null where the item asks nobody who they are. */
  readonly person: Person | null;
  /** Who does it for that person; null where they do it themselves. */
  readonly agent: Agent | null;
  /** Somebody acts for this company, and may. */
  readonly companyCode: string | null;
  readonly answers: Answers;
  /** By what it was made sure that it is this person; null where nobody was asked. */
  readonly verifiedBy: VerifiedBy | null;
}

export interface Keyed {
  readonly idempotencyKey: string;
  readonly terminalId: string;
  readonly transactionId: string;
}

export interface Drafted {
  readonly document: DocumentData;
  readonly printed: number;
  readonly limit: number | null;
  /** `YYYY-MM` by the clock of Asia/Shanghai. */
  readonly month: string;
}

export interface Assessment {
  readonly tableId: string;
  readonly facts: readonly Fact[];
  /** Papers that may follow and that the table knows, by their names there. */
  readonly promises?: readonly string[];
}

export function isOutcome<T extends object>(found: T | Outcome): found is Outcome {
  return 'sentences' in found;
}
