import type { DocumentPrinterErrorCode, DocumentPrinterStatus } from '../../contract/document-printer.ts';
import { anyPaper, type IppPrinterProfile, type PaperProfile, pagesForecast, sheetsLeft } from './papers.ts';
import type { PrinterReport } from './reports.ts';

/**
 * What `printer-state-reasons` (RFC 8011 section 5.4.12, PWG 5100.9) mean for one sheet of paper.
 *
 * The suffix -report, -warning or -error is no guide: CUPS' own ippeveprinter derives it from the printer's
 * state, so an empty tray is `media-empty-report` as long as the printer is idle. The keyword alone counts.
 */
const blocking: Readonly<Record<string, DocumentPrinterErrorCode>> = {
  'media-jam': 'paperJammed',
  'cover-open': 'coverOpen',
  'door-open': 'coverOpen',
  'interlock-open': 'coverOpen',
  'media-empty': 'paperOut',
  'media-needed': 'paperOut',
  'input-tray-missing': 'paperOut',
  'toner-empty': 'tonerOut',
  'marker-supply-empty': 'tonerOut',
};
/** The graver first: a cover is opened to clear a jam, and a jam empties no tray. */
const gravity: readonly DocumentPrinterErrorCode[] = ['paperJammed', 'coverOpen', 'paperOut', 'tonerOut'];

/** The device behind the print server cannot be reached, or a person has stopped it. */
const unavailable = new Set(['paused', 'moving-to-paused', 'shutdown', 'connecting-to-device', 'timed-out']);

/** `media-empty-report` -> `media-empty`. */
function keywordOf(reason: string): string {
  return reason.replace(/-(report|warning|error)$/, '');
}

/**
 * Why nothing can be printed on this paper now, the gravest; null when nothing is known to be in the way. The
 * reasons do not say which tray is empty: where the printer counts sheets, the paper's own tray decides.
 */
export function blockingFault(
  report: PrinterReport,
  paper: PaperProfile = anyPaper,
): DocumentPrinterErrorCode | null {
  const codes = new Set(report.reasons.map((reason) => blocking[keywordOf(reason)]));
  const sheets = paper.source === null ? null : sheetsLeft(report, paper);
  if (sheets === 0) codes.add('paperOut');
  else if (sheets !== null) codes.delete('paperOut');
  return gravity.find((code) => codes.has(code)) ?? null;
}

/** Of all papers: what stops one stops a citizen. */
function firstFault(report: PrinterReport, { papers }: IppPrinterProfile): DocumentPrinterErrorCode | null {
  const all = Object.values(papers);
  const faults = (all.length === 0 ? [anyPaper] : all).map((paper) => blockingFault(report, paper));
  return gravity.find((code) => faults.includes(code)) ?? null;
}

export function statusOf(report: PrinterReport, profile: IppPrinterProfile): DocumentPrinterStatus {
  const keywords = new Set(report.reasons.map(keywordOf));
  const has = (...wanted: string[]) => wanted.some((keyword) => keywords.has(keyword));
  const fault = firstFault(report, profile);
  const jammed = has('media-jam');
  const names = report.reasons.map((reason) => reasonNames[keywordOf(reason)] ?? keywordOf(reason));
  const untold = fault === 'paperOut' && !names.includes('paperOut') && !names.includes('paperNeeded');
  return {
    device: deviceOf(report, fault, has(...unavailable)),
    reasons: untold ? [...names, 'paperOut'] : names,
    paper: jammed ? 'jammed' : paperOf(report, profile, has('media-low')),
    toner: has('toner-empty', 'marker-supply-empty')
      ? 'out'
      : has('toner-low', 'marker-supply-low')
        ? 'low'
        : 'full',
    media: jammed ? 'jammed' : 'unknown',
    cover: has('cover-open', 'door-open', 'interlock-open') ? 'open' : 'closed',
    forecast: pagesForecast(report, profile),
  };
}

/** A tray that is empty and not ours is none of the citizen's business, and still a hint for staff. */
function paperOf(report: PrinterReport, { papers }: IppPrinterProfile, low: boolean): 'full' | 'low' | 'out' {
  const all = Object.values(papers);
  const faults = (all.length === 0 ? [anyPaper] : all).map((paper) => blockingFault(report, paper));
  if (faults.includes('paperOut')) return 'out';
  return low || blockingFault(report) === 'paperOut' ? 'low' : 'full';
}

function deviceOf(
  report: PrinterReport,
  fault: DocumentPrinterErrorCode | null,
  isUnavailable: boolean,
): DocumentPrinterStatus['device'] {
  if (isUnavailable || !report.accepting) return 'offline';
  // What a hand can cure is not a broken printer.
  if (fault !== null) return 'userError';
  if (report.state === 'stopped') return 'hardwareError';
  return report.state === 'unknown' ? 'offline' : 'online';
}

/** The short codes of this project where one printer's word and another's mean the same. */
const reasonNames: Readonly<Record<string, string>> = {
  'media-jam': 'paperJam',
  'media-empty': 'paperOut',
  'media-needed': 'paperNeeded',
  'media-low': 'paperLow',
  'toner-empty': 'tonerOut',
  'marker-supply-empty': 'tonerOut',
  'toner-low': 'tonerLow',
  'marker-supply-low': 'tonerLow',
  'cover-open': 'coverOpen',
  'door-open': 'doorOpen',
};

/** Before the printer was asked, and while it does not answer. */
export function unknownStatus(device: 'starting' | 'offline', reason: string): DocumentPrinterStatus {
  return {
    device,
    reasons: [reason],
    paper: 'unknown',
    toner: 'unknown',
    media: 'unknown',
    cover: 'unknown',
    forecast: [],
  };
}
