import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentPrinter, DocumentPrinterStatus } from '../../../devices/contract/document-printer.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { LinkError } from '../link/link-error.ts';
import type { Centre } from '../session/centre.ts';
import type { Devices } from '../session/context.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';

/** A real store in a directory of its own, that can die and be opened again. */
export function storeOnDisk(clock = new VirtualClock()) {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-test-'));
  const key = randomBytes(32);
  let next = 0;
  const newId = () => `00000000-0000-4000-8000-${String(++next).padStart(12, '0')}`;
  const open = (): Store => {
    const opened = openStore({
      file: join(directory, 'terminal.db'),
      key,
      clock,
      terminalNumber: '0001',
      newId,
    });
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  };
  return {
    clock,
    newId,
    store: open(),
    /** As a restart after a crash: the file as it is, a new connection. */
    reopen() {
      this.store.close();
      this.store = open();
      return this.store;
    },
    remove() {
      this.store.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** The centre as a list of answers to come. Nothing here decides anything: each test says what it answers. */
export type ScriptedCentre = Centre & { readonly asked: string[] };

export function scriptedCentre(answers: {
  issueCertificate?: (() => unknown)[];
  documentByKey?: (() => unknown)[];
  voidDocument?: (() => unknown)[];
}): ScriptedCentre {
  const asked: string[] = [];
  const next = (operation: keyof typeof answers) => async (input: { idempotencyKey: string }) => {
    asked.push(`${operation} ${input.idempotencyKey}`);
    const answer = answers[operation]?.shift();
    if (answer === undefined) throw new Error(`${operation} was not expected`);
    return answer();
  };
  const refuse = () => {
    throw new Error('not expected here');
  };
  return {
    asked,
    verification: { start: refuse, check: refuse, resolveCode: refuse, attest: refuse },
    socialInsurance: {
      participation: refuse,
      printCount: refuse,
      issueCertificate: next('issueCertificate'),
    },
    services: { documentByKey: next('documentByKey'), voidDocument: next('voidDocument') },
  } as unknown as ScriptedCentre;
}

export const certificateRequest = (idempotencyKey: string) => ({
  schemes: ['pension' as const],
  from: '2025-01',
  to: '2026-11',
  token: 'a token of the second factor',
  idempotencyKey,
});

export function unreachable(outcome: LinkError['outcome']): Result<never, LinkError> {
  return err({
    kind: 'unreachable',
    code: outcome === 'notDone' ? 'ECONNREFUSED' : 'TIMEOUT',
    outcome,
    message: outcome === 'notDone' ? 'the line failed (ECONNREFUSED)' : 'no answer in time',
  });
}

const pdf = Buffer.from('%PDF-1.7 a specimen');

export const certificate = {
  certificateNumber: 'SPECIMEN-0001',
  verificationCode: 'ABCD-EFGH',
  verificationUrl: 'https://centre.example/verify/ABCD-EFGH',
  issuedAt: '2026-11-22T09:00:00+08:00',
  ordinal: 1,
  limit: 3,
  pages: 1,
  pdfBase64: pdf.toString('base64'),
  sha256: createHash('sha256').update(pdf).digest('hex'),
};

export const issued = () => ok(certificate);

const well: DocumentPrinterStatus = {
  device: 'online',
  reasons: [],
  paper: 'full',
  toner: 'full',
  forecast: [],
  media: 'notPresent',
  cover: 'closed',
};

/** A printer as a list of answers to come. */
export function scriptedPrinter(answers: {
  print?: Awaited<ReturnType<DocumentPrinter['print']>>[];
  findJob?: Awaited<ReturnType<DocumentPrinter['findJob']>>[];
  cancelJob?: Awaited<ReturnType<DocumentPrinter['cancelJob']>>[];
}) {
  const asked: string[] = [];
  const next = <K extends keyof typeof answers>(operation: K): NonNullable<(typeof answers)[K]>[number] => {
    const answer = answers[operation]?.shift();
    if (answer === undefined) throw new Error(`${operation} was not expected`);
    return answer as NonNullable<(typeof answers)[K]>[number];
  };
  const printer: DocumentPrinter & { readonly asked: string[] } = {
    asked,
    id: 'document-printer',
    class: 'documentPrinter',
    status: well,
    onStatusChanged: () => () => {},
    open: async () => ok(),
    close: async () => {},
    queryStatus: async () => ok(well),
    async print(request) {
      asked.push(`print ${request.jobName}`);
      return next('print');
    },
    async findJob(jobName) {
      asked.push(`findJob ${jobName}`);
      return next('findJob');
    },
    async cancelJob(jobId) {
      asked.push(`cancelJob ${jobId}`);
      return next('cancelJob');
    },
  };
  return printer;
}

export function devicesWith(documentPrinter: DocumentPrinter | undefined): Devices {
  return {
    identityCardReader: undefined,
    documentPrinter,
    receiptPrinter: undefined,
    cashRecycler: undefined,
    cashDispensers: [],
    barcodeReader: undefined,
    cardReader: undefined,
    pinPad: undefined,
    locker: undefined,
    summaries: () => [],
    selfTest: async () => [],
    onChanged: () => () => {},
  };
}

export const uuid = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A transaction that has begun. */
export function begun(store: Store, id = uuid(1)) {
  return store.commit((write) =>
    write.beginTransaction({ id, itemCode: 'SIN-PRT-001', configurationVersion: 'test' }),
  );
}

export function journalTypes(store: Store): string[] {
  return store.read.journal(0, 1000).map((record) => record.event.type);
}

export function reportBodies(store: Store, kind: string): unknown[] {
  return store.read
    .unsentReports(100)
    .filter((report) => report.kind === kind)
    .map((report) => report.body);
}
