import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { implement } from '@orpc/server';
import { decodeJwt, jwtVerify } from 'jose';
import type { Clock } from '../../../src-shared/clock.ts';
import { assertionAudience, type Report, serverContract } from '../../../src-shared/contract/server.ts';

/** What happens to one request, on the wire. */
export type LineFault =
  /** The connection is cut before the request was looked at. */
  | 'cutBeforeReading'
  /** The centre did what was asked; then the line died. */
  | 'loseAnswer'
  | 'neverAnswer'
  /** A proxy's page with status 200. */
  | 'garbage'
  /** A proxy's page with status 502. */
  | 'badGateway'
  | 'truncatedAnswer'
  /** JSON of the right shape for another contract. */
  | 'wrongShape'
  /** The centre restarted and knows no token any more. */
  | 'tokensLost';

/** A centre in memory behind a real HTTP server, for the tests of the link. */
export class TestCentre {
  readonly codes = new Set<string>();
  readonly terminals = new Map<
    string,
    { serialNumber: string; publicKey: { kty: 'OKP'; crv: 'Ed25519'; x: string } }
  >();
  readonly reports: Report[] = [];
  readonly heartbeats: { screen: string; unsentReports: number }[] = [];
  readonly issuedKeys = new Set<string>();
  /** `POST /v1/reports` ... in the order of arrival. */
  readonly requests: string[] = [];
  tokenRequests = 0;
  tokenSeconds = 300;
  /** When set, answers every report with this instead of taking it. */
  reportRefusal: { code: 'GAP'; expected: number } | { code: 'CONFLICT'; sequence: number } | null = null;

  readonly #clock: Clock;
  readonly #tokens = new Map<string, { terminalId: string; expiresAt: number }>();
  readonly #assertions = new Set<string>();
  readonly #faults = new Map<string, LineFault[]>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, after a `stop` again on the same port. */
  async start(): Promise<void> {
    const handler = new OpenAPIHandler(this.#router());
    const server = createServer((request, response) => {
      void this.#handle(request, response, async () => {
        const { matched } = await handler.handle(request, response, {
          context: { authorization: request.headers.authorization ?? '' },
        });
        if (!matched) response.writeHead(404).end();
      });
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** The machine is gone: connections are cut, new ones refused. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The next requests to `path` suffer these, one each. */
  disturb(path: string, ...faults: LineFault[]): void {
    this.#faults.set(path, [...(this.#faults.get(path) ?? []), ...faults]);
  }

  async #handle(request: IncomingMessage, response: ServerResponse, answer: () => Promise<void>) {
    const path = request.url ?? '';
    this.requests.push(`${request.method} ${path}`);
    switch (this.#faults.get(path)?.shift()) {
      case undefined:
        return answer();
      case 'cutBeforeReading':
        request.socket.destroy();
        return;
      case 'loseAnswer':
        response.writeHead = () => response;
        response.write = () => true;
        response.end = () => {
          request.socket.destroy();
          return response;
        };
        return answer();
      case 'neverAnswer':
        return;
      case 'garbage':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the hotel</h1>');
        return;
      case 'badGateway':
        response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
        return;
      case 'truncatedAnswer':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"acknow', () => request.socket.destroy());
        return;
      case 'wrongShape':
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"name":"张三"}');
        return;
      case 'tokensLost':
        this.#tokens.clear();
        return answer();
    }
  }

  #router() {
    const os = implement(serverContract).$context<{ authorization: string }>();
    const known = (authorization: string) => {
      const token = this.#tokens.get(authorization.replace(/^Bearer /, ''));
      return token !== undefined && token.expiresAt > this.#clock.now();
    };
    return {
      enrol: os.enrolment.enrol.handler(({ input, errors }) => {
        const again = [...this.terminals].find(([, terminal]) => terminal.publicKey.x === input.publicKey.x);
        if (again !== undefined) return { terminalId: again[0], number: '0001' };
        if (!this.codes.delete(input.code)) throw errors.CODE_REFUSED();
        const terminalId = randomUUID();
        this.terminals.set(terminalId, { serialNumber: input.serialNumber, publicKey: input.publicKey });
        return { terminalId, number: '0001' };
      }),
      token: os.enrolment.token.handler(async ({ input, errors }) => {
        this.tokenRequests++;
        const terminalId = await this.#holderOf(input.client_assertion);
        if (terminalId === undefined) throw errors.INVALID_CLIENT();
        const value = randomUUID();
        this.#tokens.set(value, { terminalId, expiresAt: this.#clock.now() + this.tokenSeconds * 1000 });
        return { access_token: value, token_type: 'Bearer' as const, expires_in: this.tokenSeconds };
      }),
      submit: os.reporting.submit.handler(({ input, context, errors }) => {
        if (!known(context.authorization)) throw errors.UNAUTHORIZED();
        if (this.reportRefusal?.code === 'GAP')
          throw errors.GAP({ data: { expected: this.reportRefusal.expected } });
        if (this.reportRefusal?.code === 'CONFLICT')
          throw errors.CONFLICT({ data: { sequence: this.reportRefusal.sequence } });
        for (const report of input.reports) {
          const held = this.reports.find(({ sequence }) => sequence === report.sequence);
          if (held !== undefined && held.id !== report.id)
            throw errors.CONFLICT({ data: { sequence: report.sequence } });
          if (held !== undefined) continue;
          const expected = this.reports.length + 1;
          if (report.sequence !== expected) throw errors.GAP({ data: { expected } });
          this.reports.push(report);
        }
        return { acknowledgedThrough: this.reports.length };
      }),
      heartbeat: os.reporting.heartbeat.handler(({ input, context, errors }) => {
        if (!known(context.authorization)) throw errors.UNAUTHORIZED();
        this.heartbeats.push(input);
        return { serverTime: new Date(this.#clock.now()).toISOString() };
      }),
      printCount: os.socialInsurance.printCount.handler(({ context, errors }) => {
        if (!known(context.authorization)) throw errors.UNAUTHORIZED();
        return { printed: this.issuedKeys.size, limit: 3, month: '2026-11' };
      }),
      documentByKey: os.services.documentByKey.handler(({ input, context, errors }) => {
        if (!known(context.authorization)) throw errors.UNAUTHORIZED();
        return this.issuedKeys.has(input.idempotencyKey)
          ? { state: 'void' as const, certificateNumber: 'SPECIMEN-1' }
          : { state: 'absent' as const };
      }),
      voidDocument: os.services.voidDocument.handler(({ input, context, errors }) => {
        if (!known(context.authorization)) throw errors.UNAUTHORIZED();
        if (!this.issuedKeys.has(input.idempotencyKey)) throw errors.NOT_FOUND();
        return { certificateNumber: 'SPECIMEN-1' };
      }),
    };
  }

  /** Checks a client assertion as RFC 7523 asks; each is good once. */
  async #holderOf(assertion: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(
        assertion,
        () => {
          const terminal = this.terminals.get(decodeJwt(assertion).sub ?? '');
          if (terminal === undefined) throw new Error('no such terminal');
          return terminal.publicKey;
        },
        { algorithms: ['EdDSA'], audience: assertionAudience, currentDate: new Date(this.#clock.now()) },
      );
      if (payload.iss !== payload.sub || payload.jti === undefined || this.#assertions.has(payload.jti))
        return undefined;
      this.#assertions.add(payload.jti);
      return payload.sub;
    } catch {
      return undefined;
    }
  }
}
