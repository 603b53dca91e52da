import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { CashError } from '../../contract/cash.ts';
import type { CommandOptions } from '../../contract/common.ts';
import type { Transport } from '../../transport/transport.ts';
import { NoteAcceptor, noMoney } from '../note-acceptor/driver.ts';
import { addresses } from './codec.ts';
import { CcnetLink } from './link.ts';

export interface CcnetDriverOptions {
  readonly id: string;
  readonly transport: Transport;
  readonly clock: Clock;
  /** A bill-to-bill unit is used as a validator: its recycling is not. */
  readonly unit: 'billValidator' | 'billToBill';
  readonly baudRate: number;
  /** 100 to 200. */
  readonly pollIntervalMs: number;
  /** See `NoteAcceptorOptions`. */
  readonly escrowHoldMs: number;
  /** ISO 4217 by the letters of the unit's bill table. */
  readonly currencies: Readonly<Record<string, string>>;
  /** Digits of barcode tickets (interleaved 2 of 5), 6 to 18; null where none are taken. */
  readonly ticketDigits: number | null;
}

const interleaved2of5 = 1;

/** A note acceptor that speaks CCNET. A barcode ticket goes as an item of value 0 without currency. */
export class CcnetNoteAcceptor extends NoteAcceptor {
  readonly #link: CcnetLink;

  constructor(options: CcnetDriverOptions) {
    const { ticketDigits } = options;
    const tickets =
      ticketDigits === null ? null : { format: interleaved2of5, characters: ticketDigits, item: noMoney };
    const link = new CcnetLink({ ...options, address: addresses[options.unit], tickets });
    super({ ...options, link });
    this.#link = link;
  }

  /** The code of the ticket in escrow. Refused by the unit (`sequenceError`) when there is none. */
  async readTicket(options: CommandOptions): Promise<Result<Sensitive<string>, CashError>> {
    const read = await this.ask(options, () => this.#link.readTicket());
    return read.ok ? ok(new Sensitive(read.value, maskTicket(read.value))) : err(read.error);
  }
}

function maskTicket(code: string): string {
  return `${'*'.repeat(Math.max(0, code.length - 4))}${code.slice(-4)}`;
}
