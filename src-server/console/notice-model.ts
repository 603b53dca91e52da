import type { Text } from '../../src-shared/text.ts';

/** What the server tells the console of messages and of papers in cabinets. Instants are ISO 8601; nothing personal is in clear. */

export const noticeFilters = ['notReached', 'waiting', 'told'] as const;
export type NoticeFilter = (typeof noticeFilters)[number];

export interface NoticeRow {
  readonly id: string;
  readonly kind: 'decision' | 'readyPaper' | 'uncollectedPaper';
  /** Of the matter. */
  readonly number: string;
  /** As it goes out. */
  readonly text: string;
  /** Masked; null when they know, or nobody is named. */
  readonly person: { readonly name: string; readonly idNumber: string } | null;
  readonly owedAt: string;
  readonly state: 'waiting' | 'notReached' | 'sent' | 'toldByPerson';
  /** When they were told. */
  readonly toldAt: string | null;
  readonly toldBy: string | null;
  readonly failure: {
    readonly why: 'noPhone' | 'unavailable' | 'nobodyNamed';
    readonly times: number;
    readonly at: string;
  } | null;
}

export interface NoticeList {
  readonly counts: Readonly<Record<NoticeFilter, number>>;
  readonly rows: readonly NoticeRow[];
}

/** A paper in the cabinet of a terminal. */
export interface LockerRow {
  /** Of the terminal. */
  readonly terminal: string;
  readonly compartment: number;
  /** Of the matter. */
  readonly number: string;
  /** Null: its business system has not been asked yet. */
  readonly itemName: Text | null;
  readonly state: 'inside' | 'unclear' | 'collected' | 'removed';
  readonly since: string;
  /** When the terminal told of it last. */
  readonly at: string;
  /** `YYYY-MM-DD`; afterwards it goes back to its counter. */
  readonly lastDay: string;
  /** It lies there, and its last day is over: somebody has to take it out. */
  readonly overdue: boolean;
}
