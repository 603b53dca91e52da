import type { PagesForecast } from '../../contract/document-printer.ts';
import { collection, enumeration, integer, text } from './attributes.ts';
import type { PrinterReport } from './reports.ts';
import { trayOf } from './supplies.ts';
import type { IppAttribute } from './values.ts';

/** A paper that this printer holds, and how it is printed on. */
export interface PaperProfile {
  /** `media-source` of PWG 5100.3: `main`, `tray-2`, `by-pass-tray`; null leaves the tray to the printer. */
  readonly source: string | null;
  /** `media-type`: `stationery`, `stationery-letterhead`; null leaves it to the printer. */
  readonly type: string | null;
  readonly sides: 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge';
}

export interface IppPrinterProfile {
  /** By name; the first is taken where a job names none. */
  readonly papers: Readonly<Record<string, PaperProfile>>;
  /** Pages of a full cartridge, for the forecast; null where nobody knows. */
  readonly tonerPages: number | null;
}

export const anyPaper: PaperProfile = { source: null, type: null, sides: 'one-sided' };

/** Null when the profile has no paper of this name. */
export function paperOf(profile: IppPrinterProfile, name: string | undefined): PaperProfile | null {
  if (name === undefined) return Object.values(profile.papers)[0] ?? anyPaper;
  return Object.hasOwn(profile.papers, name) ? (profile.papers[name] ?? null) : null;
}

/**
 * Job template attributes. What a printer can be set to do by itself (several pages on a sheet, stapling) is
 * switched off where it knows the attribute; with `ipp-attribute-fidelity` one that it does not know would make
 * it refuse the job.
 */
export function jobTemplate(paper: PaperProfile, known: readonly string[]): readonly IppAttribute[] {
  const ifKnown = (attribute: IppAttribute) => (known.includes(attribute.name) ? [attribute] : []);
  return [
    integer('copies', 1),
    paper.source === null && paper.type === null ? text('media', 'keyword', a4.name) : mediaCol(paper),
    text('sides', 'keyword', paper.sides),
    ...ifKnown(integer('number-up', 1)),
    ...ifKnown(enumeration('finishings', finishingsNone)),
  ];
}

/** ISO A4, in hundredths of a millimetre. */
const a4 = { name: 'iso_a4_210x297mm', x: 21_000, y: 29_700 } as const;
const finishingsNone = 3;

/** Instead of `media`: both together are not allowed (PWG 5100.7). */
function mediaCol({ source, type }: PaperProfile): IppAttribute {
  return collection('media-col', [
    collection('media-size', [integer('x-dimension', a4.x), integer('y-dimension', a4.y)]),
    ...(source === null ? [] : [text('media-source', 'keyword', source)]),
    ...(type === null ? [] : [text('media-type', 'keyword', type)]),
  ]);
}

/** Sheets that this paper's tray holds, as the printer says; null where it does not. */
export function sheetsLeft(report: PrinterReport, paper: PaperProfile): number | null {
  if (paper.source !== null) return trayOf(report.supplies, paper.source)?.sheetsLeft ?? null;
  const known = report.supplies.trays.flatMap(({ sheetsLeft: left }) => (left === null ? [] : [left]));
  return known.length === 0 ? null : known.reduce((sum, left) => sum + left, 0);
}

/** How many pages each paper is good for, roughly; papers of which nothing is known are left out. */
export function pagesForecast(report: PrinterReport, profile: IppPrinterProfile): readonly PagesForecast[] {
  const percents = report.supplies.markers.flatMap(({ percentLeft: left }) => (left === null ? [] : [left]));
  const tonerPages =
    profile.tonerPages === null || percents.length === 0
      ? null
      : Math.floor((Math.min(...percents) * profile.tonerPages) / 100);
  const papers = Object.entries(profile.papers);
  return (papers.length === 0 ? [[null, anyPaper] as const] : papers).flatMap(([name, paper]) => {
    const sheets = sheetsLeft(report, paper);
    const byPaper = sheets === null ? null : sheets * (paper.sides === 'one-sided' ? 1 : 2);
    if (byPaper === null && tonerPages === null) return [];
    const limitedBy = tonerPages === null || (byPaper !== null && byPaper <= tonerPages) ? 'paper' : 'toner';
    return [{ paper: name, pagesLeft: Math.min(byPaper ?? Infinity, tonerPages ?? Infinity), limitedBy }];
  });
}
