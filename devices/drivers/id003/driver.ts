import type { Clock } from '../../../src-shared/clock.ts';
import type { Transport } from '../../transport/transport.ts';
import { NoteAcceptor } from '../note-acceptor/driver.ts';
import { Id003Link } from './link.ts';

export interface Id003DriverOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly baudRate: number;
  /** 100 to 200. Units return a note in escrow when they were not polled for three seconds. */
  readonly pollIntervalMs: number;
  /** See `NoteAcceptorOptions`. */
  readonly escrowHoldMs: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Values in fen by the unit's number, for units that do not tell their currency table. */
  readonly denominations: ReadonlyMap<number, number>;
}

/** A note acceptor that speaks ID-003. */
export class Id003NoteAcceptor extends NoteAcceptor {
  constructor(options: Id003DriverOptions) {
    super({ ...options, link: new Id003Link(options) });
  }
}
