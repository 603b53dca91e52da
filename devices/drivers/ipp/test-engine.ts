import { copyFile, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { basename, join } from 'node:path';
import { type Clock, sleep } from '../../../src-shared/clock.ts';

/** What stands in the way of the paper. */
export interface EngineFaults {
  jamNext: boolean;
  jammed: boolean;
  coverOpen: boolean;
  paperOut: boolean;
  tonerOut: boolean;
}

export interface TestEngineOptions {
  readonly clock: Clock;
  readonly msPerPage: number;
  /** Finished documents come out here. */
  readonly outputTray: string;
  readonly faults: EngineFaults;
  readonly isCanceled: (jobId: number) => Promise<boolean>;
  readonly onChanged: () => void;
}

export interface TestEngine {
  readonly port: number;
  close(): Promise<void>;
}

const tickMs = 50;

/** The part behind ippeveprinter that moves paper: takes its time, and stops for what is in its way. */
export async function startTestEngine(options: TestEngineOptions): Promise<TestEngine> {
  await mkdir(options.outputTray, { recursive: true });
  const jobs = new Set<Socket>();
  const server = createServer((socket) => {
    jobs.add(socket);
    socket.on('close', () => jobs.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (line) => {
      const { jobId, file } = JSON.parse(line.toString('utf8')) as { jobId: number; file: string };
      void printJob(options, socket, jobId, file).finally(() => options.onChanged());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const job of jobs) job.destroy();
      }),
  };
}

async function printJob(options: TestEngineOptions, job: Socket, jobId: number, file: string): Promise<void> {
  const pages = pagesOf(await readFile(file));
  job.write(`ATTR: job-impressions=${pages}\n`);
  for (let page = 1; page <= pages; page++) {
    if (!(await printPage(options, job, jobId))) return end(job);
    // The last page is only out when the document lies in the tray.
    if (page === pages) await layInTray(options.outputTray, file);
    job.write(`ATTR: job-impressions-completed=${page}\n`);
  }
  end(job);
}

/** False when the job was canceled before the page was out, or ippeveprinter is gone. */
async function printPage(options: TestEngineOptions, job: Socket, jobId: number): Promise<boolean> {
  const { clock, faults, msPerPage } = options;
  for (let printed = 0; printed < msPerPage; ) {
    await sleep(clock, tickMs);
    if (job.destroyed || (await options.isCanceled(jobId))) return false;
    // A jam strikes when the sheet is half way through.
    if (faults.jamNext && printed >= msPerPage / 2) {
      faults.jamNext = false;
      faults.jammed = true;
      options.onChanged();
    }
    const blocked = faults.jammed || faults.coverOpen || faults.paperOut || faults.tonerOut;
    if (!blocked) printed += tickMs;
  }
  return true;
}

/** Numbered by us: ippeveprinter counts its jobs from 1 again after every start. */
async function layInTray(tray: string, file: string): Promise<void> {
  const number = (await readdir(tray)).length + 1;
  // Whole or not at all, whenever this process ends.
  const sheet = `${tray}-sheet`;
  await copyFile(file, sheet);
  await rename(sheet, join(tray, `${String(number).padStart(4, '0')}-${basename(file)}`));
}

function end(job: Socket): void {
  if (!job.destroyed) job.end('EXIT 0\n');
}

/** Page objects of a PDF as pdfkit writes them; one for a file that hides its objects in streams. */
function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 1;
}
