import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { exportJournal } from '../../src-main/terminal/journal/export.ts';
import { openKeys } from '../../src-main/terminal/store/keys.ts';
import { openStore } from '../../src-main/terminal/store/open.ts';
import { systemClock } from '../../src-shared/clock.ts';
import type { World } from '../world.ts';

/** Writes the journal of a terminal that has ended. Reads a copy: its files belong to its own user. */
export function exportTerminalJournal(terminalData: string, directory: string, file: string): void {
  const copy = join(directory, 'terminal-copy');
  cpSync(terminalData, copy, { recursive: true });
  const keys = openKeys(copy);
  if (!keys.ok) throw new Error(keys.error.message);
  const store = openStore({
    file: join(copy, 'terminal.db'),
    key: keys.value.storeKey,
    clock: systemClock,
    terminalNumber: '0001',
    newId: () => crypto.randomUUID(),
  });
  if (!store.ok) throw new Error(store.error.message);
  exportJournal(store.value.read, file);
  store.value.close();
}

interface TransactionRow {
  readonly terminalId: string;
  readonly id: string;
  readonly result: string | null;
}

/** Asks the centre, as an operator does, for one transaction with all its reports. */
export async function askCentre(
  { serverUrl, operatorPassword }: World,
  wanted: (transaction: TransactionRow) => boolean,
): Promise<unknown> {
  const signedIn = await fetch(`${serverUrl}/console/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: operatorPassword }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the console refused the operator: ${signedIn.status}`);
  const { transactions } = await firstEvent(`${serverUrl}/console/api/live`, cookie);
  const found = transactions.find(wanted);
  if (found === undefined) throw new Error('the centre holds no such transaction');
  const detail = await fetch(
    `${serverUrl}/console/api/terminals/${found.terminalId}/transactions/${found.id}`,
    { headers: { cookie } },
  );
  if (!detail.ok) throw new Error(`the centre answered ${detail.status}`);
  return detail.json();
}

/** The overview as the console page gets it: the first event of its stream. */
async function firstEvent(url: string, cookie: string): Promise<{ transactions: TransactionRow[] }> {
  const aborter = new AbortController();
  const answer = await fetch(url, { headers: { cookie }, signal: aborter.signal });
  if (answer.body === null) throw new Error('no stream');
  let text = '';
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (data !== undefined && text.includes('\n\n')) {
      aborter.abort();
      return JSON.parse(data) as { transactions: TransactionRow[] };
    }
  }
  throw new Error('the stream ended without an event');
}
