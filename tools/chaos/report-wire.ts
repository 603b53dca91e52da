import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { holdHeader } from './held-answers.ts';
import { ReportWitness } from './report-witness.ts';

export const moments = ['sent', 'taken', 'kept', 'answered'] as const;
/**
 * Of a report under way: the terminal has sent it, and it is late on the line; the centre has it and works; the centre has
 * committed it and has not answered; its answer has reached the terminal.
 */
export type Moment = (typeof moments)[number];

export interface Aim {
  readonly moment: Moment;
  /** So many milliseconds later. */
  readonly afterMs: number;
  /** Told up to which number the reports go that are under way. */
  readonly strike: (through: number) => void;
}

/**
 * The line between the terminal and the centre, on which each report is seen. Passes everything on as it is; a report that
 * is aimed at is struck in its moment, and its answer does not come, unless it had come before.
 */
export class ReportWire {
  readonly witness = new ReportWitness();
  readonly #server = createServer((incoming, outgoing) => void this.#relay(incoming, outgoing));
  readonly #sockets = new Set<Socket>();
  #target = '';
  #port = 0;
  #aim: Aim | null = null;
  #underWay = 0;
  #onKept: () => void = () => {};

  constructor() {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** A report is under way. */
  get reporting(): boolean {
    return this.#underWay > 0;
  }

  /** The next report is struck. */
  aim(aim: Aim): void {
    this.#aim = aim;
  }

  disarm(): void {
    this.#aim = null;
  }

  /** The centre tells that it has done what a held answer says. */
  kept(): void {
    this.#onKept();
  }

  /** The centre is there. */
  async plug(target: string): Promise<void> {
    this.#target = target;
    if (this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** As if nobody listened there: whoever calls is refused. */
  async unplug(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #relay(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await allOf(incoming).catch(() => null);
    if (body === null) return;
    if (incoming.method !== 'POST' || incoming.url !== '/v1/reports') {
      await this.#pass(incoming, outgoing, body);
      return;
    }
    const { reports } = JSON.parse(body.toString('utf8'));
    this.witness.saw(reports);
    const aim = this.#aim;
    this.#aim = null;
    this.#underWay += 1;
    try {
      if (aim === null) await this.#pass(incoming, outgoing, body);
      else await this.#struck(aim, reports.at(-1).sequence, { incoming, outgoing, body });
    } finally {
      this.#underWay -= 1;
    }
  }

  async #struck(
    { moment, afterMs, strike }: Aim,
    through: number,
    { incoming, outgoing, body }: { incoming: IncomingMessage; outgoing: ServerResponse; body: Buffer },
  ): Promise<void> {
    if (moment === 'sent') {
      strike(through);
      await pause(afterMs);
      // Whoever has sent it is no more, and perhaps another is there that sends it again.
      await this.#ask(incoming, body).answer.catch(() => {});
    } else if (moment === 'answered') {
      await this.#pass(incoming, outgoing, body);
      await pause(afterMs);
      strike(through);
    } else {
      const kept = new Promise<void>((resolve) => {
        this.#onKept = resolve;
      });
      const { taken, answer, abort } = this.#ask(incoming, body, { [holdHeader]: '1' });
      const answered = answer.then(() => {
        throw new Error('an answer that was to be held came');
      });
      answered.catch(() => {});
      await Promise.race([moment === 'taken' ? taken : kept, answered]).catch(() => {});
      await pause(afterMs);
      strike(through);
      abort();
    }
    incoming.socket.destroy();
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): Promise<void> {
    try {
      const { status, headers, content } = await this.#ask(incoming, body).answer;
      const { connection: _, 'transfer-encoding': __, ...passed } = headers;
      outgoing.writeHead(status, { ...passed, 'content-length': content.length });
      // Whoever asked may be no more; then it is never finished.
      const over = new Promise((resolve) => outgoing.once('finish', resolve).once('close', resolve));
      outgoing.end(content);
      if (!incoming.socket.destroyed) await over;
    } catch {
      // The centre went away with the question.
      incoming.socket.destroy();
    }
  }

  #ask({ method, url, headers }: IncomingMessage, body: Buffer, more: Record<string, string> = {}) {
    const asked = request(new URL(url ?? '', this.#target), {
      method,
      headers: { ...headers, ...more },
      agent: false,
    });
    const taken = new Promise<void>((resolve, reject) => {
      asked.once('error', reject);
      asked.end(body, resolve);
    });
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      asked.once('error', reject);
      asked.once('response', resolve);
    }).then(async (came) => ({
      status: came.statusCode ?? 502,
      headers: came.headers,
      content: await allOf(came),
    }));
    taken.catch(() => {});
    return { taken, answer, abort: () => asked.destroy() };
  }
}

async function allOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
