import { randomBytes, randomUUID } from 'node:crypto';
import { SspNoteRecycler } from '../../devices/drivers/ssp/driver.ts';
import { serialTransport } from '../../devices/transport/serial.ts';
import { newClaimCode } from '../../src-main/terminal/cash/claim-code.ts';
import type { CashGround } from '../../src-main/terminal/cash/ground.ts';
import { payInCash } from '../../src-main/terminal/cash/pay-in-cash.ts';
import { startCash } from '../../src-main/terminal/cash/start-cash.ts';
import { openStore } from '../../src-main/terminal/store/open.ts';
import { systemClock } from '../../src-shared/clock.ts';
import { authorityAt } from './authority.ts';

/**
 * A terminal's cash without its screen, as a process that may be killed at any moment: the real engine, the real store
 * in its encrypted file, the real driver on a real serial line. Told by its parent to take a payment; tells how it goes.
 */
export type ToTerminal =
  | { readonly type: 'pay'; readonly due: number; readonly cancelAfterMs: number | null }
  /** Asks about what nobody could answer for, and ends in order. */
  | { readonly type: 'finish' };
export type FromTerminal = { readonly type: 'ready' } | { readonly type: 'ended'; readonly kind: string };

const [file = '', key = '', path = '', authorityUrl = ''] = process.argv.slice(2);
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
  host: authorityAt(authorityUrl),
  clock: systemClock,
  randomUUID,
  claimCode: () => newClaimCode(randomBytes),
};
const cash = startCash(ground);
await recycler.open();
await cash.recover();
process.on('message', (message: ToTerminal) => void (message.type === 'pay' ? pay(message) : finish()));
tell({ type: 'ready' });

async function pay({ due, cancelAfterMs }: Extract<ToTerminal, { type: 'pay' }>): Promise<void> {
  const transactionId = randomUUID();
  store.commit((write) =>
    write.beginTransaction({ id: transactionId, itemCode: 'CHAOS', configurationVersion: 'chaos' }),
  );
  const wish = new AbortController();
  const cancel = cancelAfterMs === null ? null : setTimeout(() => wish.abort(), cancelAfterMs);
  const end = await payInCash(ground, { transactionId, due, signal: wish.signal, onTaken: () => {} });
  if (cancel !== null) clearTimeout(cancel);
  store.commit((write) => write.endTransaction(transactionId, 'completed'));
  tell({ type: 'ended', kind: end.kind });
}

async function finish(): Promise<void> {
  await cash.resolve();
  cash.stop();
  await recycler.close();
  store.close();
  process.exit(0);
}
