import type { DocumentPrinterErrorCode, DocumentPrinterStatus } from '../../contract/document-printer.ts';
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

/** Why nothing can be printed now, the gravest; null when nothing is known to be in the way. */
export function blockingFault(report: PrinterReport): DocumentPrinterErrorCode | null {
  const codes = report.reasons.map((reason) => blocking[keywordOf(reason)]);
  return gravity.find((code) => codes.includes(code)) ?? null;
}

export function statusOf(report: PrinterReport): DocumentPrinterStatus {
  const keywords = new Set(report.reasons.map(keywordOf));
  const has = (...wanted: string[]) => wanted.some((keyword) => keywords.has(keyword));
  const fault = blockingFault(report);
  const jammed = has('media-jam');
  const out = has('media-empty', 'media-needed', 'input-tray-missing');
  return {
    device: deviceOf(report, fault, has(...unavailable)),
    reasons: report.reasons.map((reason) => reasonNames[keywordOf(reason)] ?? keywordOf(reason)),
    paper: jammed ? 'jammed' : out ? 'out' : has('media-low') ? 'low' : 'full',
    toner: has('toner-empty', 'marker-supply-empty')
      ? 'out'
      : has('toner-low', 'marker-supply-low')
        ? 'low'
        : 'full',
    media: jammed ? 'jammed' : 'unknown',
    cover: has('cover-open', 'door-open', 'interlock-open') ? 'open' : 'closed',
  };
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
  };
}
