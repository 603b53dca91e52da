import type { Answers, FieldOption } from '../../../src-shared/service/field.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Text } from '../../../src-shared/text.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import type { VerifiedBy } from '../../domain/second-factor.ts';
import type { ReviewOutcome } from '../../review/outcome.ts';
import type { SandboxPerson } from '../people.ts';
import type { SandboxCompany } from './companies.ts';

/** What was handed in before. */
export interface Filed {
  readonly number: string;
  readonly itemCode: string;
  readonly itemName: Text;
  /** ISO 8601. */
  readonly submittedAt: string;
  readonly answers: Answers;
  readonly outcome: Outcome;
}

/** One question to a register of the sandbox. */
export interface Question {
  /** Null where the item asks nobody who they are. Whoever handles such an item alone may leave it out of account. */
  readonly person: SandboxPerson | null;
  readonly company: SandboxCompany | null;
  readonly answers: Answers;
  readonly verifiedBy: VerifiedBy | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** `YYYY-MM-DD` by the clock of Asia/Shanghai. */
  readonly today: string;
  /** Months of which nothing is booked yet: the register is behind. */
  readonly staleMonths: number;
  /** What this person (or company) handed in under these items, or under any; oldest first, refusals left out. */
  filed(...itemCodes: readonly string[]): Promise<readonly Filed[]>;
  /** All of it, with what a person refused after it was taken down. */
  handedIn(): Promise<readonly Filed[]>;
  /** What anybody handed in under these items with this answer: taken hours of a hall, a plate that is registered. */
  takenBy(itemCode: string, field: string): Promise<readonly string[]>;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly companies: ReadonlyMap<string, SandboxCompany>;
}

export interface Submission extends Question {
  readonly promises: readonly string[];
  /** Of the table that decides, where there is one. */
  readonly decision: ReviewOutcome | null;
  /** Under which it will be filed, where something comes of it. */
  readonly number: string;
}

type Maybe<T> = T | Promise<T>;

/** What a register does for one item; each is there where the steps of the item need it. */
export interface ItemHandler {
  /** Of a field whose options come from the centre. */
  readonly options?: (question: Question, field: string) => Maybe<readonly FieldOption[] | Outcome>;
  readonly query?: (question: Question) => Maybe<Sheet | Outcome>;
  readonly document?: (question: Question) => Maybe<DocumentData | Outcome>;
  /** Facts for the table that decides. */
  readonly assess?: (question: Question, promises: readonly string[]) => Maybe<Assessment>;
  /** `number` of the answer is filled in by whoever files it; null where nothing is taken down. */
  readonly submit?: (submission: Submission) => Maybe<Outcome>;
}

/** By item code. */
export type Handlers = Readonly<Record<string, ItemHandler>>;
