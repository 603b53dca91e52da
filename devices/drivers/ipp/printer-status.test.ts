import { describe, expect, it } from 'vitest';
import { blockingFault, statusOf } from './printer-status.ts';
import { jobReport, type PrinterReport, printerReport } from './reports.ts';

const said = (reasons: readonly string[], more: Partial<PrinterReport> = {}): PrinterReport => ({
  state: 'idle',
  accepting: true,
  reasons,
  ...more,
});

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
    expect(statusOf(said(reasons))).toMatchObject(expected);
  });

  it('stopped for a reason that nobody names needs a technician', () => {
    expect(statusOf(said([], { state: 'stopped' })).device).toBe('hardwareError');
    expect(statusOf(said(['media-empty-error'], { state: 'stopped' })).device).toBe('userError');
  });

  it('a printer that takes no jobs, or says nothing of itself, is offline', () => {
    expect(statusOf(said([], { accepting: false })).device).toBe('offline');
    expect(statusOf(said([], { state: 'unknown' })).device).toBe('offline');
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
    expect(printerReport(undefined)).toEqual({ state: 'unknown', reasons: [], accepting: true });
    const odd = {
      tag: 'printer' as const,
      attributes: [
        { name: 'printer-state', values: [{ tag: 'keyword' as const, value: 'idle' }] },
        { name: 'printer-state-reasons', values: [{ tag: 'integer' as const, value: 3 }] },
        { name: 'printer-is-accepting-jobs', values: [{ tag: 'noValue' as const }] },
      ],
    };
    expect(printerReport(odd)).toEqual({ state: 'unknown', reasons: [], accepting: true });
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
