import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { integer, text } from './attributes.ts';
import { operations, statusCodes } from './client.ts';
import { decodeIpp } from './decode.ts';
import { IppPrinter } from './driver.ts';
import { encodeIpp } from './encode.ts';
import type { IppAttribute } from './values.ts';

const states = { processing: 5, processingStopped: 6, canceled: 7, aborted: 8, completed: 9 } as const;

interface Behaviour {
  /** How the job stands, by the times that it was asked before, after it was canceled or not. */
  readonly job: (asked: number, canceled: boolean) => readonly IppAttribute[];
  readonly printer?: readonly IppAttribute[];
  /** Instead of the name that the job was given. */
  readonly jobName?: string;
  readonly createStatus?: (attempt: number) => number;
}

const state = (name: keyof typeof states): IppAttribute => ({
  name: 'job-state',
  values: [{ tag: 'enum', value: states[name] }],
});
const reasons = (...words: readonly string[]) => text('job-state-reasons', 'keyword', ...words);
const sheets = (count: number) => integer('job-media-sheets-completed', count);

/** What ippeveprinter never does: real printers that stop, count nothing, or end a job in their own ways. */
describe('a job on a printer with ways of its own', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function printOn(behaviour: Behaviour, timeoutMs = 4000) {
    let [asked, created, canceled, jobName] = [0, 0, false, ''];
    const seen: number[] = [];
    const server = createServer((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        const request = decodeIpp(Buffer.concat(parts));
        if (!request.ok) throw new Error(request.error);
        const { code, requestId, groups } = request.value;
        seen.push(code);
        const named = groups[0]?.attributes.find(({ name }) => name === 'job-name')?.values[0];
        if (code === operations.createJob && named?.tag === 'nameWithoutLanguage') jobName = named.value;
        if (code === operations.cancelJob) canceled = true;
        const status = code === operations.createJob ? (behaviour.createStatus?.(created++) ?? 0) : 0;
        const job = [
          integer('job-id', 12),
          text('job-name', 'nameWithoutLanguage', behaviour.jobName ?? jobName),
          ...(code === operations.getJobAttributes ? behaviour.job(asked++, canceled) : []),
        ];
        const printer = behaviour.printer ?? [
          { name: 'printer-state', values: [{ tag: 'enum' as const, value: 3 }] },
          text('printer-state-reasons', 'keyword', 'none'),
        ];
        outgoing.end(
          encodeIpp({
            version: [2, 0],
            code: status,
            requestId,
            groups:
              code === operations.getPrinterAttributes
                ? [{ tag: 'printer', attributes: printer }]
                : [{ tag: 'job', attributes: job }],
            data: new Uint8Array(0),
          }),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const driver = new IppPrinter({
      id: 'a4',
      uri: `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`,
      clock: systemClock,
      followMs: 5,
      stallMs: 40,
    });
    const printed = await driver.print({
      jobName: 'job-a',
      pdf: Uint8Array.from(Buffer.from('%PDF-1.4')),
      pages: 2,
      timeoutMs,
    });
    return { printed, seen };
  }

  it('counts nothing and completes: all pages are out', async () => {
    const { printed } = await printOn({
      job: (asked) => [state(asked < 2 ? 'processing' : 'completed'), reasons('none')],
    });
    expect(printed).toEqual({ ok: true, value: { jobId: 12, pagesDone: 2 } });
  });

  it('counts nothing and aborts: nobody knows', async () => {
    const { printed } = await printOn({ job: () => [state('aborted'), reasons('aborted-by-system')] });
    expect(printed).toMatchObject({
      ok: false,
      error: { errorCode: 'jobAborted', outcome: 'indeterminate' },
    });
  });

  it('counts, and aborts before the first sheet: notDone', async () => {
    const { printed } = await printOn({
      job: () => [state('aborted'), reasons('document-format-error'), sheets(0)],
    });
    expect(printed).toMatchObject({ ok: false, error: { errorCode: 'jobAborted', outcome: 'notDone' } });
    if (!printed.ok) expect(printed.error.description).toContain('document-format-error');
  });

  it('is canceled at its own panel after a sheet: indeterminate', async () => {
    const { printed } = await printOn({
      job: (asked) => [
        state(asked < 2 ? 'processing' : 'canceled'),
        reasons('job-canceled-at-device'),
        sheets(1),
      ],
    });
    expect(printed).toMatchObject({
      ok: false,
      error: { errorCode: 'jobAborted', outcome: 'indeterminate' },
    });
  });

  it('completes with errors: a page may be spoilt, so indeterminate', async () => {
    const { printed } = await printOn({
      job: () => [state('completed'), reasons('job-completed-with-errors'), sheets(2)],
    });
    expect(printed).toMatchObject({ ok: false, error: { outcome: 'indeterminate' } });
  });

  it('stops the job for no reason that we know: canceled, and honest about what it says then', async () => {
    const { printed, seen } = await printOn({
      job: (_asked, canceled) => [
        state(canceled ? 'canceled' : 'processingStopped'),
        reasons(canceled ? 'job-canceled-by-user' : 'printer-stopped'),
        sheets(0),
      ],
    });
    expect(printed).toMatchObject({
      ok: false,
      error: { completionCode: 'hardwareError', outcome: 'notDone' },
    });
    expect(seen).toContain(operations.cancelJob);
  });

  it('says of the job itself that paper is missing', async () => {
    const { printed } = await printOn({
      job: (_asked, canceled) => [
        state(canceled ? 'canceled' : 'processingStopped'),
        reasons('media-needed-error'),
        sheets(0),
      ],
    });
    expect(printed).toMatchObject({ ok: false, error: { errorCode: 'paperOut', outcome: 'notDone' } });
  });

  it('completes although it was told to cancel: done', async () => {
    const { printed } = await printOn({
      job: (_asked, canceled) => [
        state(canceled ? 'completed' : 'processingStopped'),
        reasons('none'),
        sheets(2),
      ],
    });
    expect(printed).toMatchObject({ ok: true, value: { pagesDone: 2 } });
  });

  it('stands still for a moment only: not canceled', async () => {
    const { printed, seen } = await printOn({
      job: (asked) => [state(asked < 1 ? 'processingStopped' : 'completed'), reasons('none'), sheets(2)],
    });
    expect(printed.ok).toBe(true);
    expect(seen).not.toContain(operations.cancelJob);
  });

  it('is busy with somebody else and then free: waited for', async () => {
    const { printed, seen } = await printOn({
      createStatus: (attempt) => (attempt < 3 ? statusCodes.busy : 0),
      job: () => [state('completed'), reasons('none'), sheets(2)],
    });
    expect(printed.ok).toBe(true);
    expect(seen.filter((code) => code === operations.createJob)).toHaveLength(4);
  });

  it('is busy all the time: refused, notDone', async () => {
    const { printed } = await printOn({ createStatus: () => statusCodes.busy, job: () => [] }, 100);
    expect(printed).toMatchObject({ ok: false, error: { outcome: 'notDone' } });
  });

  it('gives our number to the job of somebody else: ours is lost, indeterminate', async () => {
    const { printed } = await printOn({
      jobName: 'job-of-somebody-else',
      job: () => [state('completed'), reasons('none')],
    });
    expect(printed).toMatchObject({ ok: false, error: { outcome: 'indeterminate' } });
  });

  it('is paused by a person: refused before a job is made', async () => {
    const { printed, seen } = await printOn({
      printer: [
        { name: 'printer-state', values: [{ tag: 'enum', value: 5 }] },
        text('printer-state-reasons', 'keyword', 'paused'),
      ],
      job: () => [],
    });
    expect(printed).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady', outcome: 'notDone' },
    });
    expect(seen).toEqual([operations.getPrinterAttributes]);
  });
});
