import { expect, it } from 'vitest';
import { describeWithPrinter, pdfOf, statusOnce } from './bench.test-support.ts';

const timeoutMs = 15_000;

describeWithPrinter('the paper tray is empty', ({ printer, driver, jobName, progress }) => {
  it('before a job: shown in the status, and no job is even created', async () => {
    const device = driver();
    await device.open();
    await printer().set('paper', 'out');
    await statusOnce(device, ({ paper }) => paper === 'out');
    expect(device.status).toMatchObject({ device: 'userError', reasons: ['paperOut'] });

    const name = jobName();
    expect(await device.print({ jobName: name, pdf: await pdfOf(1), pages: 1, timeoutMs })).toMatchObject({
      ok: false,
      error: { completionCode: 'commandErrorCode', errorCode: 'paperOut', outcome: 'notDone' },
    });
    expect(await device.findJob(name, { timeoutMs })).toEqual({ ok: true, value: { state: 'absent' } });

    await printer().set('paper', 'full');
    await statusOnce(device, ({ device: state }) => state === 'online');
    expect(device.status.paper).toBe('full');
  });

  it('is asked afresh before each job: an old status does not let one through', async () => {
    const device = driver();
    await device.open();
    await printer().set('paper', 'out');
    expect(
      await device.print({ jobName: jobName(), pdf: await pdfOf(1), pages: 1, timeoutMs }),
    ).toMatchObject({ ok: false, error: { errorCode: 'paperOut', outcome: 'notDone' } });
  });

  it('low: shown, and printing goes on', async () => {
    const device = driver();
    await device.open();
    await printer().set('paper', 'low');
    await statusOnce(device, ({ paper }) => paper === 'low');
    expect(device.status).toMatchObject({ device: 'online', reasons: ['paperLow'] });
    expect(
      await device.print({ jobName: jobName(), pdf: await pdfOf(1), pages: 1, timeoutMs }),
    ).toMatchObject({ ok: true });
  });

  it('after the first of three sheets: canceled, and a sheet is out, so indeterminate', async () => {
    const device = driver();
    await device.open();
    const told = progress();
    const before = (await printer().printed()).length;
    let emptied = false;
    const job = await device.print({
      jobName: jobName(),
      pdf: await pdfOf(3),
      pages: 3,
      timeoutMs,
      onProgress: (now) => {
        told.onProgress(now);
        if (now.pagesDone === 1 && !emptied) {
          emptied = true;
          void printer().set('paper', 'out');
        }
      },
    });
    expect(job).toMatchObject({ ok: false, error: { errorCode: 'paperOut', outcome: 'indeterminate' } });
    if (!job.ok) expect(job.error.description).toMatch(/canceled, 1 sheets out/);
    expect(told.states()).toContainEqual(expect.stringMatching(/^stopped 1 media-empty-warning/));
    expect(await printer().printed()).toHaveLength(before);
  });

  it('refilled within the time that is given: the job goes on and is done', async () => {
    const device = driver();
    await device.open();
    let emptied = false;
    const job = await device.print({
      jobName: jobName(),
      pdf: await pdfOf(2),
      pages: 2,
      timeoutMs,
      onProgress: ({ state, pagesDone }) => {
        if (pagesDone === 1 && !emptied) {
          emptied = true;
          void printer().set('paper', 'out');
        }
        if (state === 'stopped') void printer().set('paper', 'full');
      },
    });
    expect(emptied).toBe(true);
    expect(job).toMatchObject({ ok: true, value: { pagesDone: 2 } });
  });
});
