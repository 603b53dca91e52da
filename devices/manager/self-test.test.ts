import { describe, expect, it } from 'vitest';
import type { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { ccnetBench } from '../drivers/ccnet/test-bench.ts';
import { eppBench } from '../drivers/epp/test-bench.ts';
import { receiptPrinterBench } from '../drivers/escpos/bench.test-support.ts';
import { lcdmBench } from '../drivers/lcdm/test-bench.ts';
import { upsBench } from '../drivers/megatec-ups/test-bench.ts';
import { sdtBench } from '../drivers/sdt/test-bench.ts';
import type { AnyDevice } from './create-device.ts';
import { type SelfTestReport, selfTest } from './self-test.ts';

async function tested(device: AnyDevice, clock: VirtualClock): Promise<SelfTestReport> {
  let report: SelfTestReport | undefined;
  void selfTest(device, clock).then((made) => {
    report = made;
  });
  await clock.advanceUntil(() => report !== undefined);
  return report as SelfTestReport;
}

const inWords = ({ checks }: SelfTestReport) =>
  checks.map(({ check, passed, detail }) => `${passed ? 'ok' : 'FAILED'} ${check}: ${detail}`);

describe('the self-test', () => {
  it('of a reader asks its security module', async () => {
    const { reader, clock } = await sdtBench();
    const report = await tested(reader, clock);
    expect(report).toMatchObject({ device: 'reader', class: 'identityCardReader', passed: true });
    expect(report.startedAt).toMatch(/^2026-11-22T01:00/);
    expect(inWords(report)).toEqual([
      'ok reachable: online',
      expect.stringMatching(/^ok answers: security module \d\d\.\d\d-/),
      'ok supplied: needs nothing',
      'ok empty: holds nothing',
    ]);
  });

  it('of an acceptor with a note in escrow says that it is not empty', async () => {
    const bench = await ccnetBench();
    await bench.insert('100');
    const report = await tested(bench.acceptor, bench.clock);
    expect(report.passed).toBe(false);
    expect(inWords(report)[3]).toBe('FAILED empty: a note lies in escrow');
  });

  it('of a dispenser says what lacks, moves nothing, and calls low no failure', async () => {
    const { dispenser, unit, clock } = await lcdmBench();
    expect(inWords(await tested(dispenser, clock))).toContain('ok answers: gives CNY 100');
    const before = unit.describe().holds;
    unit.set('cassetteOut', true);
    await clock.advance(30_000);
    const report = await tested(dispenser, clock);
    expect(report.passed).toBe(false);
    expect(inWords(report)).toContain('FAILED supplied: cassette missing, reject unknown');
    unit.set('cassetteOut', false);
    expect(unit.describe().holds).toEqual(before);
  });

  it('of a receipt printer prints nothing', async () => {
    const { open, printer, receipts, unit, clock } = receiptPrinterBench();
    await open();
    unit.set('paper', 'nearEnd');
    await clock.advance(6_000);
    const report = await tested(printer, clock);
    expect(report.passed).toBe(true);
    expect(inWords(report)[2]).toBe('ok supplied: paper low');
    expect(receipts).toEqual([]);
    await printer.close();
  });

  it('of a PIN pad shows the check value of a key, and nothing else of it', async () => {
    const { pad, clock } = await eppBench();
    expect(inWords(await tested(pad, clock))[1]).toMatch(
      /^ok answers: key pin has check value [\dA-F]{6,8}$/,
    );
  });

  it('of a UPS without mains says so', async () => {
    const { ups, unit, clock } = await upsBench();
    expect(inWords(await tested(ups, clock))[2]).toBe('ok supplied: mains present, battery ok');
    unit.set('mainsFailed', true);
    await clock.advance(10_000);
    expect(inWords(await tested(ups, clock))[2]).toBe('FAILED supplied: mains failed, battery ok');
  });

  it('ends at a device that cannot be reached', async () => {
    const { reader, line, clock } = await sdtBench();
    line.cut();
    await clock.advance(1_000);
    const report = await tested(reader, clock);
    expect(report).toMatchObject({ passed: false, durationMs: 0 });
    expect(inWords(report)).toEqual(['FAILED reachable: offline lineLost']);
  });
});
