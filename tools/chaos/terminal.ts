import type { ChildProcess } from 'node:child_process';
import type { Sight } from './in-motion.ts';
import { end, type Programs } from './programs.ts';
import type { Visited, VisitPlan } from './staff-visit.ts';
import type { FromTerminal, ToTerminal } from './terminal-process.ts';

const patienceMs = 180_000;

/** The terminal's process, from its start until it is killed or ends in order. */
export class ChaosTerminal {
  /** Resolves when it has put right what the last one left. */
  readonly up: Promise<unknown>;
  /** Open ones, as it told last. */
  cases = 0;
  readonly #child: ChildProcess;
  /** As it told last; null until it is up. */
  #seen: Sight['terminal'] = null;

  constructor(programs: Programs, parameters: readonly string[]) {
    this.#child = programs.start('terminal-process', parameters);
    this.#child.on('message', (message: FromTerminal) => {
      if (message.type === 'ready') this.#seen = { phase: null };
      else if (message.type === 'cases') this.cases = message.open;
      else if (message.type === 'phase') this.#seen = { phase: message.phase };
    });
    this.up = this.#told('ready');
  }

  get seen(): Sight['terminal'] {
    return this.#seen;
  }

  async pay(order: Omit<Extract<ToTerminal, { type: 'pay' }>, 'type'>): Promise<string> {
    return (await this.#ask({ type: 'pay', ...order }, 'ended')).kind;
  }

  async rest(): Promise<void> {
    const { silent } = await this.#ask({ type: 'rest' }, 'rested');
    if (silent.length > 0) throw new Error(`at rest these units do not answer: ${silent.join(', ')}`);
  }

  async staff(plan: VisitPlan): Promise<Visited> {
    return (await this.#ask({ type: 'staff', plan }, 'visited')).visited;
  }

  async finish(): Promise<void> {
    const exited = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.send({ type: 'finish' } satisfies ToTerminal);
    await exited;
  }

  kill(): Promise<void> {
    return end(this.#child);
  }

  #ask<T extends FromTerminal['type']>(
    message: ToTerminal,
    answer: T,
  ): Promise<Extract<FromTerminal, { type: T }>> {
    this.#child.send(message);
    return this.#told(answer);
  }

  #told<T extends FromTerminal['type']>(type: T): Promise<Extract<FromTerminal, { type: T }>> {
    return new Promise((resolve, reject) => {
      const over = () => {
        clearTimeout(late);
        this.#child.off('message', hear);
        this.#child.off('exit', gone);
      };
      const late = setTimeout(() => {
        over();
        reject(new Error(`the terminal did not tell "${type}" in ${patienceMs} ms`));
      }, patienceMs);
      const hear = (message: FromTerminal) => {
        if (message.type !== type) return;
        over();
        resolve(message as Extract<FromTerminal, { type: T }>);
      };
      const gone = (code: number | null, signal: string | null) => {
        over();
        // Killed by us: whoever waited is waited for no more.
        if (signal !== 'SIGKILL') reject(new Error(`the terminal ended with ${code ?? signal}`));
      };
      this.#child.on('message', hear);
      this.#child.on('exit', gone);
    });
  }
}
