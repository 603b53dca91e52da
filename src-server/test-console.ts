import type { CashOverview } from './console/cash-model.ts';
import type { Overview, TransactionDetail } from './console/model.ts';
import type { Server } from './server.ts';
import { operatorPassword } from './test-server.ts';

/** For tests only: an operator's browser, as far as HTTP goes. */
export async function signInToConsole(server: Pick<Server, 'url'>, password = operatorPassword) {
  const answer = await postPassword(server.url, password);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const headers = { cookie };
  return {
    cookie,
    /** The first event of the live stream. */
    async overview(): Promise<Overview> {
      const stream = await openStream(server.url, cookie);
      const event = await stream.next();
      await stream.close();
      return event;
    },
    async cash(query = 'show=all'): Promise<CashOverview> {
      return (await (
        await fetch(`${server.url}/console/api/cash?${query}`, { headers })
      ).json()) as CashOverview;
    },
    async enrolmentCode(): Promise<string> {
      const url = `${server.url}/console/api/enrolment-codes`;
      const answer = await fetch(url, { method: 'POST', headers });
      return ((await answer.json()) as { code: string }).code;
    },
    async detail(terminalId: string, id: string): Promise<TransactionDetail> {
      const url = `${server.url}/console/api/terminals/${terminalId}/transactions/${id}`;
      return (await (await fetch(url, { headers })).json()) as TransactionDetail;
    },
  };
}

export function postPassword(url: string, password: unknown): Promise<Response> {
  return fetch(`${url}/console/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password }),
  });
}

export async function openStream(url: string, cookie: string) {
  const aborter = new AbortController();
  const answer = await fetch(`${url}/console/api/live`, { headers: { cookie }, signal: aborter.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let held = '';
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    async next(): Promise<Overview> {
      for (;;) {
        const end = held.indexOf('\n\n');
        if (end >= 0) {
          const event = held.slice(0, end);
          held = held.slice(end + 2);
          return JSON.parse(event.replace(/^data: /, '')) as Overview;
        }
        const part = await reader?.read();
        if (part === undefined || part.done) throw new Error('the stream ended');
        held += part.value;
      }
    },
    async close(): Promise<void> {
      aborter.abort();
      await reader?.cancel().catch(() => {});
    },
  };
}
