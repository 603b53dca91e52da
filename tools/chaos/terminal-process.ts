import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CctalkBus } from '../../devices/drivers/cctalk/bus.ts';
import { CctalkHopper } from '../../devices/drivers/cctalk/hopper.ts';
import { LcdmCashDispenser } from '../../devices/drivers/lcdm/driver.ts';
import { lcdm1000 } from '../../devices/drivers/lcdm/profile.ts';
import { SspNoteRecycler } from '../../devices/drivers/ssp/driver.ts';
import { serialTransport } from '../../devices/transport/serial.ts';
import { centreHost, centreHostFor } from '../../src-main/terminal/cash/centre-host.ts';
import { newClaimCode } from '../../src-main/terminal/cash/claim-code.ts';
import type { CashGround } from '../../src-main/terminal/cash/ground.ts';
import { payInCash } from '../../src-main/terminal/cash/pay-in-cash.ts';
import { startCash } from '../../src-main/terminal/cash/start-cash.ts';
import { centre } from '../../src-main/terminal/link/client.ts';
import { Uplink } from '../../src-main/terminal/link/uplink.ts';
import { createLog } from '../../src-main/terminal/log.ts';
import { openKeys } from '../../src-main/terminal/store/keys.ts';
import { openStore } from '../../src-main/terminal/store/open.ts';
import { report } from '../../src-main/terminal/transaction/report.ts';
import { systemClock } from '../../src-shared/clock.ts';
import type { Charge } from '../../src-shared/contract/payments.ts';
import type { Phase } from './in-motion.ts';
import { type Visited, type VisitPlan, visit } from './staff-visit.ts';

/**
 * A terminal's cash without its screen, as a process that may be killed at any moment: the real engine, the real store
 * in its encrypted file, the real driver on a real serial line, the real link to the real server with its outbox. Told by
 * its parent to take a payment, or to let staff look; tells how it goes.
 * `terminal-process.ts DATA LINES URL TERMINAL-ID`, where the directory LINES has a line for each unit
 */
export type ToTerminal =
  | {
      readonly type: 'pay';
      readonly due: number;
      readonly cancelAfterMs: number | null;
      readonly assessmentId: string;
      readonly charge: Charge;
    }
  /** Waits until every unit answers and has told what it had to tell. */
  | { readonly type: 'rest' }
  /** Staff are at the cash screen. */
  | { readonly type: 'staff'; readonly plan: VisitPlan }
  /** Asks about what nobody could answer for, sends what waits for the centre, and ends in order. */
  | { readonly type: 'finish' };
export type FromTerminal =
  | { readonly type: 'ready' }
  | { readonly type: 'phase'; readonly phase: Phase | null }
  | { readonly type: 'ended'; readonly kind: string }
  /** `silent`: units that still do not answer. */
  | { readonly type: 'rested'; readonly silent: readonly string[] }
  | { readonly type: 'cases'; readonly open: number }
  | { readonly type: 'visited'; readonly visited: Visited };

const [data = '', lines = '', url = '', terminalId = ''] = process.argv.slice(2);
const tell = (message: FromTerminal) => process.send?.(message);

const keys = openKeys(data);
if (!keys.ok) throw new Error(keys.error.message);
const { storeKey, journalSigner: signer, privateKey } = keys.value;
const opened = openStore({
  file: join(data, 'terminal.db'),
  key: storeKey,
  signer,
  clock: systemClock,
  terminalNumber: '0001',
  newId: randomUUID,
});
if (!opened.ok) throw new Error(opened.error.message);
const store = opened.value;
if (store.read.fact('terminalId') === undefined)
  store.commit((write) => write.setFact('terminalId', terminalId));
const server = centre(
  { url, timeoutMs: 3_000, clock: systemClock },
  { terminalId: () => terminalId, privateKey },
);
const stopping = new AbortController();
const uplink = new Uplink({
  centre: server,
  store,
  clock: systemClock,
  random: Math.random,
  log: createLog({ stream: { write: () => {} } }, systemClock),
  snapshot: () => ({ softwareVersion: 'chaos', screen: 'none', limitations: [], devices: [], openJobs: 0 }),
  enrol: async () => {},
});
void uplink.run(stopping.signal);
const lineOf = (unit: string, stopBits: 1 | 2) =>
  serialTransport({ path: join(lines, unit), baudRate: 9_600, dataBits: 8, parity: 'none', stopBits });
const recycler = new SspNoteRecycler({
  id: 'recycler',
  transport: lineOf('recycler', 2),
  clock: systemClock,
  random: (count) => randomBytes(count),
  currency: 'CNY',
  fixedKey: 0x0123456701234567n,
  primeBits: 64,
  pollIntervalMs: 100,
  attempts: 4,
});
const healthIntervalMs = 1_000;
const dispenser = new LcdmCashDispenser({
  id: 'dispenser',
  transport: lineOf('dispenser', 1),
  clock: systemClock,
  profile: lcdm1000,
  item: { currency: 'CNY', value: 10_000 },
  healthIntervalMs,
});
const hopper = new CctalkHopper({
  id: 'hopper',
  bus: new CctalkBus(lineOf('hopper', 1), systemClock),
  unit: { address: 3, mode: 'checksum' },
  clock: systemClock,
  item: { currency: 'CNY', value: 100 },
  security: { kind: 'fixed', bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
  levelSensors: false,
  healthIntervalMs,
});
const units = [recycler, dispenser, hopper];
const ground: CashGround = {
  store,
  recycler,
  dispensers: [dispenser, hopper],
  host: { ...centreHost(server.payments), post: () => Promise.reject(new Error('nothing is sent again')) },
  clock: systemClock,
  randomUUID,
  claimCode: () => newClaimCode(randomBytes),
};
const cash = startCash(ground);
await Promise.all(units.map((unit) => unit.open()));
await cash.recover();
process.on('message', (message: ToTerminal) => void obey(message));
tellCases();
tell({ type: 'ready' });

function tellCases(): void {
  tell({ type: 'cases', open: store.read.openCashCases().length });
}

async function obey(message: ToTerminal): Promise<void> {
  if (message.type === 'pay') await pay(message);
  else if (message.type === 'rest') await rest();
  else if (message.type === 'staff') await letStaffLook(message.plan);
  else await finish();
}

async function pay(order: Extract<ToTerminal, { type: 'pay' }>): Promise<void> {
  const { due, cancelAfterMs, assessmentId, charge } = order;
  const transactionId = randomUUID();
  // Told to the centre as of any item, so that a report goes out with each payment.
  const what = { itemCode: 'TAX-PAY-002', configurationVersion: 'chaos' };
  store.commit((write) => {
    const { trace } = write.beginTransaction({ id: transactionId, ...what });
    report(write, 'transaction', { state: 'started', transactionId, trace, itemName: '保费', ...what });
  });
  uplink.wake();
  const wish = new AbortController();
  const cancel = cancelAfterMs === null ? null : setTimeout(() => wish.abort(), cancelAfterMs);
  const host = centreHostFor(server.payments, { assessmentId, charges: [charge], byCode: () => [] });
  const end = await payInCash(
    { ...ground, host },
    {
      transactionId,
      due,
      signal: wish.signal,
      onTaken: () => {},
      onPhase: (phase) => tell({ type: 'phase', phase }),
    },
  );
  tell({ type: 'phase', phase: null });
  if (cancel !== null) clearTimeout(cancel);
  store.commit((write) => {
    write.endTransaction(transactionId, 'completed');
    report(write, 'transaction', { state: 'ended', transactionId, result: 'completed', reason: null });
  });
  uplink.wake();
  tellCases();
  tell({ type: 'ended', kind: end.kind === 'refunded' ? `${end.kind} (${end.why})` : end.kind });
}

async function rest(): Promise<void> {
  const silent = () =>
    units
      .filter(({ status }) => status.device === 'offline')
      .map(({ id, status }) => `${id} (${status.reasons.join(', ')})`);
  for (let tries = 0; tries < 600 && silent().length > 0; tries++) await pause(100);
  // Some polls, in which it tells what happened while nobody listened.
  await pause(1_000);
  tellCases();
  tell({ type: 'rested', silent: silent() });
}

async function letStaffLook(plan: VisitPlan): Promise<void> {
  const visited = await visit(
    {
      store,
      clock: systemClock,
      randomUUID,
      terminal: { number: '0001', place: { zh: '', en: '' }, hotline: '' },
      notes: [],
      dayEnds: '24:00',
      wakeUplink: () => uplink.wake(),
      devices: { cashRecycler: recycler, cashDispensers: [dispenser, hopper], receiptPrinter: undefined },
    },
    plan,
  );
  tell({ type: 'visited', visited });
}

async function finish(): Promise<void> {
  for (let tries = 0; tries < 60 && store.read.pendingCashTransactions().length > 0; tries++) {
    await cash.resolve();
    if (store.read.pendingCashTransactions().length > 0) await pause(1_000);
  }
  uplink.wake();
  for (let tries = 0; tries < 600 && store.read.unsentReportCount() > 0; tries++) await pause(100);
  stopping.abort();
  cash.stop();
  await Promise.all(units.map((unit) => unit.close()));
  store.close();
  process.exit(0);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
