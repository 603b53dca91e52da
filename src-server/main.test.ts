import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertionAudience } from '../src-shared/contract/server.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';
import { readSettings } from './settings.ts';
import { signInToConsole } from './test-console.ts';
import {
  type Client,
  clientOf,
  configDirectory,
  lastCode,
  newKey,
  people,
  refusal,
  reportOf,
  tokenRequest,
  verifiedToken,
} from './test-server.ts';

/** The server as a real process on real files, killed in the middle. */

let data: string;
let output = '';
const running = new Set<ChildProcess>();
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'zerowindow-'));
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(data, { recursive: true });
});

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

async function start(variables: Record<string, string> = {}): Promise<Running> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('main.ts', import.meta.url))],
    {
      env: {
        ...process.env,
        PORT: '0',
        DATA: data,
        LOG_LEVEL: 'debug',
        CONFIG: configDirectory,
        // What stands in QR codes must not change with the port of a restart.
        PUBLIC_URL: 'https://centre.example',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.stderr?.on('data', (chunk) => {
    output += String(chunk);
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [string | number];
  if (typeof line !== 'string') throw new Error(`exit ${line}: ${output}`);
  return { url: (JSON.parse(line) as { listening: string }).listening, child };
}

async function stop({ child }: Running, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = (await exit) as [number | null];
  return code;
}

async function token(url: string, terminalId: string, privateKey: ReturnType<typeof newKey>['privateKey']) {
  const now = Math.floor(Date.now() / 1000);
  const jwt = await new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(terminalId)
    .setSubject(terminalId)
    .setAudience(assertionAudience)
    .setJti(randomUUID())
    .setExpirationTime(now + 60)
    .sign(privateKey);
  return (await clientOf(url).enrolment.token(tokenRequest(jwt))).access_token;
}

test('killed at any moment, what was answered holds; one server per directory; nothing personal is on disk or in the log', async () => {
  let server = await start();
  const password = /shown this once: (\S+)/.exec(output)?.[1] ?? '';
  const enrolment = await (await signInToConsole(server, password)).enrolmentCode();
  const { privateKey, x } = newKey();
  const { terminalId } = await clientOf(server.url).enrolment.enrol({
    code: enrolment,
    serialNumber: 'ZW-1',
    publicKey: { kty: 'OKP', crv: 'Ed25519', x },
  });
  let client: Client = clientOf(server.url, await token(server.url, terminalId, privateKey));
  const reports = [reportOf(1), reportOf(2), reportOf(3)];
  await client.reporting.submit({ reports: reports.slice(0, 2) });
  const { verificationId } = await client.verification.start({
    transactionId: randomUUID(),
    method: 'sms',
    person: people.rareCharacter,
  });
  const code = await lastCode(server);

  await stop(server, 'SIGKILL');
  server = await start();
  client = clientOf(server.url, await token(server.url, terminalId, privateKey));
  expect(await client.reporting.submit({ reports })).toEqual({ acknowledgedThrough: 3 });
  const verified = await client.verification.check({ verificationId, code });
  const key = randomUUID();
  const request = {
    idempotencyKey: key,
    token: verified.token,
    schemes: ['pension' as const],
    from: '2025-12',
    to: '2026-11',
  };
  const issued = await client.socialInsurance.issueCertificate(request);
  const unfinished = { ...request, idempotencyKey: randomUUID() };
  const lost = refusal(client.socialInsurance.issueCertificate(unfinished));

  await stop(server, 'SIGKILL');
  await lost;
  server = await start();
  client = clientOf(server.url, await token(server.url, terminalId, privateKey));
  expect(await client.socialInsurance.issueCertificate(request)).toEqual(issued);
  const fate = await client.services.documentByKey({ idempotencyKey: unfinished.idempotencyKey });
  const { printed } = await client.socialInsurance.printCount({ token: verified.token });
  expect(printed).toBe(fate.state === 'issued' ? 2 : 1);
  await verifiedToken(server, client, people.alsoInsured);
  expect((output.match(/shown this once/g) ?? []).length).toBe(1);

  await expect(start()).rejects.toThrow(`in use by the server with process id ${server.child.pid}`);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

  expect(await stop(server, 'SIGTERM')).toBe(0);
  const secrets = [
    ...Object.values(people).flatMap((person) => [person.name, person.idNumber]),
    '13800000002',
    '13800000008',
    verified.token,
    enrolment,
    issued.verificationCode,
  ];
  for (const secret of secrets) {
    expect(output.includes(secret), `${secret} in the log`).toBe(false);
    for (const file of filesIn(data))
      expect(readFileSync(file).includes(secret), `${secret} in ${file}`).toBe(false);
  }
  // The search itself can find: what is not secret is there in clear.
  expect(filesIn(data).some((file) => readFileSync(file).includes(issued.certificateNumber))).toBe(true);
}, 240_000);

test('another key does not open the database', async () => {
  const opening = startServer({
    database: { kind: 'embedded', directory: data },
    serverKey: Buffer.alloc(32, 0xab),
    authority: 'sandbox',
    configDirectory,
    log: createLog('silent'),
  });
  await expect(opening).rejects.toThrow('sealed with another server key');
}, 120_000);

test('settings that are wrong are named, never shown', async () => {
  await expect(start({ PORT: 'secretvalue' })).rejects.toThrow(/exit 2[\s\S]*PORT/);
  expect(output).not.toContain('secretvalue');
  const key = readSettings({ DATA: data, ZEROWINDOW_SERVER_KEY: 'secretvalue' });
  expect(key).toMatchObject({ ok: false, error: [expect.stringContaining('ZEROWINDOW_SERVER_KEY')] });
  expect(JSON.stringify(key)).not.toContain('secretvalue');
}, 120_000);

function filesIn(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
