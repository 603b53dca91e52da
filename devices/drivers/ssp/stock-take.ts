import type { CashCount, CashItem, PowerUpFinding } from '../../contract/cash.ts';
import type { CashAcceptorEvent } from '../../contract/cash-acceptor.ts';
import type { Amount, Incomplete, PollEvent } from './events.ts';
import type { NoteKinds, NoteTrack, Place } from './note-track.ts';
import { endOfMotion, isMoving, type MotionEnd, type StoreMotion } from './store-motion.ts';

/** What the driver knew when the line went away or the power failed. */
export interface Before {
  readonly track: NoteTrack;
  readonly motion: StoreMotion | null;
}

type ItemFinding = Extract<PowerUpFinding, { kind: 'itemInPath' }>;

/**
 * What a unit holds when its line comes up or when it was switched on again. Whatever it says meanwhile of a note or of
 * a payout is a finding and no event, for it belongs to something that began before: nobody may be credited twice.
 */
export class StockTake {
  readonly #before: Before;
  readonly #kinds: NoteKinds;
  readonly #currency: string;
  #item: ItemFinding | null = null;
  /** Notes that were on their way from the store. */
  readonly #fromStore: ItemFinding[] = [];
  #incomplete: { readonly kind: 'payout' | 'float'; readonly sums: readonly Incomplete[] } | null = null;
  #end: MotionEnd | null;
  #restarted = false;
  #settled = false;
  #credited: NoteTrack['credited'];
  /** News of other kinds, and where a credited note came to lie after all. */
  readonly events: CashAcceptorEvent[] = [];

  constructor(before: Before, kinds: NoteKinds, currency: string) {
    this.#before = before;
    this.#kinds = kinds;
    this.#currency = currency;
    this.#credited = before.track.credited;
    this.#end = before.motion?.end ?? null;
  }

  /** Whether the unit has come to rest. */
  get settled(): boolean {
    return this.#settled;
  }

  /** The sum that a motion has moved, where the unit has told it. */
  get movedValue(): number | null {
    if (this.#end !== null) return this.#end.value;
    return this.#incomplete === null ? null : sumIn(this.#incomplete.sums, this.#currency).actual;
  }

  /** A note is in escrow: the unit said so to a hold. */
  hearHeld(): void {
    this.#item = { kind: 'itemInPath', item: this.#before.track.note?.item ?? null, fate: 'held' };
    this.#settled = true;
  }

  /** All events of a poll, with those that were heard before and are only repeated. */
  rest(events: readonly PollEvent[]): void {
    this.#settled = !events.some(isMoving);
  }

  /** @param dispensed the notes that left, where they are known */
  findings(dispensed: readonly CashCount[]): readonly PowerUpFinding[] {
    const found: PowerUpFinding[] = [];
    const item = this.#item ?? this.#unexplained();
    if (item !== null) found.push(item);
    found.push(...this.#fromStore);
    const motion = this.#motion(dispensed);
    if (motion !== null) found.push(motion);
    return found.length === 0 ? [{ kind: 'clear' }] : found;
  }

  hear(event: PollEvent): void {
    const { item: itemOf, route } = this.#kinds;
    switch (event.name) {
      case 'slaveReset':
        this.#restarted = true;
        return;
      case 'credit': {
        const item = itemOf(event.channel) ?? this.#before.track.note?.item ?? null;
        this.#find(item, item !== null && route(item) === 'payout' ? 'stored' : 'stacked');
        return;
      }
      case 'stacked':
      case 'storedInPayout':
        this.#arrived(event.name === 'stacked' ? 'cashbox' : 'payout');
        return;
      case 'rejected':
        if (this.#before.track.note !== null) this.#find(this.#before.track.note.item, 'returned');
        return;
      case 'read': {
        const item = itemOf(event.channel);
        if (item !== null) this.#find(item, 'held');
        return;
      }
      case 'noteClearedFromFront':
        this.#find(itemOf(event.channel) ?? this.#before.track.note?.item ?? null, 'returned');
        return;
      case 'noteClearedToCashbox':
        this.#cleared(itemOf(event.channel), 'cashbox');
        return;
      case 'noteIntoStackerAtPowerUp':
        this.#cleared(itemIn(event.note), 'cashbox');
        return;
      case 'noteIntoStoreAtPowerUp':
        this.#cleared(itemIn(event.note), 'payout');
        return;
      case 'noteDispensedAtPowerUp':
        this.#fromStore.push({ kind: 'itemInPath', item: itemIn(event.note), fate: 'returned' });
        return;
      case 'incompletePayout':
      case 'incompleteFloat':
        this.#incomplete = {
          kind: event.name === 'incompletePayout' ? 'payout' : 'float',
          sums: event.incomplete,
        };
        return;
      case 'noteTransferredToStacker': {
        const item = itemIn(event.note);
        if (item !== null && this.#before.motion === null) {
          this.events.push({ type: 'moved', item, from: 'payout', to: 'cashbox' });
        }
        return;
      }
      case 'fraudAttempt':
        this.events.push({ type: 'fraudAttempt', description: 'the unit was tampered with' });
        return;
      default:
        this.#end = endOfMotion(event, this.#currency) ?? this.#end;
    }
  }

  #find(item: CashItem | null, fate: ItemFinding['fate']): void {
    this.#item = { kind: 'itemInPath', item, fate };
  }

  /** A note that was on its way when the power failed lies there now. */
  #cleared(item: CashItem | null, place: Place): void {
    // It may have been credited before: the same note still, and only its place is news.
    if (this.#credited !== null || this.#item !== null) {
      this.#arrived(place);
    } else if (this.#before.motion !== null || this.#incomplete !== null) {
      this.#fromStore.push({ kind: 'itemInPath', item, fate: place === 'cashbox' ? 'stacked' : 'stored' });
    } else {
      this.#find(item ?? this.#before.track.note?.item ?? null, place === 'cashbox' ? 'stacked' : 'stored');
    }
  }

  #arrived(place: Place): void {
    const credited = this.#credited;
    if (credited !== null) {
      this.#credited = null;
      const { item, place: told } = credited;
      if (told !== place) this.events.push({ type: 'moved', item, from: told, to: place });
    } else if (this.#item !== null) {
      this.#item = { ...this.#item, fate: place === 'cashbox' ? 'stacked' : 'stored' };
    }
  }

  /** A note was in the path, and the unit says nothing of it. By itself, without a restart, it only gives back. */
  #unexplained(): ItemFinding | null {
    const { note } = this.#before.track;
    if (note === null) return null;
    const givenBack = !this.#restarted && note.place !== 'accepting';
    return { kind: 'itemInPath', item: note.item, fate: givenBack ? 'returned' : 'unknown' };
  }

  #motion(dispensed: readonly CashCount[]): PowerUpFinding | null {
    const { motion } = this.#before;
    if (this.#incomplete !== null) {
      const { actual, requested } = sumIn(this.#incomplete.sums, this.#currency);
      return this.#incomplete.kind === 'payout'
        ? { kind: 'payoutIncomplete', dispensed, dispensedValue: actual, requestedValue: requested }
        : { kind: 'floatIncomplete', movedValue: actual, requestedValue: requested };
    }
    if (this.#end === null) return null;
    const { event, value } = this.#end;
    if (event === 'floated' || event === 'smartEmptied') {
      return { kind: 'floatIncomplete', movedValue: value, requestedValue: motion?.requestedValue ?? value };
    }
    return {
      kind: 'payoutIncomplete',
      dispensed,
      dispensedValue: value,
      requestedValue: motion?.kind === 'payout' ? motion.requestedValue : value,
    };
  }
}

function itemIn(note: Amount | null): CashItem | null {
  return note === null ? null : { currency: note.currency, value: note.value };
}

function sumIn(sums: readonly Incomplete[], currency: string): { actual: number; requested: number } {
  return sums.find((one) => one.currency === currency) ?? { actual: 0, requested: 0 };
}
