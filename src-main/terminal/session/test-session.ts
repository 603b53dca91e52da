import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Camera } from '../../../devices/contract/camera.ts';
import type { DocumentPrinterStatus, PrintRequest } from '../../../devices/contract/document-printer.ts';
import { EppPinPad } from '../../../devices/drivers/epp/driver.ts';
import { EppEmulator } from '../../../devices/drivers/epp/emulator.ts';
import { specimenEpp } from '../../../devices/drivers/epp/profile.ts';
import { barRasteriser } from '../../../devices/drivers/escpos/bench.test-support.ts';
import { EscPosPrinter } from '../../../devices/drivers/escpos/driver.ts';
import { EscPosEmulator } from '../../../devices/drivers/escpos/emulator.ts';
import { type EscPosProfile, paper80mm } from '../../../devices/drivers/escpos/profile.ts';
import { KrCuLocker } from '../../../devices/drivers/kr-cu/driver.ts';
import { KrCuEmulator } from '../../../devices/drivers/kr-cu/emulator.ts';
import { ScannerEmulator } from '../../../devices/drivers/scanner/emulator.ts';
import { specimenCodes } from '../../../devices/drivers/scanner/specimens.ts';
import { specimenCards } from '../../../devices/drivers/sdt/cards.ts';
import { SdtIdentityCardReader } from '../../../devices/drivers/sdt/driver.ts';
import { SdtEmulator } from '../../../devices/drivers/sdt/emulator.ts';
import { serialScanner } from '../../../devices/drivers/serial-scanner/driver.ts';
import { serialScannerForm } from '../../../devices/drivers/serial-scanner/emulator.ts';
import { SocialSecurityCardReader } from '../../../devices/drivers/social-security-card/driver.ts';
import { SocialSecurityCardEmulator } from '../../../devices/drivers/social-security-card/emulator.ts';
import { specimenChipCards } from '../../../devices/drivers/social-security-card/specimens.ts';
import { vpcdChannel } from '../../../devices/drivers/social-security-card/vpcd-channel.ts';
import { SspNoteRecycler } from '../../../devices/drivers/ssp/driver.ts';
import { SspEmulator } from '../../../devices/drivers/ssp/emulator.ts';
import { selfTest } from '../../../devices/manager/self-test.ts';
import { memoryLine } from '../../../devices/transport/memory.ts';
import type { Participation } from '../../../src-shared/certificate/participation.ts';
import type { Licence } from '../../../src-shared/contract/papers.ts';
import type { Bill, OrderState, PaymentState } from '../../../src-shared/contract/payments.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { FieldOption } from '../../../src-shared/service/field.ts';
import { moduleNames } from '../../../src-shared/service/item-parts.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import { type Act, type ScreenKind, type ScreenOf, view as viewSchema } from '../../../src-shared/view.ts';
import type { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { DayEnd } from '../cash/business-day.ts';
import { centreHost } from '../cash/centre-host.ts';
import { keepDays } from '../cash/keep-days.ts';
import { startCash } from '../cash/start-cash.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { loadConfiguration } from '../configuration/load.ts';
import type { FaceCheck } from '../face/face-check.ts';
import type { LinkError } from '../link/link-error.ts';
import type { ReportsRefused } from '../link/uplink.ts';
import { PinGuard } from '../staff/pin-guard.ts';
import { Staff } from '../staff/staff.ts';
import { scriptedPrinter, storeOnDisk, unreachable } from '../transaction/test-ground.ts';
import type { Centre } from './centre.ts';
import type { Devices, Surroundings } from './context.ts';
import { serveCitizens } from './session.ts';
import { Stage } from './stage.ts';

/** The right code of every text message here. */
const rightCode = '123456';

type Answered<F extends (...args: never[]) => Promise<Result<unknown, LinkError>>> = Extract<
  Awaited<ReturnType<F>>,
  { readonly ok: true }
>['value'];

/** A centre in memory with the rules that the flow can meet: it counts, it is reachable or not, it forgets. */
class MemoryCentre implements Centre {
  reachable = true;
  /** The next answer of an issue is lost after the deed. */
  loseAnswer = false;
  /** The next PIN is lost on the way there, and the terminal cannot tell that from a lost answer. */
  loseRequest = false;
  printed = 0;
  attemptsLeft = 5;
  refuse: Record<string, string | undefined> = {};
  refusalData: object = {};
  /** Whose electronic code is whose, and which transaction used it. */
  readonly phones = new Map<string, { person: { name: string; idNumber: string }; usedBy: string | null }>([
    ['ECARD-TEST-0001', { person: { name: '样本甲', idNumber: '44520219500101001X' }, usedBy: null }],
    ['ECARD-TEST-0002', { person: { name: '张样本', idNumber: '445202196006060029' }, usedBy: null }],
  ]);
  readonly issued = new Map<string, ReturnType<typeof makeCertificate>>();
  readonly asked: string[] = [];

  readonly verification: Centre['verification'] = {
    start: () =>
      this.#answer('start', () => ({
        verificationId: '20000000-0000-4000-8000-000000000001',
        phoneMasked: '138****0001',
        codeLength: 6,
        attempts: 5,
        expiresAt: '2026-11-22T10:00:00Z',
        resendAfterSeconds: 60,
      })),
    resolveCode: ({ code, transactionId }) =>
      this.#answer('resolveCode', () => code).then((asked) => {
        if (!asked.ok) return asked;
        const held = this.phones.get(code);
        if (held === undefined) return refused('CODE_UNKNOWN', {});
        if (held.usedBy !== null && held.usedBy !== transactionId) return refused('CODE_USED', {});
        held.usedBy = transactionId;
        return ok({ person: held.person });
      }),
    photo: () =>
      this.#answer('photo', () => ({ photoBase64: Buffer.from('photo of record').toString('base64') })),
    attest: ({ method }) =>
      this.#answer(`attest by ${method}`, () => ({
        token: 'a token of the second factor',
        expiresAt: '2026-11-22T10:00:00Z',
      })),
    check: async ({ code }) => {
      if (!this.reachable) return unreachable('notDone');
      if (code === rightCode)
        return ok({ token: 'a token of the second factor', expiresAt: '2026-11-22T10:00:00Z' });
      this.attemptsLeft -= 1;
      return refused('WRONG_CODE', { attemptsLeft: this.attemptsLeft });
    },
  };

  /** PINs that were set, and those whose answer is lost on the way; the blocks as they came. */
  readonly pinsSet = new Map<string, Parameters<Centre['socialSecurityCard']['setPin']>[0]>();
  /** Under which keys it was asked to set a PIN, whatever became of it. */
  readonly pinKeys: string[] = [];
  readonly socialSecurityCard: Centre['socialSecurityCard'] = {
    setPin: async (request) => {
      const { idempotencyKey, blocks } = request;
      this.pinKeys.push(idempotencyKey);
      const answer = await this.#answer('setPin', () => ({ setAt: '2026-11-22T09:30:00Z' }));
      if (!answer.ok) return answer;
      if (this.loseRequest) {
        this.loseRequest = false;
        return unreachable('indeterminate');
      }
      if (blocks.next !== blocks.repeat) return refused('PINS_DIFFER', {});
      this.pinsSet.set(idempotencyKey, request);
      if (!this.loseAnswer) return answer;
      this.loseAnswer = false;
      return unreachable('indeterminate');
    },
    pinByKey: ({ idempotencyKey }) =>
      this.#answer('pinByKey', () =>
        this.pinsSet.has(idempotencyKey)
          ? { state: 'set' as const, setAt: '2026-11-22T09:30:00Z' }
          : { state: 'void' as const },
      ),
  };

  readonly socialInsurance: Centre['socialInsurance'] = {
    participation: () => this.#answer('participation', () => participation),
    printCount: () =>
      this.#answer('printCount', () => ({ printed: this.printed, limit: 3, month: '2026-11' })),
    issueCertificate: async ({ idempotencyKey }) => {
      const answer = await this.#answer('issue', () => {
        const known = this.issued.get(idempotencyKey);
        if (known !== undefined) return known;
        this.printed += 1;
        const certificate = makeCertificate(this.printed);
        this.issued.set(idempotencyKey, certificate);
        return certificate;
      });
      if (!this.loseAnswer) return answer;
      this.loseAnswer = false;
      return unreachable('indeterminate');
    },
  };

  /** What the items that are data are answered; each test says what its item gets. */
  found: Awaited<ReturnType<Centre['services']['query']>> | null = null;
  offered: FieldOption[] = [];
  draftLimit: number | null = null;
  said: Outcome | null = null;
  loseSubmit = false;
  /** The next matter is not taken for these answers. */
  refuseAnswers: { field: string; problem: { zh: string; en: string } }[] = [];
  readonly submitted = new Map<string, Parameters<Centre['services']['submit']>[0]>();
  /** What the register says of somebody for whom another acts, and who was asked about. */
  principal: Answered<Centre['services']['principal']> = {
    state: 'granted',
    nameMasked: '张*本',
    idNumberMasked: '445***********0029',
    basis: 'authorised',
    validUntil: '2028-12-31',
  };
  /** The register does not answer before it is given up. */
  registerHangs = false;
  readonly principalsAsked: Parameters<Centre['services']['principal']>[0][] = [];
  mayActFor: string | null = '样本有限公司';
  /** Codes of electronic licences, and whose they are. */
  readonly businessLicences = new Map([['LICENCE-TEST-0001', '91445202MA00000C3W']]);

  /** Papers of the person who asks, and of everybody. */
  ready: Answered<Centre['services']['readyPapers']>['papers'] = [];
  finished: { number: string; itemName: { zh: string; en: string } }[] = [];

  readonly services: Centre['services'] = {
    options: () => this.#answer('options', () => ({ state: 'offered' as const, options: this.offered })),
    company: async () => {
      const name = this.mayActFor;
      return name === null ? refused('AGENT_NOT_AUTHORISED', {}) : this.#answer('company', () => ({ name }));
    },
    licence: async ({ code }) => {
      const asked = await this.#answer('licence', () => null);
      if (!asked.ok) return asked;
      const companyCode = this.businessLicences.get(code);
      if (companyCode === undefined) return refused('CODE_UNKNOWN', {});
      this.businessLicences.delete(code);
      const name = this.mayActFor;
      return name === null ? refused('AGENT_NOT_AUTHORISED', {}) : ok({ companyCode, name });
    },
    principal: async (request, options) => {
      if (this.registerHangs) await aborted(options?.signal);
      return this.#answer('principal', () => {
        this.principalsAsked.push(request);
        return this.principal;
      });
    },
    releasePrincipal: () => this.#answer('releasePrincipal', () => ({ released: true })),
    query: async () => {
      const asked = await this.#answer('query', () => null);
      if (!asked.ok) return asked;
      if (this.found === null) throw new Error('nothing is to be found');
      return this.found;
    },
    draft: () =>
      this.#answer('draft', () => ({
        state: 'drafted' as const,
        pages: [{ widthMm: 210, heightMm: 297, marks: [] }],
        printed: this.printed,
        limit: this.draftLimit,
        month: '2026-11',
      })),
    issue: (request) => this.socialInsurance.issueCertificate(request as never),
    submit: async (request) => {
      const problems = this.refuseAnswers;
      this.refuseAnswers = [];
      if (problems.length > 0) return refused('INPUT_INVALID', { problems });
      const answer = await this.#answer('submit', () => {
        this.submitted.set(request.idempotencyKey, request);
        return this.#outcome();
      });
      if (!this.loseSubmit) return answer;
      this.loseSubmit = false;
      return unreachable('indeterminate');
    },
    submissionByKey: ({ idempotencyKey }) =>
      this.#answer('submissionByKey', () =>
        this.submitted.has(idempotencyKey)
          ? { state: 'taken' as const, outcome: this.#outcome() }
          : { state: 'void' as const },
      ),
    readyPapers: () => this.#answer('readyPapers', () => ({ papers: this.ready })),
    readyPaper: ({ number }) =>
      this.#answer('readyPaper', () => number).then((asked) => {
        if (!asked.ok) return asked;
        const paper = this.finished.find((one) => one.number === number);
        return paper === undefined ? refused('NOT_READY', {}) : ok({ itemName: paper.itemName });
      }),
    documentByKey: ({ idempotencyKey }) =>
      this.#answer('byKey', () => {
        const certificate = this.issued.get(idempotencyKey);
        return certificate === undefined
          ? { state: 'absent' as const }
          : { state: 'issued' as const, certificate };
      }),
    voidDocument: ({ idempotencyKey }) =>
      this.#answer('void', () => {
        this.printed -= 1;
        return { certificateNumber: this.issued.get(idempotencyKey)?.certificateNumber ?? '' };
      }),
  };

  /** E-licences of whoever asks. */
  licences: Licence[] = [];
  /** What was begun and not thrown away: how far the phone is, and the files that it sent. */
  readonly begunPapers = new Map<
    string,
    {
      state: 'open' | 'given' | 'over';
      pages: { kind: 'jpeg' | 'png' | 'pdf'; bytes: number; sheets: number | null }[];
    }
  >();
  /** Pages that the terminal's camera took, as text, in the order in which they came. */
  readonly pagesGiven: string[] = [];
  /** The page, as text, that is not taken. */
  noPicture: string | null = null;
  #begun = 0;
  readonly papers: Centre['papers'] = {
    licences: () => this.#answer('licences', () => ({ licences: this.licences })),
    begin: () =>
      this.#answer('beginPaper', () => {
        const paperId = `40000000-0000-4000-8000-${String(++this.#begun).padStart(12, '0')}`;
        this.begunPapers.set(paperId, { state: 'open', pages: [] });
        return {
          paperId,
          link: `https://centre.example/papers/${this.#begun}`,
          expiresAt: '2026-11-22T10:00:00Z',
        };
      }),
    addPage: async ({ paperId, base64 }) => {
      const file = Buffer.from(base64, 'base64');
      if (file.toString() === this.noPicture) return refused('PAGE_REFUSED', { why: 'notAPicture' });
      return this.#answer('addPage', () => {
        this.pagesGiven.push(file.toString());
        const pages = this.begunPapers.get(paperId)?.pages ?? [];
        return { pages: pages.push({ kind: 'jpeg', bytes: file.length, sheets: 1 }) };
      });
    },
    state: ({ paperId }) =>
      this.#answer(
        'paperState',
        () => this.begunPapers.get(paperId) ?? { state: 'over' as const, pages: [] },
      ),
    page: () => this.#answer('paperPage', () => ({ kind: 'jpeg' as const, base64: '/9j/2Q==' })),
    discard: ({ paperId }) =>
      this.#answer('discardPaper', () => ({ discarded: this.begunPapers.delete(paperId) })),
  };

  /** The premium that the person owes, in fen; null: nothing is due. */
  due: number | null = 40_000;
  /** What a phone does with the code that is shown. */
  phone: 'waits' | 'pays' | 'expires' = 'waits';
  /** The next payment is taken down, and its answer lost. */
  losePost = false;
  /** The payment is taken down and not booked yet. */
  slow = false;
  readonly posted = new Map<string, number>();
  readonly orders = new Map<string, { amount: number; state: OrderState }>();

  readonly payments: Centre['payments'] = {
    assess: () =>
      this.due === null
        ? Promise.resolve(refused('NOTHING_DUE', {}))
        : this.#answer('assess', () => ({ assessmentId, bills: [billOf(this.due ?? 0)] })),
    post: async ({ idempotencyKey, parts }) => {
      const answer = await this.#answer('post', () => {
        const amount = parts.reduce((sum, part) => sum + part.amount, 0);
        this.posted.set(idempotencyKey, amount);
        return this.#paymentState(idempotencyKey);
      });
      if (!this.losePost) return answer;
      this.losePost = false;
      return unreachable('indeterminate');
    },
    byKey: ({ idempotencyKey }) => this.#answer('paymentByKey', () => this.#paymentState(idempotencyKey)),
    createOrder: ({ orderKey, amount }) =>
      this.#answer('createOrder', () => {
        this.orders.set(orderKey, { amount, state: 'created' });
        const orderNumber = `YPDD${String(this.orders.size).padStart(10, '0')}`;
        return {
          orderNumber,
          code: `https://centre.example/pay/${orderNumber}`,
          expiresAt: '2026-11-22T10:00:00Z',
        };
      }),
    order: ({ orderKey }) => this.#answer('order', () => ({ state: this.#orderState(orderKey) })),
    cancelOrder: ({ orderKey }) =>
      this.#answer('cancelOrder', () => {
        const order = this.orders.get(orderKey);
        if (order?.state === 'created') order.state = 'cancelled';
        return { state: order?.state ?? 'cancelled' };
      }),
    refundOrder: ({ orderKey }) =>
      this.#answer('refundOrder', () => {
        const order = this.orders.get(orderKey);
        if (order?.state === 'paid') order.state = 'refunded';
        return { state: order?.state ?? 'cancelled' };
      }),
  };

  #outcome(): Outcome {
    if (this.said === null) throw new Error('no outcome was set');
    return this.said;
  }

  #orderState(orderKey: string): OrderState {
    const order = this.orders.get(orderKey);
    if (order === undefined) throw new Error('no such order');
    if (order.state === 'created' && this.phone === 'pays') order.state = 'paid';
    return order.state === 'created' && this.phone === 'expires' ? 'expired' : order.state;
  }

  #paymentState(key: string): PaymentState {
    if (!this.posted.has(key)) return { state: 'void' };
    return this.slow ? { state: 'waiting' } : { state: 'posted', receiptNumber: 'YPSJ00000001' };
  }

  async #answer<T>(operation: string, value: () => T): Promise<Result<T, LinkError>> {
    this.asked.push(operation);
    const code = this.refuse[operation];
    if (code !== undefined) return refused(code, this.refusalData);
    return this.reachable ? ok(value()) : unreachable('notDone');
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}

const assessmentId = '30000000-0000-4000-8000-000000000001';
const billOf = (amount: number): Bill => ({
  id: 'own',
  title: { zh: '城乡居民基本养老保险', en: "Residents' pension insurance" },
  period: '2026',
  relation: 'self',
  nameMasked: '样*甲',
  options: [{ id: 'tier', label: { zh: '400 元档', en: 'Tier ¥400' }, amount }],
});

function refused(code: string, data: unknown): Result<never, LinkError> {
  return err({ kind: 'refused', code, data, outcome: 'notDone', message: `refused (${code})` });
}

function makeCertificate(ordinal: number) {
  const pdf = Buffer.from(`%PDF-1.7 specimen ${ordinal}`);
  return {
    certificateNumber: `SPECIMEN-${String(ordinal).padStart(4, '0')}`,
    verificationCode: 'ABCD-EFGH-JKLM',
    verificationUrl: 'https://centre.example/verify/ABCD-EFGH-JKLM',
    issuedAt: '2026-11-22T09:00:00+08:00',
    ordinal,
    limit: 3,
    pages: 2,
    pdfBase64: pdf.toString('base64'),
    sha256: createHash('sha256').update(pdf).digest('hex'),
  };
}

const participation: Participation = {
  person: { name: '样本甲', idNumber: '44520219500101001X', sex: 'male' },
  regionName: '样本市',
  authorityName: '样本市社会保险基金管理局',
  period: { from: '2026-10', to: '2026-11' },
  schemes: [{ scheme: 'pension', state: 'active', since: '2010-01' }],
  employers: [{ number: '0001', name: '样本有限公司' }],
  months: ['2026-10', '2026-11'].map((month) => ({
    month,
    employerNumber: '0001',
    pension: { base: 450_000, paid: 36_000 },
    medical: null,
    unemployment: null,
    status: 'paid',
    remark: '',
  })),
};

type PrintAnswer = Awaited<ReturnType<ReturnType<typeof scriptedPrinter>['print']>>;

/** An A4 printer whose status can be set and whose next prints can be told to fail. */
class MemoryPrinter {
  status: DocumentPrinterStatus = { ...scriptedPrinter({}).status };
  readonly printed: { jobName: string; pdf: string }[] = [];
  failNext: Extract<PrintAnswer, { ok: false }>['error'][] = [];
  readonly device = {
    ...scriptedPrinter({}),
    queryStatus: async () => ok(this.status),
    print: async ({ jobName, pdf, pages, onProgress }: PrintRequest): Promise<PrintAnswer> => {
      onProgress?.({ state: 'printing', pagesDone: 1, reasons: [] });
      const failure = this.failNext.shift();
      if (failure !== undefined) return err(failure);
      this.printed.push({ jobName, pdf: Buffer.from(pdf).toString() });
      return ok({ jobId: this.printed.length, pagesDone: pages });
    },
  };
}

/** Read once for all tests of a file: nothing changes it. */
let configurationOnce: ReturnType<typeof loadConfiguration> | undefined;

/** A whole terminal but for Electron and the network, on virtual time: real store, real drivers, emulated units. */
export async function openSession(
  receiptProfile: EscPosProfile = paper80mm,
  options: {
    readonly secondPinScrypt?: string;
    readonly attended?: boolean;
    /** By the clock of the place; the session begins at 9:00. */
    readonly dayEnds?: DayEnd;
    /** Faces are compared on this terminal. */
    readonly face?: (clock: VirtualClock) => FaceCheck;
    /** Papers are photographed on this terminal. */
    readonly documentCamera?: (clock: VirtualClock) => Camera;
    /** This terminal has a certificate cabinet, with papers in these compartments. */
    readonly lockerFilled?: readonly number[];
    /** In place of the one in memory; time must not move while it is asked. */
    readonly otherCentre?: { readonly centre: Centre; readonly clock: VirtualClock };
  } = {},
) {
  const disk = storeOnDisk(options.otherCentre?.clock);
  const { clock } = disk;
  configurationOnce ??= loadConfiguration(join(import.meta.dirname, '../../../config'));
  const configuration = await configurationOnce;
  if (!configuration.ok) throw new Error(configuration.error.map(({ message }) => message).join('\n'));

  const cardLine = memoryLine('card reader');
  const cardUnit = new SdtEmulator({ clock, cards: specimenCards() });
  cardUnit.attach(cardLine.unit);
  const reader = new SdtIdentityCardReader({
    id: 'identityCardReader',
    transport: cardLine.host,
    clock,
    baudRate: 115_200,
    pollIntervalMs: 200,
    healthIntervalMs: 10_000,
  });
  const scannerLine = memoryLine('barcode reader');
  const format = { suffix: Uint8Array.of(0x0d, 0x0a), aim: true };
  const scannerUnit = new ScannerEmulator({
    clock,
    codes: specimenCodes(),
    form: serialScannerForm(format, null),
  });
  scannerUnit.attach(scannerLine.unit);
  const scanner = serialScanner({
    id: 'barcodeReader',
    transport: scannerLine.host,
    clock,
    format,
    gapMs: 100,
    encoding: 'utf-8',
    trigger: null,
  });
  const slotLine = memoryLine('card reader');
  const slotUnit = new SocialSecurityCardEmulator({ clock, cards: specimenChipCards() });
  slotUnit.attach(slotLine.unit);
  const slot = new SocialSecurityCardReader({
    id: 'cardReader',
    channel: vpcdChannel({ transport: slotLine.host, clock }),
    clock,
    answerMs: 5_000,
  });
  const padLine = memoryLine('PIN pad');
  const padUnit = new EppEmulator({ clock, profile: specimenEpp });
  padUnit.attach(padLine.unit);
  const pad = new EppPinPad({
    id: 'pinPad',
    transport: padLine.host,
    clock,
    profile: specimenEpp,
    healthIntervalMs: 10_000,
  });
  const slipLine = memoryLine('receipt printer');
  const slipUnit = new EscPosEmulator({ clock, profile: receiptProfile });
  slipUnit.attach(slipLine.unit);
  const receiptPrinter = new EscPosPrinter({
    id: 'receiptPrinter',
    transport: slipLine.host,
    clock,
    rasteriser: barRasteriser,
    profile: receiptProfile,
  });
  const receipts: (readonly string[])[] = [];
  slipUnit.onReceipt((receipt) => receipts.push(receipt.lines));
  const noteLine = memoryLine('note recycler');
  const noteUnit = new SspEmulator({
    clock,
    random: (count) => new Uint8Array(count).fill(7),
    filled: [5_000, 5_000, 2_000, 2_000, 1_000, 1_000, 1_000, 500],
    capacity: 100,
  });
  noteUnit.attach(noteLine.unit);
  const recycler = new SspNoteRecycler({
    id: 'noteRecycler',
    transport: noteLine.host,
    clock,
    random: (count) => new Uint8Array(count).fill(9),
    currency: 'CNY',
    fixedKey: 0x0123456701234567n,
    primeBits: 32,
    pollIntervalMs: 200,
    attempts: 4,
  });
  const lockerLine = memoryLine('certificate cabinet');
  const lockerUnit = new KrCuEmulator({ clock, filled: options.lockerFilled ?? [] });
  lockerUnit.attach(lockerLine.unit);
  const locker = new KrCuLocker({
    id: 'locker',
    transport: lockerLine.host,
    clock,
    board: 0,
    compartments: 16,
    pollIntervalMs: 500,
    closedBit: 1,
    presentBit: 1,
  });
  const printer = new MemoryPrinter();
  const memoryCentre = new MemoryCentre();
  const centre: Centre = options.otherCentre?.centre ?? memoryCentre;

  const cash = startCash({
    store: disk.store,
    recycler,
    dispensers: [],
    host: { ...centreHost(centre.payments), post: () => Promise.reject(new Error('nothing is sent again')) },
    clock,
    randomUUID: disk.newId,
    claimCode: () => 'CLAM-CODE',
  });
  const { settings, version, items, categories } = configuration.value;
  const dayEnds = options.dayEnds ?? settings.cash.dayEnds;
  keepDays(disk.store, clock, dayEnds, () => {});
  const opening = Promise.all(
    [reader, receiptPrinter, recycler, scanner, slot, pad, ...(options.lockerFilled ? [locker] : [])].map(
      (device) => device.open(),
    ),
  );
  let opened = false;
  void opening.then(() => {
    opened = true;
  });
  await clock.advanceUntil(() => opened, 60_000);
  await cash.recover();
  await clock.advance(3_000);

  const devices: Devices = {
    identityCardReader: reader,
    documentPrinter: printer.device,
    receiptPrinter,
    cashRecycler: recycler,
    cashDispensers: [],
    barcodeReader: scanner,
    cardReader: slot,
    pinPad: pad,
    locker: options.lockerFilled && locker,
    summaries: () =>
      [reader, receiptPrinter].map(({ id, class: deviceClass, status }) => ({
        id,
        class: deviceClass,
        status: status.device,
        reasons: [...status.reasons],
      })),
    selfTest: () => Promise.all([selfTest(reader, clock), selfTest(receiptPrinter, clock)]),
    onChanged(listener) {
      const stops = [reader, receiptPrinter, recycler, scanner, slot, pad].map((device) =>
        device.onStatusChanged(listener),
      );
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
  const catalogue = new Catalogue(items, categories, new Set(moduleNames));
  const terminal = { number: '0001', place: settings.terminal.place, hotline: settings.terminal.hotline };
  const stage = new Stage({ clock, terminal, specimen: true, onAssistance: () => {} });
  const { pinScrypt } = settings.staff;
  const staffPin = new PinGuard({ clock, store: disk.store, pinScrypt });
  const surroundings: Surroundings = {
    clock,
    store: disk.store,
    devices,
    centre,
    terminal,
    configurationVersion: version,
    specimen: true,
    randomUUID: disk.newId,
    claimCode: () => 'CLAM-CODE',
    notes: settings.cash.notes.map((yuan) => yuan * 100),
    dayEnds,
    staffAtHand: options.attended === false ? null : staffPin,
    face: options.face?.(clock) ?? null,
    documentCamera: options.documentCamera?.(clock) ?? null,
    usualSecondsPerSheet: 6,
    wakeUplink: () => {},
  };
  const uplink: { refused: ReportsRefused | null } = { refused: null };
  const staff = new Staff({
    surroundings,
    catalogue,
    pin: staffPin,
    secondPinScrypt: options.secondPinScrypt ?? null,
    serverLink: () => ({ state: 'online', refused: uplink.refused }),
  });
  let bug: unknown;
  const shown: string[] = [];
  stage.onView((view) => {
    viewSchema.parse(view);
    if (shown.at(-1) !== view.screen.kind) shown.push(view.screen.kind);
  });
  serveCitizens({
    surroundings,
    stage,
    catalogue,
    patience: { idleMs: 60_000, warningMs: 30_000 },
    centreOnline: () => memoryCentre.reachable,
    onConditionChanged: devices.onChanged,
    staff: (conversation) => staff.serve(conversation),
  }).catch((error: unknown) => {
    bug = error;
  });
  await clock.advance(0);

  async function act(made: Act): Promise<void> {
    if (!stage.act(stage.view.screenId, made))
      throw new Error(`${stage.view.screen.kind} does not take ${made.type}`);
    await clock.advance(0);
  }
  /** Runs virtual time until this screen shows. */
  async function until<K extends ScreenKind>(
    kind: K,
    holds: (screen: ScreenOf<K>) => boolean = () => true,
  ): Promise<ScreenOf<K>> {
    await clock.advanceUntil(() => {
      if (bug !== undefined) throw bug;
      const { screen } = stage.view;
      return screen.kind === kind && holds(screen as ScreenOf<K>);
    }, 30_000);
    return stage.view.screen as ScreenOf<K>;
  }

  return {
    disk,
    clock,
    stage,
    catalogue,
    centre: memoryCentre,
    uplink,
    printer,
    cardLine,
    cardUnit,
    scannerLine,
    scannerUnit,
    slotLine,
    slotUnit,
    padLine,
    padUnit,
    lockerLine,
    lockerUnit,
    locker,
    pad,
    slipUnit,
    noteUnit,
    noteLine,
    recycler,
    cash,
    receipts,
    shown,
    act,
    until,
    lay: (card = 'specimen-a') => cardUnit.set('card', card),
    lift: () => cardUnit.set('card', 'none'),
    close: () => disk.remove(),
  };
}

export type TestSession = Awaited<ReturnType<typeof openSession>>;

/** Goes through the flow as a citizen who does everything right, up to the screen asked for. */
export async function goTo(session: TestSession, kind: ScreenKind): Promise<void> {
  const { act, until, stage } = session;
  const at = () => stage.view.screen.kind === kind;
  const steps: (() => Promise<void>)[] = [
    async () => act({ type: 'start' }),
    async () => act({ type: 'chooseItem', code: 'SIN-PRT-001' }),
    async () => act({ type: 'next' }),
    async () => act({ type: 'next' }),
    async () => {
      session.lay();
      await until('verify');
    },
    async () => {
      await act({ type: 'submitCode', code: rightCode });
      await until('forWhom');
    },
    async () => {
      await act({ type: 'chooseWhom', whom: 'self' });
      await until('parameters');
    },
    async () => {
      await act({ type: 'chooseParameters', schemes: ['pension'], months: 24 });
      await until('preview');
    },
    async () => {
      await act({ type: 'next' });
      await until('confirm');
    },
    async () => {
      await act({ type: 'next' });
      await until('rate');
    },
    async () => {
      await act({ type: 'rate', level: 'verySatisfied' });
      await until('take');
    },
    async () => {
      await act({ type: 'next' });
      await until('farewell');
    },
  ];
  for (const step of steps) {
    if (at()) return;
    await step();
  }
  if (!at()) throw new Error(`the flow does not reach ${kind}`);
}
