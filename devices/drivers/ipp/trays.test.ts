import { expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { describeWithPrinter, pdfOf, statusOnce } from './bench.test-support.ts';
import { IppPrinter } from './driver.ts';

const oneSided = 'one-sided' as const;
const papers = {
  plain: { source: 'main', type: 'stationery', sides: oneSided },
  headed: { source: 'by-pass-tray', type: 'stationery-letterhead', sides: oneSided },
  golden: { source: 'tray-77', type: null, sides: oneSided },
};

describeWithPrinter('trays and supplies of a real ippeveprinter', (bench) => {
  const driver = () =>
    new IppPrinter({
      id: 'a4',
      uri: bench.printer().uri,
      clock: systemClock,
      profile: { papers, tonerPages: 2_000 },
      pollMs: 100,
      followMs: 50,
      stallMs: 800,
    });
  const request = async (paper: string) => ({
    jobName: bench.jobName(),
    pdf: await pdfOf(1),
    pages: 1,
    paper,
    timeoutMs: 20_000,
  });

  it('prints from the tray that is named, and refuses one that the printer does not have', async () => {
    const printer = driver();
    await printer.open();
    expect(await printer.print(await request('plain'))).toMatchObject({ ok: true });
    expect(await printer.print(await request('golden'))).toMatchObject({
      ok: false,
      error: { errorCode: 'jobRefused', outcome: 'notDone' },
    });
    expect(await printer.print(await request('silver'))).toMatchObject({
      ok: false,
      error: { completionCode: 'invalidData', outcome: 'notDone' },
    });
    await printer.close();
  });

  it('says how many pages are left, by its tray and its toner', async () => {
    const printer = driver();
    await printer.open();
    const left = () => printer.status.forecast.find(({ paper }) => paper === 'plain');
    await statusOnce(printer, () => left() !== undefined);
    expect(left()).toMatchObject({ limitedBy: 'paper' });
    const full = left()?.pagesLeft ?? 0;
    expect(full).toBeGreaterThan(100);
    await bench.printer().set('paper', 'low');
    await statusOnce(printer, () => (left()?.pagesLeft ?? full) <= 5);
    await bench.printer().set('paper', 'full');
    await bench.printer().set('toner', 'low');
    await statusOnce(printer, () => left()?.limitedBy === 'toner');
    expect(left()?.pagesLeft).toBe(100);
    await printer.close();
  });
});
