import { createServer, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { holdAnswers, holdHeader } from './held-answers.ts';

const { end } = ServerResponse.prototype;
afterEach(() => {
  ServerResponse.prototype.end = end;
});

it('holds the answer to a question with the header, and to no other', async () => {
  const done = vi.fn();
  holdAnswers(done);
  const server = createServer((_, outgoing) => {
    outgoing.writeHead(200);
    outgoing.end('done');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  expect(await (await fetch(url)).text()).toBe('done');
  expect(done).not.toHaveBeenCalled();

  const given = new AbortController();
  const asked = fetch(url, { headers: { [holdHeader]: '1' }, signal: given.signal });
  const answered = vi.fn();
  asked.then(answered, () => {});
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  // A later question is answered before the held one.
  await (await fetch(url)).text();
  expect(answered).not.toHaveBeenCalled();
  given.abort();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});
