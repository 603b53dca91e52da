import type { Text } from '../../src-shared/text.ts';

/** What the server tells the console of reviewing. Instants are ISO 8601; nothing personal is in clear. */

type Kind = 'approve' | 'correct' | 'acceptWithPromise' | 'refuse' | 'toPerson';

export interface ReviewCaseRow {
  readonly id: string;
  readonly tableId: string;
  /** Null: no table was in force. */
  readonly title: Text | null;
  readonly itemCode: string;
  /** Masked. */
  readonly applicant: { readonly name: string; readonly idNumber: string };
  readonly kind: Kind;
  readonly machineKind: Kind;
  readonly afterCheck: 'due' | 'right' | 'wrong' | null;
  readonly reviewedAt: string;
  readonly decidedBy: string | null;
  readonly why: {
    readonly sentence: Text | null;
    readonly doubts: readonly { readonly label: Text; readonly doubt: string }[];
  };
}

export interface ReviewCaseDetail extends ReviewCaseRow {
  readonly transactionId: string;
  readonly terminalNumber: string | null;
  readonly ruleSet: { readonly id: string; readonly version: number; readonly sha256: string } | null;
  readonly row: string | null;
  readonly appliedAt: string;
  readonly facts: readonly {
    readonly label: Text;
    readonly source: string;
    readonly value: boolean | number | string | null;
    readonly asOf: string | null;
  }[];
  readonly reasons: readonly Text[];
  readonly corrections: readonly Text[];
  /** Papers that may follow. */
  readonly promises: readonly { readonly code: string; readonly material: Text }[];
  readonly law: readonly string[];
  /** Who did what, in order; the machine has no name. */
  readonly history: readonly HistoryEntry[];
}

export interface HistoryEntry {
  readonly at: string;
  readonly kind: string;
  readonly operator: string | null;
  readonly what: string | null;
  /** The paper that it is about. */
  readonly material: Text | null;
  readonly note: string | null;
}

export interface RuleSetRow {
  readonly sha256: string;
  readonly tableId: string;
  readonly title: Text | null;
  readonly version: number;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly testRun: {
    readonly at: string;
    readonly cases: number;
    readonly failures: readonly string[];
  } | null;
  readonly approvals: readonly string[];
  readonly effectiveAt: string | null;
  readonly inForce: boolean;
}

export interface RecallRow {
  readonly caseId: string;
  readonly title: Text | null;
  readonly itemCode: string;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly steps: readonly { readonly step: string; readonly by: string; readonly at: string }[];
  readonly closedAt: string | null;
}

export interface ReviewOverview {
  readonly at: string;
  /** How many days the counts are of. */
  readonly days: number;
  /** What the machine said, before any person. */
  readonly counts: Readonly<Record<Kind, number>>;
  /** The oldest first. */
  readonly queue: readonly ReviewCaseRow[];
  readonly recalls: readonly RecallRow[];
  readonly ruleSets: readonly RuleSetRow[];
}

export interface Me {
  readonly name: string;
  readonly role: 'administrator' | 'operator';
}
