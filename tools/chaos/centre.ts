import { type ChildProcess, spawn } from 'node:child_process';
import { type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { centre, enrolmentDesk } from '../../src-main/terminal/link/client.ts';
import type { TerminalKeys } from '../../src-main/terminal/store/keys.ts';
import { openDatabase } from '../../src-server/store/database.ts';
import { systemClock } from '../../src-shared/clock.ts';
import type { Charge } from '../../src-shared/contract/payments.ts';
import { residentCheckDigit } from '../../src-shared/identity-number.ts';
import { projectDirectory } from '../host.ts';
import { end } from './programs.ts';
import { ReportWire } from './report-wire.ts';
import type { HeldReport } from './report-witness.ts';

/** What somebody has to pay, as the centre has assessed it. */
export interface Assessed {
  readonly assessmentId: string;
  readonly charge: Charge;
  readonly amount: number;
}

/** As the authority has issued it. */
export interface Certificate {
  readonly number: string;
  readonly void: boolean;
  /** Without a name. */
  readonly person: string;
}

/** An invented person, with a phone and a premium of this year to pay. */
export interface Person {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
}

/** What stands in the centre's database. */
export interface Books {
  readonly certificates: readonly Certificate[];
  /** Of each person who has some. */
  readonly prints: readonly { readonly person: string; readonly counted: number }[];
  /** Fen of all payments in notes that are posted. */
  readonly posted: number;
  readonly waiting: number;
  /** Payments that are posted, and bookings of the sandbox authority: one each. */
  readonly payments: number;
  readonly bookings: number;
  /** Of the terminal, in the order of their numbers. */
  readonly reports: readonly HeldReport[];
}

/** The real server as `npm start` runs it, in a process that may be killed at any moment, with the sandbox authority. */
export class ChaosCentre {
  /** What the terminal has for its way here. */
  readonly wire: ReportWire;
  readonly terminalId: string;
  readonly url: string;
  readonly #data: string;
  readonly #variables: Record<string, string>;
  readonly #privateKey: KeyObject;
  #process: ChildProcess;
  #people = 0;

  private constructor(parts: {
    data: string;
    variables: Record<string, string>;
    started: Started;
    wire: ReportWire;
    terminalId: string;
    privateKey: KeyObject;
  }) {
    this.#data = parts.data;
    this.#variables = { ...parts.variables, PORT: new URL(parts.started.url).port };
    this.#process = parts.started.process;
    this.url = parts.started.url;
    this.wire = parts.wire;
    this.terminalId = parts.terminalId;
    this.#privateKey = parts.privateKey;
  }

  /** @param keys of the terminal that is enrolled */
  static async start(
    directory: string,
    { publicKey, privateKey }: Pick<TerminalKeys, 'publicKey' | 'privateKey'>,
    people: number,
  ): Promise<ChaosCentre> {
    const data = join(directory, 'centre');
    mkdirSync(data);
    const config = join(directory, 'config');
    cpSync(join(projectDirectory, 'config'), config, { recursive: true });
    writeFileSync(join(config, 'sandbox', 'people.yaml'), peopleFile(people));
    const password = randomBytes(16).toString('hex');
    const variables = {
      DATA: data,
      CONFIG: config,
      PORT: '0',
      PUBLIC_URL: 'https://centre.example',
      ZEROWINDOW_OPERATOR_PASSWORD: password,
    };
    const wire = new ReportWire();
    const started = await startServer(variables, wire);
    const enrolled = await enrolmentDesk({ url: started.url, timeoutMs: 10_000, clock: systemClock }).enrol({
      code: await enrolmentCode(started.url, password),
      serialNumber: 'chaos',
      publicKey,
    });
    if (!enrolled.ok) throw new Error(enrolled.error.message);
    const { terminalId } = enrolled.value;
    return new ChaosCentre({ data, variables, started, wire, terminalId, privateKey });
  }

  /** Kills it. What it was doing is cut off. */
  async kill(): Promise<void> {
    const gone = end(this.#process);
    await this.wire.unplug();
    await gone;
  }

  async restart(): Promise<void> {
    this.#process = (await startServer(this.#variables, this.wire)).process;
  }

  /** Of the reports that it has kept, the highest number. It must have been killed. */
  async keptThrough(): Promise<number> {
    const [{ db, close }, { terminalId }] = [await this.#database(), this];
    const { last_sequence } = await db
      .selectFrom('terminal')
      .select('last_sequence')
      .where('id', '=', terminalId)
      .executeTakeFirstOrThrow();
    await close();
    return last_sequence;
  }

  /** Somebody who was not here yet. */
  nextPerson(): Person {
    return personNumber(this.#people++);
  }

  /** Of the newest text message on anybody's phone. */
  lastCode(): Promise<string> {
    return lastCode(this.url);
  }

  /**
   * The next person stands at the counter, proves who they are, and learns what is to be paid.
   *
   * @param tier of the premium, from 0: the higher, the dearer
   */
  async assess(tier: number): Promise<Assessed> {
    const person = this.nextPerson();
    const server = centre(
      { url: this.url, timeoutMs: 20_000, clock: systemClock },
      { terminalId: () => this.terminalId, privateKey: this.#privateKey },
    );
    const begun = await server.verification.start({
      transactionId: randomUUID(),
      method: 'sms',
      person: { name: person.name, idNumber: person.idNumber },
    });
    if (!begun.ok) throw new Error(begun.error.message);
    const { verificationId } = begun.value;
    const checked = await server.verification.check({ verificationId, code: await this.lastCode() });
    if (!checked.ok) throw new Error(checked.error.message);
    const assessed = await server.payments.assess({ token: checked.value.token, itemCode: 'TAX-PAY-002' });
    if (!assessed.ok) throw new Error(assessed.error.message);
    const { assessmentId, bills } = assessed.value;
    const [bill] = bills;
    const option = bill?.options[tier];
    if (bill === undefined || option === undefined) throw new Error('nothing is due');
    return { assessmentId, charge: { billId: bill.id, optionId: option.id }, amount: option.amount };
  }

  /** Killed, its database opened and read, and started again. */
  async books(): Promise<Books> {
    await this.kill();
    const { db, close } = await this.#database();
    const payments = await db.selectFrom('payment').select(['state', 'cash_amount']).execute();
    const bookings = await db.selectFrom('sandbox_booking').select('idempotency_key').execute();
    const certificates = await db
      .selectFrom('sandbox_certificate')
      .select(['certificate_number', 'state', 'person_lookup'])
      .execute();
    const prints = await db.selectFrom('sandbox_print_count').select(['person_lookup', 'printed']).execute();
    const reports = await db
      .selectFrom('report')
      .select(['sequence', 'id', 'at', 'kind', 'body', 'received_at'])
      .where('terminal_id', '=', this.terminalId)
      .orderBy('sequence')
      .execute();
    await close();
    await this.restart();
    const posted = payments.filter(({ state }) => state === 'posted');
    return {
      posted: posted.reduce((sum, { cash_amount }) => sum + Number(cash_amount ?? 0), 0),
      waiting: payments.filter(({ state }) => state === 'waiting').length,
      payments: posted.length,
      bookings: bookings.length,
      certificates: certificates.map(({ certificate_number, state, person_lookup }) => ({
        number: certificate_number,
        void: state === 'void',
        person: person_lookup.toString('hex'),
      })),
      prints: prints.map(({ person_lookup, printed }) => ({
        person: person_lookup.toString('hex'),
        counted: printed,
      })),
      reports: reports.map(({ received_at: receivedAt, ...report }) => ({ ...report, receivedAt })),
    };
  }

  async #database() {
    const opened = await openDatabase({ kind: 'embedded', directory: this.#data });
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }
}

interface Started {
  readonly url: string;
  readonly process: ChildProcess;
}

async function startServer(variables: Record<string, string>, wire: ReportWire): Promise<Started> {
  const held = pathToFileURL(join(projectDirectory, 'tools', 'chaos', 'hold-answers.ts')).href;
  const words = ['--import', 'tsx', '--import', held, join('src-server', 'main.ts')];
  const child = spawn(process.execPath, words, {
    cwd: projectDirectory,
    env: { ...process.env, LOG_LEVEL: 'fatal', ...variables },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  child.on('message', () => wire.kept());
  if (child.stdout === null) throw new Error('the server has no output');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [string | number];
  if (typeof line !== 'string') throw new Error(`the server ended with ${line}`);
  const url = (JSON.parse(line) as { listening: string }).listening;
  await wire.plug(url);
  return { url, process: child };
}

async function enrolmentCode(url: string, password: string): Promise<string> {
  const signedIn = await fetch(`${url}/console/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const answer = await fetch(`${url}/console/api/enrolment-codes`, { method: 'POST', headers: { cookie } });
  return ((await answer.json()) as { code: string }).code;
}

async function lastCode(url: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    const { messages } = (await (await fetch(`${url}/sandbox/sms`)).json()) as {
      messages: { text: string }[];
    };
    const newest = messages.find(({ text }) => text.includes('验证码'));
    const code = /验证码 (\d{6})/.exec(newest?.text ?? '')?.[1];
    if (code !== undefined) return code;
    if (tries === 20) throw new Error('no text message came');
    await pause(100);
  }
}

/** Invented people: region 445202, round years, names of 样本. */
export function personNumber(number: number): Person {
  const [year, serial] = [1950 + Math.floor(number / 400), String((number % 400) + 100)];
  const body = `445202${year}0101${serial}`;
  const name = `样本${[...String(number)].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('')}`;
  const phone = `1380001${String(number).padStart(4, '0')}`;
  return { name, phone, idNumber: `${body}${residentCheckDigit(body)}` };
}

function peopleFile(count: number): string {
  const head = readFileSync(join(projectDirectory, 'config', 'sandbox', 'people.yaml'), 'utf8');
  return Array.from({ length: count }, (_, number) => {
    const { name, idNumber, phone } = personNumber(number);
    return `- key: chaos-${number}\n  name: ${name}\n  idNumber: '${idNumber}'\n  sex: female\n  insured: full\n  phone: '${phone}'\n`;
  })
    .join('')
    .concat('\n', head.slice(head.indexOf('- key:')));
}
