import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeWithPrinter, pdfOf } from './bench.test-support.ts';

const timeoutMs = 15_000;

describeWithPrinter('an IPP printer', ({ printer, driver, jobName, progress }) => {
  it('is starting until it is opened, then online', async () => {
    const device = driver();
    expect(device.status).toMatchObject({ device: 'starting', paper: 'unknown' });
    expect(await device.open()).toEqual({ ok: true, value: undefined });
    expect(device.status).toEqual({
      device: 'online',
      reasons: [],
      paper: 'full',
      toner: 'full',
      media: 'unknown',
      cover: 'closed',
      forecast: [{ paper: null, pagesLeft: 275, limitedBy: 'paper' }],
    });
  });

  it('prints one page, which comes out byte for byte as it was sent', async () => {
    const device = driver();
    await device.open();
    const pdf = await pdfOf(1);
    const told = progress();
    const before = (await printer().printed()).length;
    const printed = await device.print({
      jobName: jobName(),
      pdf,
      pages: 1,
      timeoutMs,
      onProgress: told.onProgress,
    });
    expect(printed).toMatchObject({ ok: true, value: { pagesDone: 1 } });
    const documents = await printer().printed();
    expect(documents).toHaveLength(before + 1);
    expect(Uint8Array.from(await readFile(documents.at(-1) ?? ''))).toEqual(pdf);
    expect(told.states()[0]).toBe('sending 0');
    expect(told.states().at(-1)).toBe('printing 1');
  });

  it('tells each page of three as it comes out', async () => {
    const device = driver();
    await device.open();
    const told = progress();
    const printed = await device.print({
      jobName: jobName(),
      pdf: await pdfOf(3),
      pages: 3,
      timeoutMs,
      onProgress: told.onProgress,
    });
    expect(printed).toMatchObject({ ok: true, value: { pagesDone: 3 } });
    expect(told.states()).toEqual(
      expect.arrayContaining(['sending 0', 'printing 0', 'printing 1', 'printing 2', 'printing 3']),
    );
  });

  it('takes two orders one after the other', async () => {
    const device = driver();
    await device.open();
    const before = (await printer().printed()).length;
    const pdf = await pdfOf(1);
    const both = await Promise.all([
      device.print({ jobName: jobName(), pdf, pages: 1, timeoutMs }),
      device.print({ jobName: jobName(), pdf, pages: 1, timeoutMs }),
    ]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await printer().printed()).toHaveLength(before + 2);
  });

  it('waits its turn behind the job of somebody else', async () => {
    const [ours, theirs] = [driver(), driver()];
    await Promise.all([ours.open(), theirs.open()]);
    const pdf = await pdfOf(1);
    const both = await Promise.all([
      theirs.print({ jobName: jobName(), pdf, pages: 1, timeoutMs }),
      ours.print({ jobName: jobName(), pdf, pages: 1, timeoutMs }),
    ]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it('reports a document that the printer does not take as refused, and keeps no job waiting', async () => {
    const device = driver();
    await device.open();
    const name = 'x'.repeat(300);
    expect(await device.print({ jobName: name, pdf: await pdfOf(1), pages: 1, timeoutMs })).toMatchObject({
      ok: false,
      error: { completionCode: 'commandErrorCode', errorCode: 'jobRefused', outcome: 'notDone' },
    });
    expect(await device.findJob(name, { timeoutMs })).toMatchObject({
      ok: true,
      value: { state: 'notPrinted', reasons: ['aborted-by-system'] },
    });
    // The printer is free again at once.
    expect(
      await device.print({ jobName: jobName(), pdf: await pdfOf(1), pages: 1, timeoutMs }),
    ).toMatchObject({ ok: true });
  });

  it('canceled before it began: notDone; in the middle: the job is canceled and its sheets are counted', async () => {
    const device = driver();
    await device.open();
    const pdf = await pdfOf(3);
    expect(
      await device.print({ jobName: jobName(), pdf, pages: 3, timeoutMs, signal: AbortSignal.abort() }),
    ).toMatchObject({ ok: false, error: { completionCode: 'canceled', outcome: 'notDone' } });

    const abort = new AbortController();
    const before = (await printer().printed()).length;
    const job = await device.print({
      jobName: jobName(),
      pdf,
      pages: 3,
      timeoutMs,
      signal: abort.signal,
      onProgress: ({ pagesDone }) => pagesDone === 1 && abort.abort(),
    });
    expect(job).toMatchObject({ ok: false, error: { completionCode: 'canceled', outcome: 'indeterminate' } });
    expect(await printer().printed()).toHaveLength(before);
  });

  it('runs out of time before the first sheet: canceled at the printer, notDone', async () => {
    const device = driver();
    await device.open();
    const job = await device.print({ jobName: jobName(), pdf: await pdfOf(1), pages: 1, timeoutMs: 250 });
    expect(job).toMatchObject({ ok: false, error: { completionCode: 'timeOut', outcome: 'notDone' } });
  });

  it('says offline when closed, and stays quiet', async () => {
    const device = driver();
    await device.open();
    await device.close();
    expect(device.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
  });
});
