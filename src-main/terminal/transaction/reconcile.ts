import type { JobFinding } from '../../../devices/contract/document-printer.ts';
import { type Clock, sleep } from '../../../src-shared/clock.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import { centreHost } from '../cash/centre-host.ts';
import { reading, settleStaffMoves, takenOut } from '../locker/compartments.ts';
import type { Centre } from '../session/centre.ts';
import type { Devices } from '../session/context.ts';
import type { IntentRecord, SettledOutcome, Store, Write } from '../store/store.ts';
import { settleIntent } from './effect.ts';
import { type IssuedCertificate, keepCertificate } from './issue.ts';
import { openJobOf, writeJobClosed, writeOpenJob } from './open-job.ts';
import { decideOrder } from './pay-by-code.ts';
import { compartmentOf, writePickUp } from './pick-up.ts';
import { report } from './report.ts';
import { decidePin } from './set-pin.ts';
import { fateOf, writeSubmitted } from './submit.ts';

/** What is known of an intent that the terminal did not live to settle. */
interface Verdict {
  readonly outcome: SettledOutcome;
  readonly evidence: readonly string[];
  readonly certificate?: IssuedCertificate;
  /** Of a matter that was handed in. */
  readonly value?: Outcome;
}

interface Ground {
  readonly store: Store;
  readonly devices: Devices;
  readonly centre: Centre;
  readonly clock: Clock;
}

export interface Reconciled {
  readonly intentId: string;
  readonly step: string;
  readonly outcome: SettledOutcome;
}

const printerPatienceMs = 8_000;
const lockerPatienceMs = 8_000;

/**
 * After any crash, before anybody is served: decides each open intent by asking whoever was asked to act, ends
 * the transactions that were cut off, and opens a job for every paper that is owed. Nothing is printed here.
 */
export async function reconcile(ground: Ground): Promise<Reconciled[]> {
  const { store } = ground;
  const decided: Reconciled[] = [];
  for (const intent of store.read.unsettledIntents()) {
    const verdict = await decide(ground, intent);
    writeVerdict(store, intent, verdict);
    decided.push({ intentId: intent.id, step: intent.step, outcome: verdict.outcome });
  }
  for (const transaction of store.read.unfinishedTransactions()) endInterrupted(store, transaction.id);
  settleStaffMoves(store, ground.devices.locker);
  return decided;
}

/**
 * Asks the centre again about issues that nobody could answer for so far. Called when the centre is back.
 * Answers how many were resolved.
 */
export async function resolveIssues({
  store,
  centre,
}: {
  readonly store: Store;
  readonly centre: Pick<Centre, 'services'>;
}): Promise<number> {
  let resolved = 0;
  for (const job of store.read.openJobs()) {
    if (job.state !== 'indeterminate' || job.hasDocument || job.certificateNumber !== null) continue;
    const transactionId = job.transaction.id;
    const issue = store.read.intentsOf(transactionId).findLast((intent) => intent.step === 'issue');
    if (issue === undefined || issue.outcome !== 'indeterminate') continue;
    const verdict = await decideIssue(centre, issue);
    if (verdict.outcome === 'indeterminate') continue;
    writeVerdict(store, issue, verdict, (write) => {
      if (verdict.outcome === 'notDone') writeJobClosed(write, job, 'nothingIssued', 'centre');
      else {
        const certificateNumber = verdict.certificate?.certificateNumber ?? null;
        writeOpenJob(write, transactionId, {
          certificateNumber,
          state: 'notDone',
          evidence: verdict.evidence,
        });
      }
    });
    resolved += 1;
  }
  return resolved;
}

function decide(ground: Ground, intent: IntentRecord): Promise<Verdict> {
  if (intent.effect.kind === 'remote') {
    const { operation, idempotencyKey } = intent.effect;
    if (operation === 'createOrder') return decideOrder(ground.centre.payments, idempotencyKey);
    if (operation === 'setPin') return decidePin(ground.centre.socialSecurityCard, idempotencyKey);
    if (operation === 'postPayment') return decidePayment(ground.centre.payments, idempotencyKey);
    if (operation === 'submit') return fateOf(ground.centre.services, idempotencyKey);
    return decideIssue(ground.centre, intent);
  }
  // With a recycler, `recoverCash` has been here before.
  if (intent.effect.kind === 'cash')
    return Promise.resolve({ outcome: 'indeterminate', evidence: ['no recycler is configured to ask'] });
  if (intent.effect.kind === 'motion' && intent.step === 'print')
    return decidePrint(ground, intent.effect.jobName);
  if (intent.effect.kind === 'motion' && intent.step === 'pickUp')
    return decidePickUp(ground, intent.effect.jobName);
  // A slip leaves no trace in its printer. It is worth nothing by itself, so nobody is called for it.
  return Promise.resolve({
    outcome: 'indeterminate',
    evidence: ['the terminal stopped while the slip was printed; the unit keeps no job list'],
  });
}

async function decideIssue(centre: Pick<Centre, 'services'>, intent: IntentRecord): Promise<Verdict> {
  if (intent.effect.kind !== 'remote') throw new Error(`intent ${intent.id} is not remote`);
  const { idempotencyKey } = intent.effect;
  const asked = await centre.services.documentByKey({ idempotencyKey });
  if (!asked.ok) return { outcome: 'indeterminate', evidence: [`asked by key: ${asked.error.message}`] };
  const evidence = [`asked by key: ${asked.value.state}`];
  if (asked.value.state === 'issued')
    return { outcome: 'done', evidence, certificate: asked.value.certificate };
  return { outcome: 'notDone', evidence };
}

async function decidePayment(
  payments: Pick<Centre['payments'], 'byKey'>,
  idempotencyKey: string,
): Promise<Verdict> {
  const asked = await centreHost(payments).byKey({ idempotencyKey });
  if (!asked.ok) return { outcome: 'indeterminate', evidence: [`asked by key: ${asked.error.message}`] };
  const evidence = [`asked by key: ${asked.value.state}`];
  return { outcome: asked.value.state === 'posted' ? 'done' : 'notDone', evidence };
}

/**
 * Asks again what became of payments and orders of codes that nobody could answer for. Called when the centre is back;
 * those in notes are `resolvePending`'s.
 */
export async function resolvePayments({
  store,
  centre,
}: {
  readonly store: Store;
  readonly centre: Pick<Centre, 'payments'>;
}): Promise<void> {
  for (const intent of store.read.indeterminateIntents()) {
    if (intent.effect.kind !== 'remote' || intent.step !== 'pay') continue;
    const { operation, idempotencyKey } = intent.effect;
    const verdict =
      operation === 'createOrder'
        ? await decideOrder(centre.payments, idempotencyKey)
        : await decidePayment(centre.payments, idempotencyKey);
    if (verdict.outcome !== 'indeterminate') writeVerdict(store, intent, verdict);
  }
}

async function decidePrint({ devices, clock }: Ground, jobName: string): Promise<Verdict> {
  const printer = devices.documentPrinter;
  if (printer === undefined) return { outcome: 'indeterminate', evidence: ['no document printer to ask'] };
  for (let waited = 0; printer.status.device !== 'online' && waited < printerPatienceMs; waited += 250) {
    await sleep(clock, 250);
  }
  const asked = await printer.findJob(jobName, { timeoutMs: printerPatienceMs });
  if (!asked.ok)
    return { outcome: 'indeterminate', evidence: [`asked the printer: ${asked.error.description}`] };
  const verdict = verdictOf(asked.value);
  if (asked.value.state !== 'pending') return verdict;

  // It would print by itself later, with nobody there to take it.
  const cancelled = await printer.cancelJob(asked.value.jobId, { timeoutMs: printerPatienceMs });
  const again = await printer.findJob(jobName, { timeoutMs: printerPatienceMs });
  const evidence = [
    ...verdict.evidence,
    cancelled.ok ? 'the job was cancelled' : `cancelling it failed: ${cancelled.error.description}`,
  ];
  if (!again.ok || again.value.state === 'pending') return { outcome: 'indeterminate', evidence };
  const after = verdictOf(again.value);
  return { outcome: after.outcome, evidence: [...evidence, ...after.evidence] };
}

/** Door and sensor say it, whatever the board was told. */
async function decidePickUp({ devices, clock }: Ground, jobName: string): Promise<Verdict> {
  const { locker } = devices;
  for (let waited = 0; locker?.status.device !== 'online' && waited < lockerPatienceMs; waited += 250) {
    await sleep(clock, 250);
  }
  const seen = compartmentOf(locker, jobName);
  return { outcome: takenOut(seen), evidence: [`after a restart: ${reading(seen)}`] };
}

/**
 * The fixed table. A printer that knows no such job proves nothing: it may have been switched off, and most
 * forget their jobs then; a person decides.
 */
export function verdictOf(finding: JobFinding): Verdict {
  switch (finding.state) {
    case 'completed':
      return { outcome: 'done', evidence: [`job ${finding.jobId}: completed, ${finding.pagesDone} sheets`] };
    case 'notPrinted':
      return {
        outcome: 'notDone',
        evidence: [`job ${finding.jobId}: not printed (${finding.reasons.join(', ') || 'no reason given'})`],
      };
    case 'partlyPrinted':
      return {
        outcome: 'indeterminate',
        evidence: [
          `job ${finding.jobId}: ended early, ${finding.pagesDone ?? 'an unknown number of'} sheets`,
        ],
      };
    case 'pending':
      return {
        outcome: 'indeterminate',
        evidence: [`job ${finding.jobId}: still pending, ${finding.pagesDone} sheets`],
      };
    case 'absent':
      return { outcome: 'indeterminate', evidence: ['the printer knows no job of this name'] };
  }
}

function writeVerdict(
  store: Store,
  intent: IntentRecord,
  verdict: Verdict,
  alongside: (write: Write) => void = () => {},
): void {
  store.commit((write) => {
    settleIntent(write, intent, verdict.outcome, verdict.evidence);
    const { transactionId } = intent;
    if (verdict.certificate !== undefined && intent.effect.kind === 'remote') {
      keepCertificate(write, transactionId, intent.effect.idempotencyKey, verdict.certificate);
    }
    if (verdict.value !== undefined) writeSubmitted(write, transactionId, verdict.value);
    alongside(write);
    if (intent.effect.kind !== 'motion') return;
    if (intent.step === 'pickUp') {
      const { number: compartment } = compartmentOf(undefined, intent.effect.jobName);
      const paper = store.read.lockerPapers().find((one) => one.compartment === compartment);
      if (paper !== undefined) writePickUp(write, paper, { transactionId, ...verdict });
      return;
    }
    const { device } = intent.effect;
    const { outcome } = verdict;
    report(write, 'printOutcome', {
      transactionId,
      step: intent.step,
      device,
      outcome,
      evidence: [...verdict.evidence],
    });
    if (intent.step !== 'print' || outcome !== 'done') return;
    const job = openJobOf(store, transactionId);
    if (job === undefined) write.dropDocument(transactionId);
    else writeJobClosed(write, job, 'reprinted', 'staff');
  });
}

/** Ends a transaction that was cut off, and opens the job of a certificate that was issued and not printed. */
function endInterrupted(store: Store, transactionId: string): void {
  const document = store.read.document(transactionId);
  const intents = store.read.intentsOf(transactionId);
  const printed = intents.findLast((intent) => intent.step === 'print');
  const issue = intents.findLast((intent) => intent.step === 'issue');
  store.commit((write) => {
    if (document !== undefined) {
      writeOpenJob(write, transactionId, {
        certificateNumber: document.certificateNumber,
        state: printed?.outcome === 'indeterminate' ? 'indeterminate' : 'notDone',
        evidence: printed?.evidence ?? ['the terminal stopped before the print began'],
      });
    } else if (issue?.outcome === 'indeterminate') {
      writeOpenJob(write, transactionId, {
        certificateNumber: null,
        state: 'indeterminate',
        evidence: issue.evidence,
      });
    }
    write.endTransaction(transactionId, 'interrupted');
    write.journal({ type: 'transactionEnded', transactionId, result: 'interrupted' });
    report(write, 'transaction', {
      state: 'ended',
      transactionId,
      result: 'interrupted',
      reason: 'the terminal stopped',
    });
  });
}
