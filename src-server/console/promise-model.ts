import type { Text } from '../../src-shared/text.ts';
import type { HistoryEntry } from './review-model.ts';

/** What the server tells the console of promised and of given papers. Instants are ISO 8601; nothing personal is in clear. */

export const promiseFilters = ['open', 'dueSoon', 'notReached', 'came', 'lapsed'] as const;
export type PromiseFilter = (typeof promiseFilters)[number];

export interface PromiseRow {
  readonly submissionKey: string;
  /** Of the material. */
  readonly code: string;
  readonly number: string;
  readonly itemCode: string;
  /** Null: the item is not offered any more. */
  readonly itemName: Text | null;
  readonly material: Text;
  readonly consequence: Text;
  /** The last day, `YYYY-MM-DD`. */
  readonly dueOn: string;
  /** 0 on the last day; negative when it is over and the business system has not said whether the paper came. */
  readonly daysLeft: number;
  /** `atCounter`: it came, and the business system does not know yet. */
  readonly state: 'open' | 'atCounter' | 'came' | 'lapsed';
  /** Masked; null when the promise ended, for then the centre does not hold it any more. */
  readonly person: { readonly name: string; readonly idNumber: string } | null;
  /** Masked; of the company for which somebody promised. */
  readonly companyCode: string | null;
  readonly promisedAt: string;
  readonly remindedAt: string | null;
  /** A clerk accepted the matter on this promise; whoever's it is was told of it by a message. */
  readonly byClerk: boolean;
  readonly notifiedAt: string | null;
  /** The last one of a notice or a reminder. */
  readonly messageFailure: {
    readonly why: 'noPhone' | 'unavailable';
    readonly times: number;
    readonly at: string;
  } | null;
  /** No message is tried any more: somebody has to tell them. */
  readonly givenUp: boolean;
  /** When the business system last said that it has not come. */
  readonly askedAt: string | null;
  readonly counterAt: string | null;
  readonly endedAt: string | null;
}

export interface PromiseList {
  readonly counts: Readonly<Record<PromiseFilter, number>>;
  readonly rows: readonly PromiseRow[];
}

export interface PromiseDetail extends PromiseRow {
  readonly history: readonly HistoryEntry[];
}

/** A paper that was given with a matter. */
export type GivenPaperRow = {
  readonly materialId: string;
  /** Null: the item has no such paper any more. */
  readonly name: Text | null;
  readonly givenAt: string;
} & (
  | {
      readonly kind: 'eLicence';
      readonly issuer: string;
      /** Null: erased. */
      readonly numberMasked: string | null;
    }
  /** `pages`: null when they are erased. */
  | { readonly kind: 'upload'; readonly pages: number | null }
);

export interface GivenPapers {
  /** Whether somebody has to decide here, so that pages may be opened. */
  readonly openable: boolean;
  readonly papers: readonly GivenPaperRow[];
}

/** Pages as they are shown to one operator, once. */
export interface OpenedPaper {
  /** `YYYY-MM-DD HH:MM:SS` by the clock of China, as it stands on the pages. */
  readonly openedAt: string;
  readonly pages: readonly OpenedPage[];
}

/** `notShown`: so many sheets of a PDF that cannot be drawn, or has too many. */
export type OpenedPage =
  | { readonly kind: 'jpeg'; readonly base64: string }
  | { readonly kind: 'notShown'; readonly sheets: number };
