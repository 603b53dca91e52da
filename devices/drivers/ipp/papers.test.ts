import { describe, expect, it } from 'vitest';
import { decodeIpp } from './decode.ts';
import { encodeIpp } from './encode.ts';
import { anyPaper, jobTemplate, pagesForecast, paperOf, sheetsLeft } from './papers.ts';
import type { PrinterReport } from './reports.ts';

const headed = { source: 'tray-2', type: 'stationery-letterhead', sides: 'one-sided' as const };
const booklet = { source: 'tray-1', type: null, sides: 'two-sided-long-edge' as const };
const everything = ['copies', 'media', 'media-col', 'sides', 'number-up', 'finishings'];

const holding = (
  first: number | null,
  second: number | null,
  ...percents: (number | null)[]
): PrinterReport => ({
  state: 'idle',
  reasons: [],
  accepting: true,
  jobAttributes: [],
  supplies: {
    trays: [
      { name: 'Tray 1', sheetsLeft: first, capacity: 250 },
      { name: 'Tray 2', sheetsLeft: second, capacity: 250 },
    ],
    mediaSources: [],
    markers: percents.map((percentLeft) => ({ name: 'black', percentLeft })),
  },
});

describe('what a job asks of the printer', () => {
  const named = (name: string, paper = anyPaper, known = everything) =>
    jobTemplate(paper, known).find((attribute) => attribute.name === name)?.values;

  it('asks for one copy on one side of A4, one page on a sheet, not stapled', () => {
    expect(jobTemplate(anyPaper, everything).map(({ name }) => name)).toEqual([
      'copies',
      'media',
      'sides',
      'number-up',
      'finishings',
    ]);
    expect(named('number-up')).toEqual([{ tag: 'integer', value: 1 }]);
    expect(named('finishings')).toEqual([{ tag: 'enum', value: 3 }]);
    expect(named('sides')).toEqual([{ tag: 'keyword', value: 'one-sided' }]);
  });

  it('does not ask for what the printer does not know: it would refuse the job', () => {
    expect(jobTemplate(anyPaper, []).map(({ name }) => name)).toEqual(['copies', 'media', 'sides']);
  });

  it('names the tray and the kind of paper, and then no medium besides', () => {
    expect(named('media', headed)).toBeUndefined();
    expect(named('media-col', headed)).toEqual([
      {
        tag: 'collection',
        members: [
          {
            name: 'media-size',
            values: [
              {
                tag: 'collection',
                members: [
                  { name: 'x-dimension', values: [{ tag: 'integer', value: 21000 }] },
                  { name: 'y-dimension', values: [{ tag: 'integer', value: 29700 }] },
                ],
              },
            ],
          },
          { name: 'media-source', values: [{ tag: 'keyword', value: 'tray-2' }] },
          { name: 'media-type', values: [{ tag: 'keyword', value: 'stationery-letterhead' }] },
        ],
      },
    ]);
    expect(named('sides', booklet)).toEqual([{ tag: 'keyword', value: 'two-sided-long-edge' }]);
  });

  it('goes over the wire as it is', () => {
    const message = {
      version: [2, 0] as const,
      code: 5,
      requestId: 1,
      groups: [{ tag: 'job' as const, attributes: jobTemplate(headed, everything) }],
      data: new Uint8Array(0),
    };
    expect(decodeIpp(encodeIpp(message))).toEqual({ ok: true, value: message });
  });
});

describe('the papers of a profile', () => {
  const profile = { papers: { plain: booklet, headed }, tonerPages: 2_000 };

  it('are taken by name, the first without one, none that is not there', () => {
    expect(paperOf(profile, 'headed')).toBe(headed);
    expect(paperOf(profile, undefined)).toBe(booklet);
    expect(paperOf({ papers: {}, tonerPages: null }, undefined)).toBe(anyPaper);
    expect(paperOf(profile, 'golden')).toBeNull();
    expect(paperOf(profile, 'toString')).toBeNull();
  });

  it('have the sheets of their own tray; without one, all that is known', () => {
    expect(sheetsLeft(holding(100, 20), headed)).toBe(20);
    expect(sheetsLeft(holding(100, 20), anyPaper)).toBe(120);
    expect(sheetsLeft(holding(100, null), anyPaper)).toBe(100);
    expect(sheetsLeft(holding(100, null), headed)).toBeNull();
    expect(sheetsLeft(holding(null, null), anyPaper)).toBeNull();
  });

  it('are good for so many pages, by paper or by toner', () => {
    expect(pagesForecast(holding(100, 20, 50), profile)).toEqual([
      // Two pages on a sheet.
      { paper: 'plain', pagesLeft: 200, limitedBy: 'paper' },
      { paper: 'headed', pagesLeft: 20, limitedBy: 'paper' },
    ]);
    expect(pagesForecast(holding(100, 20, 80, 1), profile)).toEqual([
      { paper: 'plain', pagesLeft: 20, limitedBy: 'toner' },
      { paper: 'headed', pagesLeft: 20, limitedBy: 'paper' },
    ]);
  });

  it('of which nothing is known are not spoken of', () => {
    expect(pagesForecast(holding(100, null), profile).map(({ paper }) => paper)).toEqual(['plain']);
    expect(pagesForecast(holding(null, null, null), profile)).toEqual([]);
    expect(pagesForecast(holding(null, null, 10), { papers: {}, tonerPages: null })).toEqual([]);
    expect(pagesForecast(holding(null, null, 10), { papers: {}, tonerPages: 500 })).toEqual([
      { paper: null, pagesLeft: 50, limitedBy: 'toner' },
    ]);
  });
});
