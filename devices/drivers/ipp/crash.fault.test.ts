import { expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { describeWithPrinter, pdfOf } from './bench.test-support.ts';
import { IppClient } from './client.ts';
import { anyPaper, jobTemplate } from './papers.ts';

const timeoutMs = 15_000;

/** A terminal that was killed leaves at the printer what it had sent so far: the client alone does just that. */
describeWithPrinter('the terminal dies during a print', ({ printer, driver, jobName }) => {
  const client = () => new IppClient(printer().uri, systemClock);
  const must = async <T>(asked: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>) => {
    const answer = await asked;
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  };

  it('before the job was created: the printer knows nothing of it', async () => {
    const device = driver();
    expect(await device.findJob(jobName(), { timeoutMs })).toEqual({ ok: true, value: { state: 'absent' } });
  });

  it('before the document was sent: found, canceled, provably not printed, and the printer is free', async () => {
    const device = driver();
    const name = jobName();
    const jobId = await must(client().createJob(name, jobTemplate(anyPaper, []), { timeoutMs }));
    expect(await device.findJob(name, { timeoutMs })).toMatchObject({
      ok: true,
      value: { state: 'pending', jobId, pagesDone: 0 },
    });
    expect(await device.cancelJob(jobId, { timeoutMs })).toEqual({ ok: true, value: undefined });
    expect(await device.findJob(name, { timeoutMs })).toMatchObject({
      ok: true,
      value: { state: 'notPrinted', jobId },
    });
    await device.open();
    expect(
      await device.print({ jobName: jobName(), pdf: await pdfOf(1), pages: 1, timeoutMs }),
    ).toMatchObject({ ok: true });
  });

  it('while it printed: found by its name, first pending and then completed, and printed once', async () => {
    const device = driver();
    const name = jobName();
    const before = (await printer().printed()).length;
    const jobId = await must(client().createJob(name, jobTemplate(anyPaper, []), { timeoutMs }));
    await must(client().sendDocument(jobId, await pdfOf(1), { timeoutMs }));
    const findings = new Set<string>();
    for (let state = ''; state !== 'completed'; findings.add(state))
      state = (await must(device.findJob(name, { timeoutMs }))).state;
    expect([...findings]).toEqual(['pending', 'completed']);
    expect(await device.findJob(name, { timeoutMs })).toEqual({
      ok: true,
      value: { state: 'completed', jobId, pagesDone: 1 },
    });
    expect(await printer().printed()).toHaveLength(before + 1);
    // It has ended: there is nothing left to cancel, and that is no error.
    expect(await device.cancelJob(jobId, { timeoutMs })).toEqual({ ok: true, value: undefined });
  });

  it('and the printer was switched off too: absent, which proves nothing', async () => {
    const device = driver();
    const name = jobName();
    const jobId = await must(client().createJob(name, jobTemplate(anyPaper, []), { timeoutMs }));
    await must(client().sendDocument(jobId, await pdfOf(1), { timeoutMs }));
    await printer().set('powerCycle', true);
    expect(await device.findJob(name, { timeoutMs })).toEqual({ ok: true, value: { state: 'absent' } });
    expect(await device.cancelJob(jobId, { timeoutMs })).toMatchObject({ ok: false });
  });
});
