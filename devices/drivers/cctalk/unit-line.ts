import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashError } from '../../contract/cash.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { BusFault, CctalkBus, CctalkRequest } from './bus.ts';
import { notReady, unanswered } from './errors.ts';
import type { CctalkUnitAddress } from './profile.ts';

/** One unit on the bus as its driver sees it: kept open, and asked by header name. */
export class UnitLineKeeper {
  readonly #bus: CctalkBus;
  readonly #unit: CctalkUnitAddress;
  readonly #keeper: LineKeeper;
  #fault: LineFault = { reason: 'lineFailed', description: 'the device was not opened' };

  constructor(options: {
    readonly bus: CctalkBus;
    readonly unit: CctalkUnitAddress;
    readonly clock: Clock;
    /** Asks the unit what it holds. */
    readonly probe: () => Promise<Result<void, BusFault>>;
    readonly onUp: () => void;
    readonly onDown: (fault: LineFault) => void;
  }) {
    this.#bus = options.bus;
    this.#unit = options.unit;
    this.#keeper = new LineKeeper({
      transport: options.bus.handle(),
      clock: options.clock,
      probe: async () => {
        const alive = await options.probe();
        return alive.ok ? ok() : err(alive.error.description);
      },
      onUp: options.onUp,
      onDown: (fault) => {
        this.#fault = fault;
        options.onDown(fault);
      },
    });
  }

  get isUp(): boolean {
    return this.#keeper.isUp;
  }

  async open(): Promise<Result<void, CashError>> {
    const started = await this.#keeper.start();
    return started.ok ? started : err(notReady(started.error));
  }

  async close(): Promise<void> {
    this.#fault = { reason: 'lineFailed', description: 'the device is closed' };
    await this.#keeper.stop();
  }

  /** Whether the line is up or not: for probing, and where the fault itself matters. */
  run(request: Omit<CctalkRequest, keyof CctalkUnitAddress>): Promise<Result<Uint8Array, BusFault>> {
    return this.#bus.run({ ...this.#unit, ...request });
  }

  /** A unit that is silent loses its line, which begins again. */
  async ask(request: Omit<CctalkRequest, keyof CctalkUnitAddress>): Promise<Result<Uint8Array, CashError>> {
    if (!this.isUp) return err(notReady(this.#fault));
    const reply = await this.run(request);
    if (reply.ok) return reply;
    this.giveUp(reply.error);
    return err(unanswered(reply.error));
  }

  giveUp(fault: BusFault): void {
    if (!this.isUp || fault.kind === 'refused') return;
    const reason = fault.kind === 'lineLost' ? 'lineLost' : 'noAnswer';
    this.#keeper.giveUp({ reason, description: fault.description });
  }
}
