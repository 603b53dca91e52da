import { routes } from './commands.ts';
import type { NotePath } from './emulator-path.ts';
import type { Note } from './emulator-stock.ts';
import { rejectCodes } from './reject-codes.ts';
import type { Channel } from './replies.ts';

/** GA138: without a word of the host a note in escrow is rejected. */
const escrowMs = 10_000;

/** The way in: from the mouth over escrow to the cashbox or the store, or back. */
export class Intake {
  readonly #path: NotePath;
  readonly #channels: readonly Channel[];
  /** How many notes the store holds. */
  readonly #capacity: number;
  /** Survive a loss of power. */
  readonly #routes = new Map<number, 'cashbox' | 'payout'>();
  #inhibits = 0;
  #lastRejectCode = 0;
  #cancelEscrow: () => void = () => {};

  constructor(path: NotePath, channels: readonly Channel[], capacity: number) {
    this.#path = path;
    this.#channels = channels;
    this.#capacity = capacity;
  }

  get lastRejectCode(): number {
    return this.#lastRejectCode;
  }

  get allInhibited(): boolean {
    return this.#inhibits === 0;
  }

  get routes(): readonly (readonly [value: number, place: 'cashbox' | 'payout'])[] {
    return [...this.#routes];
  }

  recall(routes: Intake['routes']): void {
    for (const [value, place] of routes) this.#routes.set(value, place);
  }

  inhibit(bits: Uint8Array): void {
    this.#inhibits = bits.reduceRight((all, byte) => (all << 8) | byte, 0);
  }

  /** Without power it forgets what it may take. */
  stop(): void {
    this.#inhibits = 0;
    this.#cancelEscrow();
  }

  take(note: Note): void {
    this.#path.begin(note, 'reading');
    this.#path.enter('reading', this.#path.options.timing.read, () => this.#judge(note));
  }

  /** Anything that the host says keeps a note in escrow. */
  heard(): void {
    if (this.holds) this.#watchEscrow();
  }

  get holds(): boolean {
    return this.#path.way?.stage === 'escrow';
  }

  reject(): boolean {
    if (!this.holds) return false;
    this.#giveBack(rejectCodes.byHost);
    return true;
  }

  /** A poll came: a note that was told before is accepted. */
  polled(): void {
    const { way } = this.#path;
    if (way?.stage !== 'escrow') return;
    if (way.told) this.#accept();
    else way.told = true;
  }

  route(value: number): 'cashbox' | 'payout' | undefined {
    if (!this.#channels.some((channel) => channel.value === value)) return undefined;
    return this.#routes.get(value) ?? 'cashbox';
  }

  setRoute(value: number, route: number): boolean {
    if (this.route(value) === undefined || (route !== routes.payout && route !== routes.cashbox))
      return false;
    this.#routes.set(value, route === routes.payout ? 'payout' : 'cashbox');
    return true;
  }

  #judge({ channel, rejectCode }: Note): void {
    const { way } = this.#path;
    const code = rejectCode ?? (channel === null ? rejectCodes.lengthFail : this.#refuses(channel));
    if (code !== null) this.#giveBack(code);
    else if (way !== null) {
      way.stage = 'escrow';
      this.#watchEscrow();
      this.#path.armCut('escrow', 600);
    }
  }

  #refuses(channel: Channel): number | null {
    if (!(this.#inhibits & (1 << (channel.number - 1)))) return rejectCodes.inhibited;
    const full = this.#path.options.values.stackerFull && this.#targetOf(channel) === 'cashbox';
    return full ? rejectCodes.unableToStack : null;
  }

  #watchEscrow(): void {
    this.#cancelEscrow();
    this.#cancelEscrow = this.#path.options.clock.schedule(escrowMs, () => {
      if (this.holds) this.#giveBack(rejectCodes.escrowTimeOut);
    });
  }

  #targetOf(channel: Channel): 'cashbox' | 'payout' {
    const { stock, values } = this.#path.options;
    const room = stock.in('payout').length < this.#capacity && !values.payoutOutOfService;
    return room && this.route(channel.value) === 'payout' ? 'payout' : 'cashbox';
  }

  #accept(): void {
    const { values, timing, tell } = this.#path.options;
    const { way } = this.#path;
    const channel = way?.note.channel;
    if (way === null || !channel) return;
    this.#cancelEscrow();
    way.target = this.#targetOf(channel);
    if (way.target === 'payout' && values.storeRefusesNext) {
      values.storeRefusesNext = false;
      way.target = 'cashbox';
    }
    this.#path.enter('stacking', timing.accept, () => {
      if (this.#path.jamsNow()) return;
      tell({ name: 'credit', channel: channel.number });
      this.#path.enter('credited', timing.stow, () => {
        this.#path.leave(way.target);
        tell({ name: way.target === 'cashbox' ? 'stacked' : 'storedInPayout' });
      });
    });
  }

  #giveBack(code: number): void {
    this.#cancelEscrow();
    this.#lastRejectCode = code;
    this.#path.enter('rejecting', this.#path.options.timing.reject, () => {
      if (this.#path.jamsNow()) return;
      this.#path.leave('outside');
      this.#path.options.tell({ name: 'rejected' });
    });
  }
}
