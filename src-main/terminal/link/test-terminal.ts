import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { createLog, type Log } from '../log.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { centre, enrolmentDesk } from './client.ts';
import { enrol, enrolledAs } from './enrolment.ts';
import type { TestCentre } from './test-centre.ts';
import { Uplink } from './uplink.ts';

/** A terminal of which only store and link are alive, for the tests of the link. */
export class TestTerminal {
  readonly log: Log;
  /** What the log said. */
  readonly lines: string[] = [];
  code: string | undefined = 'ENROL-0001';
  readonly #server: TestCentre;
  readonly #clock: VirtualClock;
  readonly #directory = mkdtempSync(join(tmpdir(), 'link-'));
  readonly #keys = generateKeyPairSync('ed25519');
  #store: Store;
  #running: { uplink: Uplink; ended: Promise<void>; aborter: AbortController } | undefined;

  constructor(server: TestCentre, clock: VirtualClock) {
    this.#server = server;
    this.#clock = clock;
    this.log = createLog({ stream: { write: (line) => void this.lines.push(line) } }, clock);
    this.#store = this.#openStore();
  }

  get store(): Store {
    return this.#store;
  }

  get uplink(): Uplink {
    if (this.#running === undefined) throw new Error('the terminal is not switched on');
    return this.#running.uplink;
  }

  get publicKey(): { kty: 'OKP'; crv: 'Ed25519'; x: string } {
    return { kty: 'OKP', crv: 'Ed25519', x: this.#keys.publicKey.export({ format: 'jwk' }).x as string };
  }

  switchOn(): void {
    const line = { url: this.#server.url, timeoutMs: 20_000, clock: this.#clock };
    const store = this.#store;
    const shared = { store, clock: this.#clock, random: () => 0, log: this.log };
    const uplink = new Uplink({
      ...shared,
      centre: centre(line, { terminalId: () => enrolledAs(store), privateKey: this.#keys.privateKey }),
      snapshot: () => ({
        softwareVersion: '0.1.0',
        screen: 'attract',
        limitations: [],
        devices: [],
        openJobs: 0,
      }),
      enrol: (signal) =>
        enrol(
          {
            ...shared,
            desk: enrolmentDesk(line),
            serialNumber: 'SN-1',
            publicKey: this.publicKey,
            code: async () => this.code,
          },
          signal,
        ),
    });
    const aborter = new AbortController();
    this.#running = { uplink, aborter, ended: uplink.run(aborter.signal) };
  }

  /** Ends the program and begins it again: only what the store holds remains. */
  async restart(): Promise<void> {
    await this.switchOff();
    this.#store.close();
    this.#store = this.#openStore();
    this.switchOn();
  }

  async switchOff(): Promise<void> {
    this.#running?.aborter.abort();
    await this.#running?.ended;
    this.#running = undefined;
  }

  async scrap(): Promise<void> {
    await this.switchOff();
    this.#store.close();
    rmSync(this.#directory, { recursive: true });
  }

  /** Queues a report without telling the uplink. */
  report(note: string): void {
    this.#store.commit((write) => write.report('rating', { note }));
  }

  journal(type: string): object[] {
    return this.#store.read
      .journal(0, 1000)
      .map(({ event }) => event)
      .filter((event) => event.type === type);
  }

  #openStore(): Store {
    const opened = openStore({
      file: join(this.#directory, 'terminal.db'),
      key: Buffer.alloc(32, 1),
      clock: this.#clock,
      terminalNumber: '0001',
      newId: randomUUID,
    });
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }
}

/** Runs real input and output until `done`; virtual time stands still. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}
