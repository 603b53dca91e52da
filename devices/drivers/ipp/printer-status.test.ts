import { describe, expect, it } from 'vitest';
import { blockingFault, statusOf } from './printer-status.ts';
import { jobReport, type PrinterReport, printerReport } from './reports.ts';

const said = (reasons: readonly string[], more: Partial<PrinterReport> = {}): PrinterReport => ({
  state: 'idle',
  accepting: true,
  reasons,
  supplies: { trays: [], mediaSources: [], markers: [] },
  jobAttributes: [],
  ...more,
});
const plain = { papers: {}, tonerPages: null };

describe('printer-state-reasons as XFS4IoT status', () => {
  it.each([
    [[], { device: 'online', paper: 'full', toner: 'full', cover: 'closed' }],
    [['media-low-report'], { device: 'online', paper: 'low', reasons: ['paperLow'] }],
    [['media-low-warning'], { device: 'online', paper: 'low' }],
    [['media-empty-report'], { device: 'userError', paper: 'out', reasons: ['paperOut'] }],
    [['media-empty'], { device: 'userError', paper: 'out' }],
    [['media-needed-error'], { device: 'userError', paper: 'out', reasons: ['paperNeeded'] }],
    [['media-low-report', 'media-empty-report'], { paper: 'out' }],
    [['media-jam-error'], { device: 'userError', paper: 'jammed', media: 'jammed', reasons: ['paperJam'] }],
    [['media-jam-error', 'media-empty-error'], { paper: 'jammed' }],
    [['toner-low-report'], { device: 'online', toner: 'low', reasons: ['tonerLow'] }],
    [['marker-supply-low-report'], { device: 'online', toner: 'low' }],
    [['toner-empty-warning'], { device: 'userError', toner: 'out', reasons: ['tonerOut'] }],
    [['marker-supply-empty-error'], { device: 'userError', toner: 'out' }],
    [['cover-open-error'], { device: 'userError', cover: 'open', reasons: ['coverOpen'] }],
    [['door-open-report'], { device: 'userError', cover: 'open', reasons: ['doorOpen'] }],
    [['paused'], { device: 'offline', reasons: ['paused'] }],
    [['connecting-to-device-report'], { device: 'offline', reasons: ['connecting-to-device'] }],
    [['fuser-over-temp-warning'], { device: 'online', reasons: ['fuser-over-temp'] }],
  ])('%j', (reasons, expected) => {
    expect(statusOf(said(reasons), plain)).toMatchObject(expected);
  });

  it('stopped for a reason that nobody names needs a technician', () => {
    expect(statusOf(said([], { state: 'stopped' }), plain).device).toBe('hardwareError');
    expect(statusOf(said(['media-empty-error'], { state: 'stopped' }), plain).device).toBe('userError');
  });

  it('a printer that takes no jobs, or says nothing of itself, is offline', () => {
    expect(statusOf(said([], { accepting: false }), plain).device).toBe('offline');
    expect(statusOf(said([], { state: 'unknown' }), plain).device).toBe('offline');
  });

  it('where trays are counted, the tray of a paper decides about that paper', () => {
    const profile = {
      papers: {
        plain: { source: 'tray-1', type: null, sides: 'one-sided' as const },
        headed: { source: 'tray-2', type: null, sides: 'one-sided' as const },
      },
      tonerPages: null,
    };
    const holding = (first: number | null, second: number | null, reasons: readonly string[]) =>
      said(reasons, {
        supplies: {
          trays: [
            { name: 'Tray 1', sheetsLeft: first, capacity: 250 },
            { name: 'Tray 2', sheetsLeft: second, capacity: 250 },
            { name: 'By-pass Tray', sheetsLeft: 0, capacity: 50 },
          ],
          mediaSources: [],
          markers: [],
        },
      });
    // The by-pass tray is empty, and nobody needs it.
    expect(statusOf(holding(100, 30, ['media-empty-report']), profile)).toMatchObject({
      device: 'online',
      paper: 'low',
    });
    const second = holding(100, 0, ['media-empty-report']);
    expect(statusOf(second, profile)).toMatchObject({ device: 'userError', paper: 'out' });
    expect(blockingFault(second, profile.papers.plain)).toBeNull();
    expect(blockingFault(second, profile.papers.headed)).toBe('paperOut');
    // Not even told, and counted all the same.
    expect(statusOf(holding(100, 0, []), profile)).toMatchObject({ paper: 'out', reasons: ['paperOut'] });
    // Not counted: the reason is all that is known.
    expect(blockingFault(holding(null, null, ['media-empty']), profile.papers.plain)).toBe('paperOut');
    expect(blockingFault(holding(9, 9, ['media-empty', 'media-jam']), profile.papers.plain)).toBe(
      'paperJammed',
    );
  });

  it('names the gravest fault', () => {
    expect(blockingFault(said(['media-empty-error', 'cover-open-error', 'media-jam-error']))).toBe(
      'paperJammed',
    );
    expect(blockingFault(said(['toner-empty', 'media-empty-error']))).toBe('paperOut');
    expect(blockingFault(said(['media-low', 'toner-low', 'none-such']))).toBeNull();
  });
});

describe('what a printer reports', () => {
  it('survives attributes that are missing or of the wrong type', () => {
    expect(printerReport(undefined)).toEqual({
      state: 'unknown',
      reasons: [],
      accepting: true,
      supplies: { trays: [], mediaSources: [], markers: [] },
      jobAttributes: [],
    });
    const odd = {
      tag: 'printer' as const,
      attributes: [
        { name: 'printer-state', values: [{ tag: 'keyword' as const, value: 'idle' }] },
        { name: 'printer-state-reasons', values: [{ tag: 'integer' as const, value: 3 }] },
        { name: 'printer-is-accepting-jobs', values: [{ tag: 'noValue' as const }] },
      ],
    };
    expect(printerReport(odd)).toEqual({
      state: 'unknown',
      reasons: [],
      accepting: true,
      supplies: { trays: [], mediaSources: [], markers: [] },
      jobAttributes: [],
    });
    expect(jobReport(undefined)).toBeNull();
    expect(jobReport({ tag: 'job', attributes: [] })).toBeNull();
  });

  it('counts sheets, else sides, else nothing', () => {
    const job = (...counts: readonly (readonly [string, number])[]) =>
      jobReport({
        tag: 'job',
        attributes: [
          { name: 'job-id', values: [{ tag: 'integer', value: 7 }] },
          { name: 'job-state', values: [{ tag: 'enum', value: 6 }] },
          ...counts.map(([name, value]) => ({ name, values: [{ tag: 'integer' as const, value }] })),
        ],
      });
    const [sheets, sides] = ['job-media-sheets-completed', 'job-impressions-completed'];
    expect(job([sheets, 2], [sides, 3])).toMatchObject({ state: 'processingStopped', sheetsDone: 2 });
    expect(job([sides, 3])?.sheetsDone).toBe(3);
    expect(job()?.sheetsDone).toBeNull();
  });
});
