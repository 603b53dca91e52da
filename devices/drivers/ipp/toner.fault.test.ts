import { expect, it } from 'vitest';
import { describeWithPrinter, pdfOf, statusOnce } from './bench.test-support.ts';

const timeoutMs = 15_000;

describeWithPrinter('the toner', ({ printer, driver, jobName }) => {
  it('low: shown, and printing goes on', async () => {
    const device = driver();
    await device.open();
    await printer().set('toner', 'low');
    await statusOnce(device, ({ toner }) => toner === 'low');
    expect(device.status).toMatchObject({ device: 'online', reasons: ['tonerLow'] });
    expect(
      await device.print({ jobName: jobName(), pdf: await pdfOf(1), pages: 1, timeoutMs }),
    ).toMatchObject({ ok: true });
  });

  it('empty: a page without writing is worse than none, so the job is refused', async () => {
    const device = driver();
    await device.open();
    await printer().set('toner', 'out');
    await statusOnce(device, ({ toner }) => toner === 'out');
    expect(device.status).toMatchObject({ device: 'userError', reasons: ['tonerOut'] });
    expect(
      await device.print({ jobName: jobName(), pdf: await pdfOf(1), pages: 1, timeoutMs }),
    ).toMatchObject({ ok: false, error: { errorCode: 'tonerOut', outcome: 'notDone' } });
  });
});
