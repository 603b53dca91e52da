import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { paper80mm } from '../../devices/drivers/escpos/profile.ts';
import type { DayEnd } from '../../src-main/terminal/cash/business-day.ts';
import { centre, enrolmentDesk } from '../../src-main/terminal/link/client.ts';
import type { Centre } from '../../src-main/terminal/session/centre.ts';
import { openSession, type TestSession } from '../../src-main/terminal/session/test-session.ts';
import type { CashOverview } from '../../src-server/console/cash-model.ts';
import { createLog } from '../../src-server/log.ts';
import { startServer } from '../../src-server/server.ts';
import { createTestDatabase } from '../../src-server/store/test-database.ts';
import { signInToConsole } from '../../src-server/test-console.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { projectDirectory } from '../host.ts';

const operatorPassword = 'walk-items';

/** One terminal with its emulated units and the real server with its sandbox, in this process, on virtual time. */
export interface WalkGround {
  readonly session: TestSession;
  readonly clock: VirtualClock;
  /** What this phone of the sandbox shows. */
  codeOn(phone: string): Promise<string>;
  /** The code of the last text message. */
  lastCode(): Promise<string>;
  /** Brings what the terminal has to report to the server. */
  report(): Promise<void>;
  /** The page of cash, as an operator is told it. */
  cash(): Promise<CashOverview>;
  /** Lets time pass until it holds; stands still while the server is being asked. Throws after `limit` ms. */
  passUntil(done: () => boolean, limit?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openGround(options: { readonly dayEnds?: DayEnd } = {}): Promise<WalkGround> {
  const clock = new VirtualClock();
  const database = await createTestDatabase();
  const server = await startServer({
    database: database.location,
    serverKey: randomBytes(32),
    authority: 'sandbox',
    configDirectory: join(projectDirectory, 'config'),
    reviewDirectory: join(projectDirectory, 'config/review'),
    operatorPassword,
    clock,
    log: createLog('fatal'),
  });
  const line = { url: server.url, timeoutMs: 20_000, clock };
  const keys = generateKeyPairSync('ed25519');
  const enrolled = await enrolmentDesk(line).enrol({
    code: await server.createEnrolmentCode(),
    serialNumber: 'walk-items',
    publicKey: { kty: 'OKP', crv: 'Ed25519', x: keys.publicKey.export({ format: 'jwk' }).x ?? '' },
  });
  if (!enrolled.ok) throw new Error(enrolled.error.message);
  const link = centre(line, { terminalId: () => enrolled.value.terminalId, privateKey: keys.privateKey });
  let asking = 0;
  const counted = countCalls(link, (change) => {
    asking += change;
  });
  const session = await openSession(paper80mm, {
    ...options,
    lockerFilled: [],
    otherCentre: { centre: counted, clock },
  });

  return {
    session,
    clock,
    async codeOn(phone) {
      const answer = await fetch(`${server.url}/sandbox/codes/${phone}`, { method: 'POST' });
      return ((await answer.json()) as { code: string }).code;
    },
    async lastCode() {
      const answer = await fetch(`${server.url}/sandbox/sms`);
      const { messages } = (await answer.json()) as { messages: { text: string }[] };
      const newest = messages.find(({ text }) => text.includes('验证码'));
      return /验证码 (\d{6})/.exec(newest?.text ?? '')?.[1] ?? '000000';
    },
    async report() {
      const { store } = session.disk;
      // One batch, as the contract takes it.
      const reports = store.read.unsentReports(100);
      const taken = await link.reporting.submit({ reports });
      if (!taken.ok) throw new Error(taken.error.message);
      store.commit((write) => write.acknowledgeReports(taken.value.acknowledgedThrough));
    },
    cash: async () => (await signInToConsole(server, operatorPassword)).cash(),
    async passUntil(done, limit = 120_000) {
      const end = clock.now() + limit;
      while (!done()) {
        if (asking > 0) await new Promise((resolve) => setTimeout(resolve, 1));
        else if (clock.now() >= end) throw new Error(`not within ${limit / 1000} s`);
        else await clock.advance(50);
      }
    },
    async close() {
      session.close();
      await server.close();
      await database.remove();
    },
  };
}

/** The same calls; `change` hears when one begins and ends. */
function countCalls(link: Centre, change: (by: 1 | -1) => void): Centre {
  const counted = <G extends object>(group: G): G =>
    new Proxy(group, {
      get(target, operation) {
        const call = Reflect.get(target, operation) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => {
          change(1);
          return call(...args).finally(() => change(-1));
        };
      },
    });
  const { verification, socialInsurance, socialSecurityCard, services, papers, payments } = link;
  return {
    verification: counted(verification),
    socialInsurance: counted(socialInsurance),
    socialSecurityCard: counted(socialSecurityCard),
    services: counted(services),
    papers: counted(papers),
    payments: counted(payments),
  };
}
