import { createPrivateKey, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
import { openStore } from '../../src-main/terminal/store/open.ts';
import { systemClock } from '../../src-shared/clock.ts';
import type { Charge } from '../../src-shared/contract/payments.ts';

/**
 * A terminal's cash without its screen, as a process that may be killed at any moment: the real engine, the real store
 * in its encrypted file, the real driver on a real serial line, the real link to the real server with its outbox. Told by
 * its parent to take a payment; tells how it goes. `terminal-process.ts FILE KEY LINE URL TERMINAL-ID PRIVATE-KEY-FILE`
 */
export type ToTerminal =
  | {
      readonly type: 'pay';
      readonly due: number;
      readonly cancelAfterMs: number | null;
      readonly assessmentId: string;
      readonly charge: Charge;
    }
  /** Asks about what nobody could answer for, sends what waits for the centre, and ends in order. */
  | { readonly type: 'finish' };
export type FromTerminal = { readonly type: 'ready' } | { readonly type: 'ended'; readonly kind: string };

const [file = '', key = '', path = '', url = '', terminalId = '', privateKeyFile = ''] =
  process.argv.slice(2);
const tell = (message: FromTerminal) => process.send?.(message);

const opened = openStore({
  file,
  key: Buffer.from(key, 'hex'),
  clock: systemClock,
  terminalNumber: '0001',
  newId: randomUUID,
});
if (!opened.ok) throw new Error(opened.error.message);
const store = opened.value;
if (store.read.fact('terminalId') === undefined)
  store.commit((write) => write.setFact('terminalId', terminalId));
const privateKey = createPrivateKey(readFileSync(privateKeyFile));
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
const recycler = new SspNoteRecycler({
  id: 'recycler',
  transport: serialTransport({ path, baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 }),
  clock: systemClock,
  random: (count) => randomBytes(count),
  currency: 'CNY',
  fixedKey: 0x0123456701234567n,
  primeBits: 64,
  pollIntervalMs: 100,
  attempts: 4,
});
const ground: CashGround = {
  store,
  recycler,
  dispensers: [],
  host: { ...centreHost(server.payments), post: () => Promise.reject(new Error('nothing is sent again')) },
  clock: systemClock,
  randomUUID,
  claimCode: () => newClaimCode(randomBytes),
};
const cash = startCash(ground);
await recycler.open();
await cash.recover();
process.on('message', (message: ToTerminal) => void (message.type === 'pay' ? pay(message) : finish()));
tell({ type: 'ready' });

async function pay(order: Extract<ToTerminal, { type: 'pay' }>): Promise<void> {
  const { due, cancelAfterMs, assessmentId, charge } = order;
  const transactionId = randomUUID();
  store.commit((write) =>
    write.beginTransaction({ id: transactionId, itemCode: 'TAX-PAY-002', configurationVersion: 'chaos' }),
  );
  const wish = new AbortController();
  const cancel = cancelAfterMs === null ? null : setTimeout(() => wish.abort(), cancelAfterMs);
  const host = centreHostFor(server.payments, { assessmentId, charges: [charge], byCode: () => [] });
  const end = await payInCash(
    { ...ground, host },
    { transactionId, due, signal: wish.signal, onTaken: () => {} },
  );
  if (cancel !== null) clearTimeout(cancel);
  store.commit((write) => write.endTransaction(transactionId, 'completed'));
  uplink.wake();
  tell({ type: 'ended', kind: end.kind });
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
  await recycler.close();
  store.close();
  process.exit(0);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
