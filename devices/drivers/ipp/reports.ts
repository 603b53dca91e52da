import { booleanOf, numberOf, stringsOf } from './attributes.ts';
import { type Supplies, suppliesOf } from './supplies.ts';
import type { IppGroup } from './values.ts';

/** What a printer says of itself (RFC 8011 section 5.4.11). */
export interface PrinterReport {
  readonly state: 'idle' | 'processing' | 'stopped' | 'unknown';
  /** Without `none`; with the suffixes as they came. */
  readonly reasons: readonly string[];
  readonly accepting: boolean;
  readonly supplies: Supplies;
  /** Attributes that a job may have. */
  readonly jobAttributes: readonly string[];
}

export interface JobReport {
  readonly id: number;
  readonly name: string;
  readonly state: JobState;
  readonly reasons: readonly string[];
  /** Sheets that are out, or sides where only these are counted (the same, one-sided). Null: not counted. */
  readonly sheetsDone: number | null;
}

/** RFC 8011 section 5.3.7, in the order of its enum values 3 to 9. */
const jobStates = [
  'pending',
  'pendingHeld',
  'processing',
  'processingStopped',
  'canceled',
  'aborted',
  'completed',
] as const;
export type JobState = (typeof jobStates)[number];

export function printerReport(group: IppGroup | undefined): PrinterReport {
  const state = (['idle', 'processing', 'stopped'] as const)[(numberOf(group, 'printer-state') ?? 0) - 3];
  return {
    state: state ?? 'unknown',
    reasons: stringsOf(group, 'printer-state-reasons').filter((reason) => reason !== 'none'),
    accepting: booleanOf(group, 'printer-is-accepting-jobs') ?? true,
    supplies: suppliesOf(group),
    jobAttributes: stringsOf(group, 'job-creation-attributes-supported'),
  };
}

/** Null when the group does not even say which job it is and how it stands. */
export function jobReport(group: IppGroup | undefined): JobReport | null {
  const id = numberOf(group, 'job-id');
  const state = jobStates[(numberOf(group, 'job-state') ?? 0) - 3];
  if (id === null || state === undefined) return null;
  return {
    id,
    name: stringsOf(group, 'job-name')[0] ?? '',
    state,
    reasons: stringsOf(group, 'job-state-reasons').filter((reason) => reason !== 'none'),
    sheetsDone: numberOf(group, 'job-media-sheets-completed') ?? numberOf(group, 'job-impressions-completed'),
  };
}
