import type { SelfTestReport } from '../../../devices/manager/self-test.ts';
import type {
  DeviceSummary,
  OpenJob,
  ScreenOf,
  StaffDevice,
  StaffProblem,
} from '../../../src-shared/view.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LinkState, ReportsRefused } from '../link/uplink.ts';
import type { Surroundings } from '../session/context.ts';
import type { Conversation } from '../session/conversation.ts';
import { issueKey } from '../transaction/issue.ts';
import { openJobOf, writeJobClosed } from '../transaction/open-job.ts';
import { printDocument } from '../transaction/print-document.ts';
import { CashOffice } from './cash-office.ts';
import { deviceCounters } from './device-counters.ts';
import { LockerOffice, lockerToDo } from './locker-office.ts';
import type { PinGuard } from './pin-guard.ts';

export interface StaffOptions {
  readonly surroundings: Surroundings;
  readonly catalogue: Catalogue;
  readonly pin: PinGuard;
  /** Of a second person, who must be there when cash is counted, loaded or collected; null: one is enough. */
  readonly secondPinScrypt: string | null;
  readonly serverLink: () => { readonly state: LinkState; readonly refused: ReportsRefused | null };
}

/** The staff corner of the machine: sign in, see what is open, decide it. */
export class Staff {
  readonly #options: StaffOptions;
  readonly #cashOffice: CashOffice;
  readonly #lockerOffice: LockerOffice | undefined;
  #tested: ReadonlyMap<string, SelfTestReport> = new Map();

  constructor(options: StaffOptions) {
    this.#options = options;
    this.#cashOffice = new CashOffice(options);
    const { locker } = options.surroundings.devices;
    this.#lockerOffice = locker && new LockerOffice(options, locker);
  }

  async serve(conversation: Conversation): Promise<void> {
    if (await this.#signIn(conversation)) await this.#work(conversation);
  }

  async #signIn(conversation: Conversation): Promise<boolean> {
    const { surroundings, pin } = this.#options;
    let problem: 'wrongPin' | 'locked' | null = pin.locked ? 'locked' : null;
    for (;;) {
      const act = await conversation.ask({ kind: 'staffSignIn', problem }, ['staffSignIn', 'back']);
      if (act.type === 'back') return false;
      const checked = await pin.check(act.pin);
      if (checked === 'right') {
        surroundings.store.commit((write) => write.journal({ type: 'staffSignedIn' }));
        return true;
      }
      problem = checked;
    }
  }

  async #work(conversation: Conversation): Promise<void> {
    // What was tested before somebody signed in says nothing of now.
    this.#tested = new Map();
    let screen = this.#screen(null, null);
    for (;;) {
      const act = await conversation.ask(screen, [
        'staffReprint',
        'staffConfirmPrinted',
        'staffVoid',
        'staffSelfTest',
        'staffRetractBinEmptied',
        'staffOpenCash',
        'staffOpenLocker',
        'back',
      ]);
      if (act.type === 'back') return;
      if (act.type === 'staffSelfTest') {
        await this.#test(conversation);
        screen = this.#screen(null, null);
        continue;
      }
      if (act.type === 'staffOpenCash') {
        await this.#cashOffice.serve(conversation);
        screen = this.#screen(null, null);
        continue;
      }
      if (act.type === 'staffOpenLocker') {
        await this.#lockerOffice?.serve(conversation);
        screen = this.#screen(null, null);
        continue;
      }
      if (act.type === 'staffRetractBinEmptied') {
        this.#retractBinEmptied();
        screen = this.#screen(null, null);
        continue;
      }
      const working = await conversation.during(
        this.#screen(act.transactionId, null),
        () => this.#decide(act.type, act.transactionId),
        [],
        { canLeave: false, patience: null },
      );
      if (working.kind === 'act') throw new Error('nothing was offered');
      screen = this.#screen(null, working.value);
    }
  }

  async #test(conversation: Conversation): Promise<void> {
    const { store, devices } = this.#options.surroundings;
    const working = await conversation.during(
      { ...this.#screen(null, null), testing: true },
      () => devices.selfTest(),
      [],
      { canLeave: false, patience: null },
    );
    if (working.kind === 'act') throw new Error('nothing was offered');
    const reports = working.value;
    const failed = reports.filter(({ passed }) => !passed).map(({ device }) => device);
    store.commit((write) => write.journal({ type: 'selfTested', devices: reports.length, failed }));
    this.#tested = new Map(reports.map((report) => [report.device, report]));
  }

  #retractBinEmptied(): void {
    const { store, devices } = this.#options.surroundings;
    const printer = devices.receiptPrinter;
    if (printer === undefined) return;
    store.commit((write) => write.journal({ type: 'retractBinEmptied', device: printer.id }));
    printer.resetCount();
  }

  async #decide(
    decision: 'staffReprint' | 'staffConfirmPrinted' | 'staffVoid',
    transactionId: string,
  ): Promise<ScreenOf<'staff'>['problem']> {
    const { store, devices, centre, wakeUplink } = this.#options.surroundings;
    const job = openJobOf(store, transactionId);
    if (job === undefined) return null;
    const problem = (what: StaffProblem) => ({ trace: job.transaction.trace, what });
    switch (decision) {
      case 'staffReprint': {
        if (!job.hasDocument) return null;
        if (devices.documentPrinter === undefined) return problem('printerUnavailable');
        const printed = await printDocument(
          this.#options.surroundings,
          devices.documentPrinter,
          transactionId,
          'staff',
          () => {},
        );
        if (printed.outcome === 'done') return null;
        if (printed.outcome === 'indeterminate') return problem('printOutcomeUnknown');
        return problem(printed.error.errorCode === 'paperOut' ? 'paperOut' : 'printFailed');
      }
      case 'staffConfirmPrinted':
        store.commit((write) => writeJobClosed(write, job, 'confirmedPrinted', 'staff'));
        wakeUplink();
        return null;
      case 'staffVoid': {
        const idempotencyKey = issueKey(store, transactionId);
        if (idempotencyKey === undefined)
          throw new Error(`transaction ${transactionId} never issued anything`);
        const voided = await centre.services.voidDocument({ idempotencyKey, reason: 'spoiled' });
        // Voiding twice does no harm, so a lost answer leaves the job open and the button there.
        if (!voided.ok)
          return problem(voided.error.kind === 'refused' ? 'centreRefused' : 'centreUnreachable');
        store.commit((write) => writeJobClosed(write, job, 'voided', 'staff'));
        wakeUplink();
        return null;
      }
    }
  }

  #screen(busy: string | null, problem: ScreenOf<'staff'>['problem']): ScreenOf<'staff'> {
    const { surroundings, catalogue, serverLink } = this.#options;
    const { store, devices } = surroundings;
    const link = serverLink();
    const openJobs = store.read.openJobs().map(
      (job): OpenJob => ({
        transactionId: job.transaction.id,
        trace: job.transaction.trace,
        itemName: catalogue.item(job.transaction.itemCode)?.name ?? {
          zh: job.transaction.itemCode,
          en: job.transaction.itemCode,
        },
        startedAt: job.transaction.startedAt,
        certificateNumber: job.certificateNumber,
        state: job.state,
        evidence: [...job.evidence],
        canReprint: job.hasDocument,
      }),
    );
    return {
      kind: 'staff',
      openJobs,
      devices: devices.summaries().map((summary) => this.#device(summary)),
      testing: false,
      unsentReports: store.read.unsentReportCount(),
      serverLink: link.state,
      reportsRefused: link.refused,
      hasCash: devices.cashRecycler !== undefined,
      cashExchangeOpen: store.read.openCashExchange() !== undefined,
      lockerToDo: this.#lockerOffice === undefined ? null : lockerToDo(store, surroundings.clock.now()),
      busy,
      problem,
    };
  }

  #device(summary: DeviceSummary): StaffDevice {
    const report = this.#tested.get(summary.id);
    return {
      ...summary,
      counters: deviceCounters(this.#options.surroundings.store, summary.id),
      selfTest: report === undefined ? null : { passed: report.passed, checks: [...report.checks] },
    };
  }
}
