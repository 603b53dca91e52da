import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import type { SpecimenCard } from '../../devices/drivers/sdt/cards.ts';
import { SdtEmulator } from '../../devices/drivers/sdt/emulator.ts';
import { hostOnPty } from '../../devices/emulation/pty.ts';
import { systemClock } from '../../src-shared/clock.ts';
import type { Act, View } from '../../src-shared/view.ts';
import { HeadlessTerminal } from '../headless-terminal.ts';
import type { ChaosCentre, Person } from './centre.ts';
import type { Killed } from './citizen.ts';
import type { Motion } from './in-motion.ts';
import { personalIn } from './personal.ts';
import { type PrintStrike, printMotion, type ReprintStrike, stages } from './print-citizen.ts';
import { ChaosPrinter } from './printer.ts';
import type { Programs } from './programs.ts';

export interface PrintVisit {
  /** Told at once of each kill. */
  readonly onKilled: (victim: Killed, motion: Motion) => void;
  /** Restarts what was killed only so much later. */
  readonly downMs: number;
  /** While staff print again, if they do. */
  readonly reprint: ReprintStrike | null;
}

const item = 'SIN-PRT-001';
const staffPin = '20261122';
const patienceMs = 300_000;

/**
 * Where people print a certificate: the whole terminal without Electron on the same encrypted file and with the same key as
 * the one that takes notes, an identity card reader, and the A4 printer. One program at a time has the file.
 */
export class PrintCorner {
  readonly printer: ChaosPrinter;
  /** By staff, in the whole run. */
  readonly staff = { reprinted: 0, confirmed: 0 };
  readonly #centre: ChaosCentre;
  readonly #reader: SdtEmulator;
  readonly #start: () => Promise<HeadlessTerminal>;
  readonly #unplug: () => Promise<void>;
  #terminal: HeadlessTerminal | null = null;

  private constructor(parts: {
    printer: ChaosPrinter;
    centre: ChaosCentre;
    reader: SdtEmulator;
    start: () => Promise<HeadlessTerminal>;
    unplug: () => Promise<void>;
  }) {
    this.printer = parts.printer;
    this.#centre = parts.centre;
    this.#reader = parts.reader;
    this.#start = parts.start;
    this.#unplug = parts.unplug;
  }

  /** @param people whoever may come */
  static async open(
    { programs, directory, data }: { programs: Programs; directory: string; data: string },
    centre: ChaosCentre,
    people: readonly Person[],
  ): Promise<PrintCorner> {
    const printer = await ChaosPrinter.start(join(directory, 'printer'));
    const reader = new SdtEmulator({ clock: systemClock, cards: people.map(cardOf) });
    const line = await hostOnPty({ emulator: reader, path: join(directory, 'reader') });
    const environment = {
      ZEROWINDOW_DATA: data,
      ZEROWINDOW_CONFIG: configuration(directory),
      ZEROWINDOW_SERVER_URL: centre.wire.url,
      ZEROWINDOW_DEVICE_IDENTITY_CARD_READER_PATH: line.address,
      ZEROWINDOW_DEVICE_DOCUMENT_PRINTER_URI: printer.uri,
    };
    const start = () => HeadlessTerminal.start(environment, [programs.fileOf('serve')]);
    return new PrintCorner({ printer, centre, reader, start, unplug: () => line.unplug() });
  }

  /** Somebody prints, something happens, and staff decide what is open. Answers what was broken. */
  async visit(person: Person, strike: PrintStrike | null, how: PrintVisit): Promise<string[]> {
    this.#terminal ??= await this.#start();
    await this.#terminal.until('attract', () => true, patienceMs);
    const end = await this.#walk(this.#terminal, person, strike, how);
    this.#reader.set('card', 'none');
    if (end === 'stuck')
      return [`who prints does not come to an end: ${JSON.stringify(this.#terminal.view)}`];
    if (end === 'killed') {
      const wrong = await this.#comesAgain(person);
      if (wrong.length > 0) return wrong;
    }
    return this.#settle(person, how);
  }

  /** Nobody stands there any more for whom it could show anything. */
  async #comesAgain(person: Person): Promise<string[]> {
    this.#terminal = await this.#start();
    await this.#terminal.until('attract', () => true, patienceMs);
    const shown = personalIn(this.#terminal.seen, person);
    return shown.length > 0 ? [`after its restart the terminal shows ${shown.join(', ')}`] : [];
  }

  /** From the first touch to the empty screen, or until the terminal is killed. */
  async #walk(
    terminal: HeadlessTerminal,
    person: Person,
    strike: PrintStrike | null,
    how: PrintVisit,
  ): Promise<'over' | 'killed' | 'stuck'> {
    const begun = Date.now();
    const tries = { left: 3 };
    let planned = strike;
    let reachedAt: number | null = null;
    let answered: View | null = null;
    for (let started = false; Date.now() < begun + patienceMs; ) {
      const { view } = terminal;
      const { screen } = view;
      if (screen.kind === 'attract' && started) return 'over';
      started ||= screen.kind !== 'attract';
      if (planned !== null) {
        if (screen.kind === 'printing' && stageOf(screen) >= stages.indexOf(planned.stage))
          reachedAt ??= Date.now();
        if (reachedAt !== null && Date.now() >= reachedAt + planned.afterMs) {
          const { victim } = planned;
          planned = null;
          how.onKilled(victim, printMotion(screen));
          await this.#strike(terminal, victim, how.downMs);
          if (victim === 'terminal') return 'killed';
          continue;
        }
      }
      if (view !== answered) {
        const act = await this.#answer(view, person, tries);
        if (act !== 'later') answered = view;
        // The screen may have gone on by itself.
        if (act !== 'later' && act !== null) await terminal.act(act).catch(() => {});
      }
      await terminal.after(view, 20);
    }
    return 'stuck';
  }

  /** What somebody does at this screen; null: waits. */
  async #answer({ screen }: View, person: Person, tries: { left: number }): Promise<Act | 'later' | null> {
    switch (screen.kind) {
      case 'attract':
        return { type: 'start' };
      case 'home': {
        const there = screen.frequent.find(({ code }) => code === item);
        return there?.unavailable === null ? { type: 'chooseItem', code: item } : 'later';
      }
      case 'identify':
        this.#reader.set('card', person.idNumber);
        return null;
      case 'verify':
        if (screen.state === 'checking') return null;
        return { type: 'submitCode', code: await this.#centre.lastCode() };
      case 'forWhom':
        return { type: 'chooseWhom', whom: 'self' };
      case 'parameters':
        return {
          type: 'chooseParameters',
          schemes: screen.selectedSchemes,
          months: screen.selectedMonths,
        };
      case 'notice':
      case 'consent':
      case 'preview':
      case 'confirm':
        return { type: 'next' };
      case 'rate':
        return { type: 'skipRating' };
      case 'take':
        this.#reader.set('card', 'none');
        return { type: 'next' };
      case 'fault':
        this.#reader.set('card', 'none');
        return screen.actions.includes('retry') && tries.left-- > 0 ? { type: 'retry' } : { type: 'next' };
      default:
        return null;
    }
  }

  async #strike(terminal: HeadlessTerminal, victim: PrintStrike['victim'], downMs: number): Promise<void> {
    if (victim === 'terminal') return terminal.kill();
    const struck = victim === 'printer' ? this.printer : this.#centre;
    await struck.kill();
    await pause(downMs);
    await struck.restart();
  }

  /**
   * Staff sign in and decide each open job: who finds its paper in the tray confirms it, else it is printed again under its
   * number. One whose certificate nobody knows of is left until the centre has answered.
   */
  async #settle(person: Person, how: PrintVisit): Promise<string[]> {
    let strike = how.reprint;
    for (const begun = Date.now(); Date.now() < begun + patienceMs; await pause(300)) {
      const terminal = this.#terminal;
      if (terminal === null) throw new Error('staff stand before no terminal');
      await goes(terminal, 'attract', { type: 'openStaff' });
      await goes(terminal, 'staffSignIn', { type: 'staffSignIn', pin: staffPin });
      const { openJobs } = await terminal.until('staff', () => true, patienceMs);
      const job = openJobs.find(({ certificateNumber }) => certificateNumber !== null);
      if (job !== undefined) {
        const { transactionId, certificateNumber, canReprint } = job;
        const lies = this.printer.tray.includes(certificateNumber);
        if (!lies && !canReprint) return [`${certificateNumber} is owed and cannot be printed again`];
        await terminal.act({ type: lies ? 'staffConfirmPrinted' : 'staffReprint', transactionId });
        if (!lies && strike !== null) {
          const { victim, afterMs } = strike;
          strike = null;
          await pause(afterMs);
          if (busyWith(terminal) === transactionId) {
            how.onKilled(victim, 'print again');
            await this.#strike(terminal, victim, how.downMs);
            if (victim === 'terminal') {
              const wrong = await this.#comesAgain(person);
              if (wrong.length > 0) return wrong;
              continue;
            }
          }
        }
        await terminal.until(
          'staff',
          ({ busy, openJobs: left, problem }) => {
            const decided = left.every((one) => one.transactionId !== transactionId);
            return busy === null && (decided || problem !== null);
          },
          patienceMs,
        );
        this.staff[lies ? 'confirmed' : 'reprinted'] += 1;
      }
      await goes(terminal, 'staff', { type: 'back' });
      if (openJobs.length === 0) return [];
    }
    return ['a job stays open, whatever staff do'];
  }

  /** Ends the program in order: another one wants the file. */
  async leave(): Promise<void> {
    const terminal = this.#terminal;
    this.#terminal = null;
    const code = await terminal?.stop();
    if (code !== undefined && code !== 0) throw new Error(`the terminal ended with ${code}`);
  }

  async killAll(): Promise<void> {
    await this.#terminal?.kill();
    await this.printer.kill();
    await this.#unplug();
  }
}

/** Touches this at the screen, as soon as it is there and until it has gone. */
async function goes(terminal: HeadlessTerminal, from: View['screen']['kind'], act: Act): Promise<void> {
  await terminal.until(from, () => true, patienceMs);
  while (terminal.view.screen.kind === from) {
    const { view } = terminal;
    await terminal.act(act).catch(() => {});
    await terminal.after(view, 1_000);
  }
}

/** The transaction whose paper staff have ordered, until that has ended. */
function busyWith({ view: { screen } }: HeadlessTerminal): string | null {
  return screen.kind === 'staff' ? screen.busy : null;
}

function stageOf({ stage }: { readonly stage: string }): number {
  const index = (stages as readonly string[]).indexOf(stage);
  return index === -1 ? stages.length : index;
}

/** By its number, which is its key. */
function cardOf({ name, idNumber }: Person): SpecimenCard {
  return {
    key: idNumber,
    additionalAddress: null,
    fingerBytes: 0,
    text: {
      kind: 'resident',
      name,
      englishName: null,
      number: idNumber,
      sex: 'female',
      nation: '01',
      nationality: null,
      birthDate: idNumber.slice(6, 14),
      address: '样本市样本路 1 号',
      issuer: '样本市公安局',
      validFrom: '20200101',
      validUntil: null,
    },
  };
}

/** That of the project, with no other devices than those that printing wants, and quick to give a call up. */
function configuration(directory: string): string {
  const target = join(directory, 'print-config');
  cpSync(join(directory, 'config'), target, { recursive: true });
  const file = join(target, 'terminal.yaml');
  const settings = parse(readFileSync(file, 'utf8'));
  settings.devices = settings.devices.filter(({ id }: { id: string }) =>
    ['identityCardReader', 'documentPrinter'].includes(id),
  );
  settings.server.timeoutSeconds = 5;
  writeFileSync(file, stringify(settings));
  return target;
}
