import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosCentre } from './centre.ts';
import type { ReportStrike } from './citizen.ts';
import type { Motion } from './in-motion.ts';
import type { ChaosTerminal } from './terminal.ts';

/** Most payments end with a report; it goes at once. */
const waitedMs = 3_000;

/** Whoever sends or takes the next report is killed in the moment that was chosen, with no turn of a loop between. */
export class StruckReport {
  readonly victim: ReportStrike['victim'];
  readonly #strike: ReportStrike;
  readonly #centre: ChaosCentre;
  #through: number | null = null;
  #gone: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(centre: ChaosCentre, terminal: ChaosTerminal, strike: ReportStrike) {
    this.#centre = centre;
    this.#strike = strike;
    this.victim = strike.victim;
    const { moment, afterMs, victim } = strike;
    centre.wire.aim({
      moment,
      afterMs,
      strike: (through) => {
        this.#through = through;
        this.#gone = victim === 'server' ? centre.kill() : terminal.kill();
      },
    });
  }

  /** And nobody has looked yet. */
  get struck(): boolean {
    return this.#through !== null && !this.#ended;
  }

  /** Waits a little for a report that is still to come; false when it was struck and looked at before, or none came. */
  async comes(): Promise<boolean> {
    for (let waited = 0; !this.#ended && !this.struck && waited < waitedMs; waited += 10) await pause(10);
    this.#centre.wire.disarm();
    // It may have passed the wire already, with its moment still to come.
    for (let waited = 0; !this.#ended && !this.struck && waited < waitedMs; waited += 10) {
      if (!this.#centre.wire.reporting) break;
      await pause(10);
    }
    return this.struck;
  }

  /** In which moment it was, as far as the database of a killed server tells more; null when it was not struck. */
  async end(): Promise<{ readonly motion: Motion | null; readonly wrong: string[] }> {
    await this.#gone;
    this.#ended = true;
    const through = this.#through;
    if (through === null) return { motion: null, wrong: [] };
    const { moment } = this.#strike;
    if (this.victim === 'terminal') return { motion: `report ${moment}`, wrong: [] };
    const kept = await this.#centre.keptThrough();
    if (kept >= through) return { motion: 'report kept', wrong: [] };
    const lost = `the server was about to acknowledge report ${through}, and has kept ${kept}`;
    return { motion: 'report taken', wrong: moment === 'kept' ? [lost] : [] };
  }
}
