import { expect, it } from 'vitest';
import { describeWithPrinter, pdfOf, statusOnce } from './bench.test-support.ts';

const timeoutMs = 15_000;

describeWithPrinter('a sheet jams during a job', ({ printer, driver, jobName, progress }) => {
  it('the first sheet: canceled at the printer, which says that nothing is out: notDone', async () => {
    const device = driver();
    await device.open();
    await printer().set('jamNext', true);
    const told = progress();
    const before = (await printer().printed()).length;
    const name = jobName();
    const job = await device.print({
      jobName: name,
      pdf: await pdfOf(1),
      pages: 1,
      timeoutMs,
      onProgress: told.onProgress,
    });
    expect(job).toMatchObject({
      ok: false,
      error: { completionCode: 'commandErrorCode', errorCode: 'paperJammed', outcome: 'notDone' },
    });
    expect(told.states().at(-1)).toBe('stopped 0 media-jam-error');
    expect(await device.findJob(name, { timeoutMs })).toMatchObject({
      ok: true,
      value: { state: 'notPrinted', reasons: ['job-canceled-by-user'] },
    });

    // The sheet is still in the path: nothing is printed until a person has taken it out.
    expect(device.status).toMatchObject({ device: 'userError', paper: 'jammed', media: 'jammed' });
    const pdf = await pdfOf(1);
    expect(await device.print({ jobName: jobName(), pdf, pages: 1, timeoutMs })).toMatchObject({
      ok: false,
      error: { errorCode: 'paperJammed', outcome: 'notDone' },
    });
    await printer().set('clearJam', true);
    await statusOnce(device, ({ device: state }) => state === 'online');
    expect(await printer().printed()).toHaveLength(before);
    expect(await device.print({ jobName: jobName(), pdf, pages: 1, timeoutMs })).toMatchObject({ ok: true });
    expect(await printer().printed()).toHaveLength(before + 1);
  });

  it('a later sheet: some are out, so indeterminate', async () => {
    const device = driver();
    await device.open();
    const name = jobName();
    const job = await device.print({
      jobName: name,
      pdf: await pdfOf(3),
      pages: 3,
      timeoutMs,
      onProgress: ({ pagesDone }) => {
        if (pagesDone === 1) void printer().set('jamNext', true);
      },
    });
    expect(job).toMatchObject({ ok: false, error: { errorCode: 'paperJammed', outcome: 'indeterminate' } });
    expect(await device.findJob(name, { timeoutMs })).toMatchObject({
      ok: true,
      value: { state: 'partlyPrinted', pagesDone: 1 },
    });
  });

  it('the cover is opened during the job: canceled, nothing out', async () => {
    const device = driver();
    await device.open();
    const job = await device.print({
      jobName: jobName(),
      pdf: await pdfOf(1),
      pages: 1,
      timeoutMs,
      onProgress: ({ state }) => {
        if (state === 'printing') void printer().set('coverOpen', true);
      },
    });
    expect(job).toMatchObject({ ok: false, error: { errorCode: 'coverOpen', outcome: 'notDone' } });
    expect(device.status).toMatchObject({ device: 'userError', cover: 'open', reasons: ['coverOpen'] });
  });
});
