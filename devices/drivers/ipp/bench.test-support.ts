import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import type { PrintProgress } from '../../contract/document-printer.ts';
import { IppPrinter } from './driver.ts';
import { ippeveprinterPath, startTestPrinter, type TestPrinter } from './test-printer.ts';

/** A PDF of so many A4 pages, as the terminal makes them. */
export async function pdfOf(pages: number): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4', compress: true });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => document.on('end', resolve));
  for (let page = 1; page <= pages; page++) {
    if (page > 1) document.addPage();
    document.fontSize(24).text(`Specimen, page ${page} of ${pages}`);
  }
  document.end();
  await ended;
  return Uint8Array.from(Buffer.concat(parts));
}

export interface PrinterBench {
  /** The real ippeveprinter, shared by the tests of a file; every switch is put back after each test. */
  printer(): TestPrinter;
  /** A driver for it, quick enough for a test, closed after the test. */
  driver(): IppPrinter;
  jobName(): string;
  /** What `onProgress` was told, without repetitions. */
  progress(): { readonly states: () => string[]; readonly onProgress: (told: PrintProgress) => void };
}

/** Real processes on a real clock: these tests take the time that a small printer takes. */
export function describeWithPrinter(title: string, tests: (bench: PrinterBench) => void): void {
  const missing = ippeveprinterPath === undefined;
  const told = missing ? `${title} (skipped: ippeveprinter is not installed, Debian: cups-ipp-utils)` : title;
  describe.skipIf(missing)(told, () => {
    let directory = '';
    let printer: TestPrinter;
    let jobs = 0;
    const drivers: IppPrinter[] = [];

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'zerowindow-printer-'));
      printer = await startTestPrinter({ port: 0, directory, msPerPage: 400 });
    }, 60_000);
    afterEach(async () => {
      for (const driver of drivers.splice(0)) await driver.close();
      await printer.benchUnit.line?.plug();
      for (const [id, value] of [
        ['clearJam', true],
        ['jamNext', false],
        ['coverOpen', false],
        ['paper', 'full'],
        ['toner', 'full'],
      ] as const)
        await printer.set(id, value);
    });
    afterAll(async () => {
      await printer?.close();
      await rm(directory, { recursive: true, force: true });
    });

    tests({
      printer: () => printer,
      driver() {
        const driver = new IppPrinter({
          id: 'a4',
          uri: printer.uri,
          clock: systemClock,
          pollMs: 100,
          followMs: 50,
          stallMs: 800,
          endingMs: 4000,
        });
        drivers.push(driver);
        return driver;
      },
      jobName: () => `specimen-${process.pid}-${++jobs}`,
      progress() {
        const states: string[] = [];
        return {
          states: () => states,
          onProgress: ({ state, pagesDone, reasons }) => {
            const line = [state, pagesDone, ...reasons].join(' ');
            if (states.at(-1) !== line) states.push(line);
          },
        };
      },
    });
  });
}

/** Resolves when the driver's status, now or later, is as wanted. */
export function statusOnce(
  driver: IppPrinter,
  wanted: (status: IppPrinter['status']) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = driver.onStatusChanged(look);
    function look(status: IppPrinter['status']): void {
      if (!wanted(status)) return;
      stop();
      resolve();
    }
    look(driver.status);
  });
}
