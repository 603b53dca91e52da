import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { integer, text } from './attributes.ts';
import { IppClient } from './client.ts';
import { decodeIpp } from './decode.ts';
import { encodeIpp } from './encode.ts';
import { anyPaper, jobTemplate } from './papers.ts';
import type { IppGroup, IppMessage } from './values.ts';

const template = jobTemplate(anyPaper, []);

describe('the IPP client, before printers that misbehave', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function listening(server: ReturnType<typeof createTcpServer>): Promise<IppClient> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return new IppClient(`ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`, systemClock);
  }

  const http = (listener: RequestListener) => listening(createServer(listener));

  /** Answers every request with this; hands the request to `asked`. */
  const answering = (
    code: number,
    groups: readonly IppGroup[],
    asked: (request: IppMessage) => void = () => {},
  ) =>
    http((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        const request = decodeIpp(Buffer.concat(parts));
        if (!request.ok) throw new Error(request.error);
        asked(request.value);
        const { requestId, version } = request.value;
        outgoing.end(encodeIpp({ version, code, requestId, groups, data: new Uint8Array(0) }));
      });
    });
  const options = { timeoutMs: 5000 };

  it('asks as RFC 8011 wants: charset, language and target first, A4 on one side, once', async () => {
    const requests: IppMessage[] = [];
    const client = await answering(0, [{ tag: 'job', attributes: [integer('job-id', 9)] }], (request) =>
      requests.push(request),
    );
    expect(await client.createJob('job-a', template, options)).toEqual({ ok: true, value: 9 });
    await client.sendDocument(9, Uint8Array.of(1, 2, 3), options);
    const [create, send] = requests;
    expect(create).toMatchObject({ version: [2, 0], code: 5 });
    expect(create?.groups.map(({ tag }) => tag)).toEqual(['operation', 'job']);
    expect(create?.groups[0]?.attributes.map(({ name }) => name)).toEqual([
      'attributes-charset',
      'attributes-natural-language',
      'printer-uri',
      'requesting-user-name',
      'job-name',
      'ipp-attribute-fidelity',
    ]);
    expect(create?.groups[1]?.attributes).toEqual([
      integer('copies', 1),
      text('media', 'keyword', 'iso_a4_210x297mm'),
      text('sides', 'keyword', 'one-sided'),
    ]);
    expect(send).toMatchObject({ code: 6, data: Uint8Array.of(1, 2, 3) });
  });

  it('nobody listens: notSent', async () => {
    const client = new IppClient('ipp://127.0.0.1:1/ipp/print', systemClock);
    expect(await client.getPrinter(options)).toMatchObject({ ok: false, error: { kind: 'notSent' } });
  });

  it('hangs up without an answer: unanswered', async () => {
    const client = await listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await client.createJob('job', template, options)).toMatchObject({
      ok: false,
      error: { kind: 'unanswered' },
    });
  });

  it('never answers: unanswered when the time is over, on the clock that was given', async () => {
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const server = createServer(() => arrived());
    await listening(server);
    const clock = new VirtualClock();
    const client = new IppClient(`ipp://127.0.0.1:${(server.address() as AddressInfo).port}/`, clock);
    const answer = client.getPrinter({ timeoutMs: 5000 });
    await asked;
    await clock.advance(5000);
    expect(await answer).toEqual({
      ok: false,
      error: { kind: 'unanswered', status: null, description: 'no answer within 5000 ms' },
    });
    expect(clock.pending).toBe(0);
  });

  it('is canceled: at once', async () => {
    const client = await http(() => {});
    const abort = new AbortController();
    const answer = client.getPrinter({ ...options, signal: abort.signal });
    abort.abort();
    expect(await answer).toMatchObject({ ok: false, error: { description: 'canceled' } });
    expect(await client.getPrinter({ ...options, signal: AbortSignal.abort() })).toMatchObject({
      ok: false,
      error: { kind: 'notSent', description: 'canceled' },
    });
  });

  it.each<[string, RequestListener, string]>([
    ['an error page', (_in, out) => out.writeHead(404).end('<html>'), 'HTTP status 404'],
    ['HTML where IPP should be', (_in, out) => out.end('<html>'), 'the message ends at octet 6'],
    [
      'the answer to another question',
      (_in, out) =>
        out.end(encodeIpp({ version: [2, 0], code: 0, requestId: 77, groups: [], data: new Uint8Array(0) })),
      'the answer is to request 77, not to 1',
    ],
    [
      'without end',
      (_in, out) => {
        out.write(Buffer.alloc(1_100_000));
      },
      'more than 1048576 octets',
    ],
  ])('answers %s: malformed', async (_what, listener, description) => {
    const client = await http(listener);
    expect(await client.getPrinter(options)).toMatchObject({
      ok: false,
      error: { kind: 'malformed', description: expect.stringContaining(description) },
    });
  });

  it('refuses: with its status, its words and what it does not support', async () => {
    const client = await answering(0x040b, [
      { tag: 'operation', attributes: [text('status-message', 'textWithoutLanguage', 'no such paper')] },
      { tag: 'unsupported', attributes: [{ name: 'media', values: [{ tag: 'unsupported' }] }] },
    ]);
    expect(await client.validateJob('job', template, options)).toEqual({
      ok: false,
      error: {
        kind: 'refused',
        status: 0x040b,
        description: 'status 0x040b: no such paper, unsupported media',
      },
    });
  });

  it('makes a job and forgets its id: malformed', async () => {
    const client = await answering(0, []);
    expect(await client.createJob('job', template, options)).toMatchObject({
      ok: false,
      error: { kind: 'malformed' },
    });
    expect(await client.getJob(3, options)).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });

  it('leaves out of a list the jobs of which it is told nothing', async () => {
    const job = [
      integer('job-id', 4),
      { name: 'job-state', values: [{ tag: 'enum' as const, value: 9 }] },
      text('job-name', 'nameWithoutLanguage', 'a'),
    ];
    const client = await answering(0, [
      { tag: 'job', attributes: job },
      { tag: 'job', attributes: [] },
    ]);
    expect(await client.getJobs('completed', options)).toEqual({
      ok: true,
      value: [{ id: 4, name: 'a', state: 'completed', reasons: [], sheetsDone: null }],
    });
  });

  it('is not made for another protocol', () => {
    expect(() => new IppClient('http://127.0.0.1/', systemClock)).toThrow('ipp:// or ipps://');
  });
});
