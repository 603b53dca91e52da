import type { Participation, Scheme } from '../../src-shared/certificate/participation.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';

/**
 * The social insurance authority as this server sees it. One implementation per business system; the sandbox
 * is one of them. Every call may find the system down.
 */
export interface SocialInsurance {
  /** What the authority holds under this number; null when it knows no such person. */
  person(idNumber: Sensitive<string>): Answer<Sensitive<PersonRecord> | null>;
  participation(person: Person, range: Range): Answer<Participation, 'notInsured'>;
  printCount(person: Person): Answer<PrintCount>;
  /** Draws a number, counts one print and makes the PDF: once per key, however often it is asked. */
  issue(request: IssueRequest): Answer<IssuedCertificate, 'notInsured' | 'limitReached' | 'keyReused'>;
  /** What became of a key. Only the terminal that issued is told. */
  certificateByKey(idempotencyKey: string, terminalId: string): Answer<KeyState>;
  /** Repeatable. The print is not counted any more. */
  voidCertificate(request: VoidRequest): Answer<{ certificateNumber: string }, 'notFound'>;
  /** What anybody may know who holds the paper; null when no certificate has this code. */
  checkCertificate(verificationCode: string): Answer<PublicRecord | null>;
}

/** `unavailable`: the system did not answer, and nothing was done. */
export type Answer<T, Refusal extends string = never> = Promise<Result<T, 'unavailable' | Refusal>>;

/** Who was verified by a second factor. */
export type Person = Sensitive<{ readonly name: string; readonly idNumber: string }>;

export interface PersonRecord {
  readonly name: string;
  readonly phone: string | null;
}

export interface Range {
  readonly schemes: readonly Scheme[];
  /** Months, `YYYY-MM`, both included. */
  readonly from: string;
  readonly to: string;
}

export interface PrintCount {
  readonly printed: number;
  readonly limit: number;
  /** The calendar month that is counted, `YYYY-MM`, by the clock of Asia/Shanghai. */
  readonly month: string;
}

export interface IssueRequest extends Range {
  readonly idempotencyKey: string;
  readonly terminalId: string;
  readonly transactionId: string;
  readonly person: Person;
  /** Who asked for it in that person's place, as it stands on the paper. */
  readonly agent?: string;
}

export interface IssuedCertificate {
  readonly certificateNumber: string;
  readonly verificationCode: string;
  readonly verificationUrl: string;
  /** ISO 8601. */
  readonly issuedAt: string;
  readonly ordinal: number;
  readonly limit: number | null;
  readonly pages: number;
  readonly pdf: Uint8Array;
}

export type KeyState =
  | { readonly state: 'absent' }
  | { readonly state: 'issued'; readonly certificate: IssuedCertificate }
  | { readonly state: 'void'; readonly certificateNumber: string };

export interface VoidRequest {
  readonly idempotencyKey: string;
  readonly terminalId: string;
  readonly reason: 'spoiled' | 'notPrinted';
}

export interface PublicRecord {
  readonly state: 'issued' | 'void';
  readonly certificateNumber: string;
  readonly holderMasked: string;
  readonly issuedAt: string;
  /** Made without a connection to the real authority: worth nothing. */
  readonly specimen: boolean;
}
