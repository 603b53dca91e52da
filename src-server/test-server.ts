import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import type { Clock } from '../src-shared/clock.ts';
import { assertionAudience, type Report, serverContract } from '../src-shared/contract/server.ts';
import { type Server, type ServerOptions, startServer } from './server.ts';
import { createTestDatabase } from './store/test-database.ts';

/** For tests only: a whole server on loopback, and terminals that speak to it over HTTP. */

export const configDirectory = fileURLToPath(new URL('../config', import.meta.url));
export const peopleFile = `${configDirectory}/sandbox/people.yaml`;
export const operatorPassword = 'a password of the tests';

export type Client = ContractRouterClient<typeof serverContract>;

/** Virtual time that leaps: a timer that would have rung a thousand times on the way rings once at its end. */
class JumpClock implements Clock {
  #now = Date.UTC(2026, 10, 22, 1);
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  schedule(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  async advance(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now)) {
      this.#timers.delete(timer);
      timer.callback();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export interface TestServer extends Server {
  readonly clock: JumpClock;
  /** Every line that was logged. */
  readonly log: string[];
}

/** On PGlite in memory, or where TEST_DATABASE_URL says, unless the options name a database. */
export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const clock = new JumpClock();
  const log: string[] = [];
  const made =
    options.database === undefined
      ? await createTestDatabase()
      : { location: options.database, remove: async () => {} };
  const server = await startServer({
    database: made.location,
    serverKey: Buffer.alloc(32, 7),
    authority: 'sandbox',
    configDirectory,
    operatorPassword,
    passwordWork: 2 ** 10,
    clock,
    log: pino({ level: 'debug' }, { write: (line: string) => log.push(line) }),
    ...options,
  });
  const close = async () => {
    await server.close();
    await made.remove();
  };
  return { ...server, close, clock, log };
}

export function clientOf(url: string, token?: string): Client {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return createORPCClient(new OpenAPILink(serverContract, { url, headers }));
}

export interface TestTerminal {
  readonly id: string;
  readonly number: string;
  readonly privateKey: KeyObject;
  readonly client: Client;
}

export async function enrolTerminal(server: TestServer): Promise<TestTerminal> {
  const { privateKey, x } = newKey();
  const { terminalId, number } = await clientOf(server.url).enrolment.enrol({
    code: await server.createEnrolmentCode(),
    serialNumber: `test ${randomUUID()}`,
    publicKey: { kty: 'OKP', crv: 'Ed25519', x },
  });
  const client = await signedIn(server, terminalId, privateKey);
  return { id: terminalId, number, privateKey, client };
}

export function newKey(): { privateKey: KeyObject; x: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, x: publicKey.export({ format: 'jwk' }).x ?? '' };
}

/** A client with a fresh access token. */
export async function signedIn(
  server: TestServer,
  terminalId: string,
  privateKey: KeyObject,
): Promise<Client> {
  const answer = await clientOf(server.url).enrolment.token(
    tokenRequest(await assertion(server.clock, terminalId, privateKey)),
  );
  return clientOf(server.url, answer.access_token);
}

export function tokenRequest(client_assertion: string) {
  return {
    grant_type: 'client_credentials' as const,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' as const,
    client_assertion,
  };
}

interface AssertionChanges {
  readonly audience?: string;
  readonly issuer?: string;
  readonly lifetimeSeconds?: number;
  readonly jti?: string;
}

export async function assertion(
  clock: JumpClock,
  terminalId: string,
  privateKey: KeyObject,
  changes: AssertionChanges = {},
): Promise<string> {
  const now = Math.floor(clock.now() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(changes.issuer ?? terminalId)
    .setSubject(terminalId)
    .setAudience(changes.audience ?? assertionAudience)
    .setJti(changes.jti ?? randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + (changes.lifetimeSeconds ?? 60))
    .sign(privateKey);
}

/** Invented people of config/sandbox/people.yaml. */
export const people = {
  insured: { name: '样本甲', idNumber: '44520219500101001X' },
  alsoInsured: { name: '张样本', idNumber: '445202196006060029' },
  rareCharacter: { name: '李䶮样', idNumber: '445202199209090037' },
  gaps: { name: '欧阳样本', idNumber: '44520219881212003X' },
  notInsured: { name: '样本丁', idNumber: '445202199003030047' },
  unknown: { name: '样本戊', idNumber: '445202198505050051' },
  withoutPhone: { name: '样本己', idNumber: '44520219750707006X' },
  nameDiffers: { name: '样本庚', idNumber: '44520219700808001X' },
  old: { name: '样本寿', idNumber: '445202194002020020' },
  hongKong: { name: '样本港', idNumber: '810000199001010019' },
} as const;
export type TestPerson = (typeof people)[keyof typeof people];

export async function lastCode(server: Pick<Server, 'url'>): Promise<string> {
  const answer = await fetch(`${server.url}/sandbox/sms`);
  const { messages } = (await answer.json()) as { messages: { text: string }[] };
  const codes = messages.map(({ text }) => /验证码 (\d{6})/.exec(text)?.[1]);
  return codes.find((code) => code !== undefined) ?? 'none';
}

/** Through the second factor: a token for this person. */
export async function verifiedToken(
  server: Pick<Server, 'url'>,
  client: Client,
  person: TestPerson,
  transactionId = randomUUID(),
): Promise<string> {
  const { verificationId } = await client.verification.start({ transactionId, method: 'sms', person });
  const { token } = await client.verification.check({ verificationId, code: await lastCode(server) });
  return token;
}

export async function setFaults(server: Pick<Server, 'url'>, faults: object): Promise<void> {
  await fetch(`${server.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
}

/** What a call was refused with; 'done' when it was not. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; data?: unknown }> {
  try {
    await call;
    return { code: 'done' };
  } catch (error) {
    const { code, data } = error as { code?: string; data?: unknown };
    return data === undefined ? { code: String(code) } : { code: String(code), data };
  }
}

export function reportOf(
  sequence: number,
  body: Report['body'] = {},
  kind: Report['kind'] = 'start',
): Report {
  return { sequence, id: randomUUID(), at: '2026-11-22T01:00:00.000Z', kind, body };
}
