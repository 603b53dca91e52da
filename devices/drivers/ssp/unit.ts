import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashCount, CashError, PowerUpFinding } from '../../contract/cash.ts';
import type { CashAcceptorEvent, CashAcceptorStatus } from '../../contract/cash-acceptor.ts';
import { type LineFault, LineKeeper } from '../../transport/line-keeper.ts';
import type { Transport } from '../../transport/transport.ts';
import { type Arrival, arrive, itemsIn, kindsOf, type NumberedItem } from './arrival.ts';
import type { PlainCommandName } from './commands.ts';
import { fault, refusal, unanswered } from './errors.ts';
import { EventFeed, type PollReport } from './event-feed.ts';
import type { PollEvent } from './events.ts';
import { type ExchangeFault, type Reply, SspExchange } from './exchange.ts';
import { type Ailment, ailmentsAfter, deviceState } from './health.ts';
import type { Random } from './key-exchange.ts';
import {
  emptyTrack,
  follow,
  type NoteInPath,
  type NoteKinds,
  type NoteNews,
  type NoteTrack,
  type Place,
} from './note-track.ts';
import { refuseReason } from './reject-codes.ts';
import { type Level, parseCashboxPayoutData, parseLevels } from './replies.ts';
import { askSerialNumber, type Session } from './session.ts';
import { StockTake } from './stock-take.ts';
import {
  dispensedCounts,
  endOfMotion,
  isMoving,
  type MotionEnd,
  paidByPayout,
  type StoreMotion,
} from './store-motion.ts';

export interface SspOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  /** ISO 4217; notes of other currencies are not let in. */
  readonly currency: string;
  /** The half of the key that the machine's maker fixed: 64 bits. */
  readonly fixedKey: bigint;
  /** Of the primes of the key exchange. */
  readonly primeBits: number;
  /** Milliseconds between two polls, and between two holds of a note in escrow. Far below the unit's 10 s. */
  readonly pollIntervalMs: number;
  /** How often a command is sent before the unit counts as crashed. */
  readonly attempts: number;
}

/** What commands wait for. */
export type UnitNews =
  | NoteNews
  | { readonly type: 'jam' }
  | { readonly type: 'motionEnded'; readonly end: MotionEnd }
  | { readonly type: 'up' }
  | { readonly type: 'down'; readonly description: string };

/** Between two attempts to bring a payout store back that went out of service. */
const revivalIntervalMs = 10_000;
const busyRefusal = 3;

/** The unit as it is followed: its line, its session, the note in its path, its motion, its health. */
export class SspUnit {
  readonly events = new Listeners<CashAcceptorEvent>();
  readonly changed = new Listeners<CashAcceptorStatus>();
  readonly news = new Listeners<UnitNews>();
  readonly #options: SspOptions;
  readonly #exchange: SspExchange;
  readonly #feed: EventFeed;
  readonly #line: LineKeeper;
  #status: CashAcceptorStatus = {
    device: 'starting',
    reasons: [],
    intermediateStacker: 'unknown',
    transport: 'unknown',
    accepting: false,
  };
  #lineFault: LineFault = { reason: 'lineFailed', description: 'the recycler was not opened' };
  #session: Session | null = null;
  #routes = new Map<number, Place>();
  #powerUp: readonly PowerUpFinding[] = [{ kind: 'clear' }];
  #track: NoteTrack = emptyTrack;
  #motion: StoreMotion | null = null;
  #motionAwaited = false;
  #ailments: ReadonlySet<Ailment> = new Set();
  #accepting = false;
  #attempt = 0;
  #gapsSeen = 0;
  #revivedAt = 0;
  #polling = false;
  #hurried = false;
  #cancelPoll: () => void = () => {};

  constructor(options: SspOptions) {
    this.#options = options;
    // Before the keeper, so that a command under way ends before the line counts as lost.
    this.#exchange = new SspExchange({ ...options, address: 0 });
    this.#feed = new EventFeed(this.#exchange);
    this.#line = new LineKeeper({
      transport: options.transport,
      clock: options.clock,
      probe: () => this.#begin(),
      onUp: () => {
        this.#publish();
        this.news.tell({ type: 'up' });
        this.pollIn(0);
      },
      onDown: (lineFault) => this.#goDown(lineFault),
    });
  }

  start(): Promise<Result<void, LineFault>> {
    return this.#line.start();
  }

  async stop(): Promise<void> {
    this.#goDown({ reason: 'lineFailed', description: 'the recycler is closed' });
    await this.#line.stop();
    this.#setStatus({ ...this.#status, device: 'offline', reasons: ['closed'] });
  }

  get isUp(): boolean {
    return this.#line.isUp;
  }

  get lineFault(): LineFault {
    return this.#lineFault;
  }

  get status(): CashAcceptorStatus {
    return this.#status;
  }

  get powerUp(): readonly PowerUpFinding[] {
    return this.#powerUp;
  }

  get ailments(): ReadonlySet<Ailment> {
    return this.#ailments;
  }

  get items(): readonly NumberedItem[] {
    return itemsIn(this.#session?.setup.channels ?? [], this.#options.currency);
  }

  /** The note between the mouth and its credit. */
  get note(): NoteInPath | null {
    return this.#track.note;
  }

  /** Told as stacked, and still on its way. */
  get credited(): NoteTrack['credited'] {
    return this.#track.credited;
  }

  get accepting(): boolean {
    return this.#accepting;
  }

  get motion(): StoreMotion | null {
    return this.#motion;
  }

  setAccepting(accepting: boolean): void {
    this.#accepting = accepting;
    this.#publish();
  }

  /** What was decided about the note in escrow. A poll that follows accepts it. */
  decide(note: NoteInPath): void {
    this.#track = { ...this.#track, note };
  }

  setRoute(value: number, place: Place): void {
    this.#routes.set(value, place);
  }

  /** A motion was ordered and is waited for; null: it was refused. */
  setMotion(motion: StoreMotion | null): void {
    this.#motion = motion;
    this.#motionAwaited = motion !== null;
  }

  /** The motion has ended, and its notes are asked for when the line is back. */
  keepEnd(motion: StoreMotion): void {
    if (this.isUp) return;
    this.#motion = motion;
  }

  /** Nobody waits for the motion any more; its end becomes a finding. */
  leaveMotion(): void {
    this.#motionAwaited = false;
  }

  /** The unit was told to restart; whoever told it trusts the unit that answers then. */
  restart(): void {
    this.#session = null;
    this.#ailments = new Set();
    this.#line.giveUp({ reason: 'noAnswer', description: 'the unit was told to restart' });
  }

  /** Sends a command. A unit that does not answer loses its line, which begins again. */
  async send(command: Uint8Array): Promise<Result<Reply, ExchangeFault>> {
    const reply = await this.#exchange.send(command);
    if (!reply.ok) this.#afterFault(reply.error);
    return reply;
  }

  async ask(name: PlainCommandName): Promise<Result<Reply, ExchangeFault>> {
    const reply = await this.#exchange.ask(name);
    if (!reply.ok) this.#afterFault(reply.error);
    return reply;
  }

  async levels(): Promise<Result<readonly Level[], CashError>> {
    const reply = await this.ask('allLevels');
    if (!reply.ok) return err(unanswered('levels', reply.error, true));
    if (reply.value.name !== 'ok') return err(refusal('levels', reply.value));
    const levels = parseLevels(reply.value.data);
    return levels.ok ? levels : err(fault('hardwareError', levels.error));
  }

  /** What the last motion brought into the cashbox; nothing where the unit cannot tell. */
  async movedToCashbox(): Promise<readonly Level[]> {
    const reply = await this.ask('cashboxPayoutData');
    if (!reply.ok || reply.value.name !== 'ok') return [];
    const parsed = parseCashboxPayoutData(reply.value.data);
    return parsed.ok ? parsed.value.moved : [];
  }

  pollIn(milliseconds: number): void {
    // Asked for while one is under way: the next follows it at once.
    this.#hurried ||= this.#polling && milliseconds === 0;
    this.#cancelPoll();
    this.#cancelPoll = this.#options.clock.schedule(milliseconds, () => void this.#tick());
  }

  async #tick(): Promise<void> {
    if (this.#polling || !this.isUp) return;
    this.#polling = true;
    this.#hurried = false;
    const waiting = this.#track.note?.place === 'escrow';
    // A poll would accept the note in escrow. A hold keeps it, and begins its ten seconds anew.
    const heard = waiting ? await this.#hold() : await this.#poll();
    this.#polling = false;
    if (!heard.ok) this.#afterFault(heard.error);
    if (!this.isUp) return;
    // Decided while it was held: then the unit is told at once.
    const decided = waiting && this.#track.note?.place !== 'escrow';
    this.pollIn(decided || this.#hurried ? 0 : this.#options.pollIntervalMs);
  }

  async #hold(): Promise<Result<unknown, ExchangeFault>> {
    const reply = await this.#exchange.ask('hold');
    const { note } = this.#track;
    if (reply.ok && reply.value.name === 'commandCannotBeProcessed' && note?.place === 'escrow') {
      // Nothing to hold: it is on its way out, and a poll takes no money.
      this.decide({ ...note, place: 'returning' });
    }
    return reply;
  }

  async #poll(): Promise<Result<unknown, ExchangeFault>> {
    const session = this.#session;
    if (session === null) return ok();
    const before = this.#track;
    let refusals = 0;
    const heard = await this.#feed.poll(session.protocolVersion, (event) => {
      if (this.#take(event)) refusals++;
    });
    if (!heard.ok) return heard;
    this.#afterPoll(heard.value, before);
    for (; refusals > 0; refusals--) {
      const asked = await this.#tellRefusal();
      if (!asked.ok) return asked;
    }
    const checked = await this.#checkSerialNumber(session);
    return checked.ok ? this.#revivePayout() : checked;
  }

  /** Says whether the unit gave a note back for a reason of its own. */
  #take(event: PollEvent): boolean {
    if (event.name === 'slaveReset') {
      this.#line.giveUp({ reason: 'noAnswer', description: 'the unit was restarted' });
      return false;
    }
    const { track, news } = follow(this.#track, event, this.#kinds());
    this.#track = track;
    for (const one of news) {
      if (one.type !== 'settled' && one.type !== 'refusedByUnit') this.events.tell(one);
      this.news.tell(one);
    }
    this.#takeMotion(event);
    if (event.name === 'cashboxRemoved') this.events.tell({ type: 'unitRemoved', unit: 'cashbox' });
    if (event.name === 'cashboxReplaced') this.events.tell({ type: 'unitInserted', unit: 'cashbox' });
    return news.some(({ type }) => type === 'refusedByUnit');
  }

  #takeMotion(event: PollEvent): void {
    this.#tellPayout(event);
    if (event.name === 'dispensing' && this.#motion?.kind === 'payout') {
      const { currency } = this.#options;
      const moved = event.amounts.find((one) => one.currency === currency)?.value ?? 0;
      this.#motion = { ...this.#motion, moved };
    }
    if (event.name === 'noteTransferredToStacker' && event.note !== null && this.#motion === null) {
      this.events.tell({ type: 'moved', item: event.note, from: 'payout', to: 'cashbox' });
    }
    const end = endOfMotion(event, this.#options.currency);
    const clearedItself = event.name === 'noteClearedToCashbox' || event.name === 'noteClearedFromFront';
    // What nobody waits for is found: a payout that ended too late, a path that the unit cleared by itself.
    if ((end !== null && !this.#motionAwaited) || clearedItself) {
      const take = new StockTake(
        { track: this.#track, motion: this.#motion },
        this.#kinds(),
        this.#options.currency,
      );
      take.hear(event);
      const found = [...this.#powerUp, ...take.findings([])].filter(({ kind }) => kind !== 'clear');
      if (found.length > 0) this.#powerUp = found;
      for (const one of take.events) this.events.tell(one);
      if (clearedItself) this.#track = emptyTrack;
    }
    if (end === null) return;
    this.setMotion(null);
    this.news.tell({ type: 'motionEnded', end });
  }

  /** Before it is acknowledged, as with a credit: whoever keeps books has it on disk before the unit forgets it. */
  #tellPayout(event: PollEvent): void {
    const value = paidByPayout(event, this.#options.currency);
    if (value !== null) this.events.tell({ type: 'payoutEnded', value });
  }

  #afterPoll({ events, unread }: PollReport, trackBefore: NoteTrack): void {
    const before = this.#ailments;
    this.#ailments = ailmentsAfter(before, events, unread);
    if (this.#ailments.has('noteJammed') && !before.has('noteJammed')) {
      this.events.tell({ type: 'jam', itemAccessible: events.some(({ name }) => name === 'unsafeJam') });
      this.news.tell({ type: 'jam' });
    }
    if (before.has('noteJammed') && !this.#ailments.has('noteJammed')) this.#jamCleared(trackBefore);
    if (!events.some(isMoving)) this.#settleAtRest(trackBefore);
    this.#publish();
  }

  /** A note that was in the path is not told of any more: a hand took it out, and only its owner knows where to. */
  #jamCleared(before: NoteTrack): void {
    const { note, credited } = this.#track;
    if (note === null || note !== before.note) return;
    this.#track = { note: null, credited };
    this.#powerUp = [{ kind: 'itemInPath', item: note.item, fate: 'unknown' }];
  }

  /** The unit is at rest and has no note: its word of where it went was lost. */
  #settleAtRest(before: NoteTrack): void {
    const { note, credited } = this.#track;
    if (note?.place === 'returning' && note === before.note) {
      this.#track = { note: null, credited };
      this.events.tell({ type: 'returned', item: note.item });
      this.news.tell({ type: 'returned', item: note.item });
    }
    if (credited !== null && credited === before.credited && !this.#ailments.has('noteJammed')) {
      this.#track = { ...this.#track, credited: null };
      this.news.tell({ type: 'settled', ...credited });
    }
  }

  async #tellRefusal(): Promise<Result<unknown, ExchangeFault>> {
    const reply = await this.#exchange.ask('lastRejectCode');
    if (!reply.ok) return reply;
    const reason = refuseReason(reply.value.data[0] ?? 0);
    if (reason !== null) this.events.tell({ type: 'refused', reason });
    return reply;
  }

  /** After a gap in the line the unit may be another one. */
  async #checkSerialNumber(session: Session): Promise<Result<unknown, ExchangeFault>> {
    const { gaps } = this.#exchange;
    if (gaps === this.#gapsSeen) return ok();
    const serial = await askSerialNumber(this.#exchange);
    if (!serial.ok) return err({ kind: 'noAnswer', description: serial.error });
    this.#gapsSeen = gaps;
    if (serial.value !== session.serialNumber) this.#suspect();
    return ok();
  }

  #suspect(): void {
    this.#ailments = new Set([...this.#ailments, 'serialNumberChanged']);
    this.events.tell({ type: 'fraudAttempt', description: 'the unit has another serial number than before' });
    this.#publish();
  }

  async #revivePayout(): Promise<Result<unknown, ExchangeFault>> {
    const due = this.#options.clock.now() - this.#revivedAt >= revivalIntervalMs;
    if (!due || this.#motion !== null || !this.#ailments.has('payoutOutOfService')) return ok();
    return this.#enablePayout();
  }

  async #enablePayout(): Promise<Result<Reply, ExchangeFault>> {
    this.#revivedAt = this.#options.clock.now();
    const reply = await this.#exchange.ask('enablePayout');
    if (!reply.ok) return reply;
    const ailments = new Set(this.#ailments);
    if (reply.value.name === 'ok' || reply.value.data[0] === busyRefusal)
      ailments.delete('payoutOutOfService');
    else ailments.add('payoutOutOfService');
    this.#ailments = ailments;
    return reply;
  }

  /** A fresh line: keys, identity, and what the unit holds. */
  async #begin(): Promise<Result<void, string>> {
    const attempt = ++this.#attempt;
    this.#accepting = false;
    const arrived = await arrive({
      ...this.#options,
      exchange: this.#exchange,
      feed: this.#feed,
      before: { track: this.#track, motion: this.#motion },
      ailments: this.#ailments,
      current: () => attempt === this.#attempt,
      heard: (event) => this.#tellPayout(event),
    });
    if (!arrived.ok) return arrived;
    const known = this.#session?.serialNumber;
    const { session, routes, ailments, take } = arrived.value;
    this.#session = session;
    this.#routes = new Map(routes);
    this.#ailments = ailments;
    this.#gapsSeen = this.#exchange.gaps;
    const enabled = await this.#enablePayout();
    if (!enabled.ok) return err(enabled.error.description);
    await this.#conclude(take);
    if (known !== undefined && known !== session.serialNumber) this.#suspect();
    return ok();
  }

  /** Puts down what was found, and goes on from there. */
  async #conclude(take: Arrival['take']): Promise<void> {
    this.#powerUp = take.findings(await this.#dispensed(take.movedValue));
    this.setMotion(null);
    const held = this.#powerUp.find((found) => found.kind === 'itemInPath' && found.fate === 'held');
    const note: NoteInPath | null = held?.kind === 'itemInPath' ? { item: held.item, place: 'escrow' } : null;
    this.#track = { note, credited: null };
    for (const event of take.events) this.events.tell(event);
  }

  /** The notes of a payout whose end was heard late, where the levels tell them. */
  async #dispensed(value: number | null): Promise<readonly CashCount[]> {
    const motion = this.#motion;
    if (motion?.kind !== 'payout' || value === null) return [];
    return (await this.dispensed(motion.before, value)) ?? [];
  }

  /**
   * The notes of a payout that has ended, null when they do not add up to its sum. Notes that the unit did not
   * recognise on their way went to the cashbox, and are told as moved.
   */
  async dispensed(before: readonly Level[], value: number): Promise<readonly CashCount[] | null> {
    const after = await this.levels();
    if (!after.ok) return null;
    const toCashbox = await this.movedToCashbox();
    const counts = dispensedCounts(before, after.value, toCashbox, value);
    if (counts === null) return null;
    for (const { count, ...item } of toCashbox)
      for (let note = 0; note < count; note++)
        this.events.tell({ type: 'moved', item, from: 'payout', to: 'cashbox' });
    return counts;
  }

  /** The line is lost, the unit is silent, or it was restarted: what was under way is not known any more. */
  #afterFault({ kind, description }: ExchangeFault): void {
    if (!this.isUp || kind === 'notSent') return;
    this.#line.giveUp({ reason: kind === 'lineLost' ? 'lineLost' : 'noAnswer', description });
  }

  #goDown(lineFault: LineFault): void {
    this.#lineFault = lineFault;
    this.#cancelPoll();
    this.#accepting = false;
    this.#exchange.abort();
    this.news.tell({ type: 'down', description: `${lineFault.reason}: ${lineFault.description}` });
    this.leaveMotion();
    this.#setStatus({
      device: 'offline',
      reasons: [lineFault.reason],
      intermediateStacker: 'unknown',
      transport: 'unknown',
      accepting: false,
    });
  }

  #kinds(): NoteKinds {
    const toCashbox = this.#ailments.has('payoutOutOfService');
    return kindsOf(this.items, toCashbox ? new Map() : this.#routes);
  }

  #publish(): void {
    if (!this.isUp) return;
    const ailments = this.#ailments;
    this.#setStatus({
      device: deviceState(ailments),
      reasons: [...ailments],
      intermediateStacker: this.#track.note === null ? 'empty' : 'notEmpty',
      transport: ailments.has('noteJammed') ? 'inoperative' : 'ok',
      accepting: this.#accepting,
    });
  }

  #setStatus(status: CashAcceptorStatus): void {
    const before = this.#status;
    const same =
      status.device === before.device &&
      status.intermediateStacker === before.intermediateStacker &&
      status.transport === before.transport &&
      status.accepting === before.accepting &&
      status.reasons.join() === before.reasons.join();
    if (same) return;
    this.#status = status;
    this.changed.tell(status);
  }
}
