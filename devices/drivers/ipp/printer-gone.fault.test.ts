import { expect, it } from 'vitest';
import { describeWithPrinter, pdfOf, statusOnce } from './bench.test-support.ts';

const timeoutMs = 15_000;

describeWithPrinter('the printer is gone', ({ printer, driver, jobName }) => {
  const cable = () => {
    const { line } = printer().benchUnit;
    if (line === null) throw new Error('the printer has no cable');
    return line;
  };

  it('idle: offline, and online again when the cable is back', async () => {
    const device = driver();
    await device.open();
    await cable().unplug();
    await statusOnce(device, ({ device: state }) => state === 'offline');
    expect(device.status).toMatchObject({ reasons: ['noAnswer'], paper: 'unknown', toner: 'unknown' });
    await cable().plug();
    await statusOnce(device, ({ device: state }) => state === 'online');
  });

  it('at opening: says so, and finds it later by itself', async () => {
    const device = driver();
    await cable().unplug();
    expect(await device.open()).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady', outcome: 'notDone' },
    });
    await cable().plug();
    await statusOnce(device, ({ device: state }) => state === 'online');
  });

  it('before a job: nothing was sent, so notDone', async () => {
    const device = driver();
    await device.open();
    await cable().unplug();
    expect(
      await device.print({ jobName: jobName(), pdf: await pdfOf(1), pages: 1, timeoutMs }),
    ).toMatchObject({ ok: false, error: { completionCode: 'deviceNotReady', outcome: 'notDone' } });
    expect(await device.findJob('any', { timeoutMs })).toMatchObject({ ok: false });
  });

  it('during a job and back in time: asked again until it answers, and done', async () => {
    const device = driver();
    await device.open();
    let pulled = false;
    const before = (await printer().printed()).length;
    const job = await device.print({
      jobName: jobName(),
      pdf: await pdfOf(2),
      pages: 2,
      timeoutMs,
      onProgress: ({ pagesDone }) => {
        if (pagesDone !== 1 || pulled) return;
        pulled = true;
        const offline = statusOnce(device, ({ device: state }) => state === 'offline');
        void cable()
          .unplug()
          .then(() => offline)
          .then(() => cable().plug());
      },
    });
    expect(pulled).toBe(true);
    expect(job).toMatchObject({ ok: true, value: { pagesDone: 2 } });
    expect(await printer().printed()).toHaveLength(before + 1);
  });

  it('during a job and not back in time: indeterminate', { timeout: 30_000 }, async () => {
    const device = driver();
    await device.open();
    const name = jobName();
    const job = await device.print({
      jobName: name,
      pdf: await pdfOf(1),
      pages: 1,
      timeoutMs: 1500,
      onProgress: ({ state }) => {
        if (state === 'printing') void cable().unplug();
      },
    });
    expect(job).toMatchObject({ ok: false, error: { completionCode: 'timeOut', outcome: 'indeterminate' } });
    // It printed all the same, as it may: when the cable is back, asking by name tells.
    await cable().plug();
    await statusOnce(device, ({ device: state }) => state === 'online');
    expect(await device.findJob(name, { timeoutMs })).toMatchObject({
      ok: true,
      value: { state: 'completed', pagesDone: 1 },
    });
  });

  it('switched off and on during a job: it has forgotten it, so nobody knows', async () => {
    const device = driver();
    await device.open();
    let cycled = false;
    const job = await device.print({
      jobName: jobName(),
      pdf: await pdfOf(3),
      pages: 3,
      timeoutMs,
      onProgress: ({ pagesDone }) => {
        if (pagesDone !== 1 || cycled) return;
        cycled = true;
        void printer().set('powerCycle', true);
      },
    });
    expect(job).toMatchObject({
      ok: false,
      error: { completionCode: 'hardwareError', outcome: 'indeterminate' },
    });
    if (!job.ok) expect(job.error.description).toContain('knows no job');
  });
});
