import { err, ok } from '../../../src-shared/result.ts';
import type { CashItem } from '../../contract/cash.ts';
import type {
  LinkResult,
  NoteLink,
  NoteMotion,
  UnitIdentity,
  UnitReport,
} from '../note-acceptor/unit-report.ts';
import type { CommandName, DeviceMessage } from './codec.ts';
import { CcnetExchange, type ExchangeOptions } from './exchange.ts';
import { parsePollState } from './poll-state.ts';
import { reportOf } from './reports.ts';
import {
  billTableBytes,
  encodeTypeMask,
  faceValue,
  identificationBytes,
  parseBillTable,
  parseIdentification,
  ticketType,
} from './tables.ts';

export interface TicketSettings {
  /** 1 is interleaved 2 of 5, the only one that the document names. */
  readonly format: number;
  /** Digits of a ticket's code, 6 to 18. */
  readonly characters: number;
  /** The item as which a ticket goes. */
  readonly item: CashItem;
}

export interface CcnetLinkOptions extends ExchangeOptions {
  /** ISO 4217 by the letters in the unit's bill table: `{ CHN: 'CNY' }`. Other rows are left out. */
  readonly currencies: Readonly<Record<string, string>>;
  /** Null: no tickets are taken. */
  readonly tickets: TicketSettings | null;
}

const frameBytes = 5;

/** CCNET as the driver of a note acceptor needs it. */
export class CcnetLink implements NoteLink {
  readonly #options: CcnetLinkOptions;
  readonly #exchange: CcnetExchange;

  constructor(options: CcnetLinkOptions) {
    this.#options = options;
    this.#exchange = new CcnetExchange(options);
  }

  async poll(tell: (report: UnitReport) => void): Promise<LinkResult> {
    const polled = await this.#exchange.run({
      command: 'poll',
      accepts: (reply) => reply.kind === 'data' && parsePollState(reply.data).ok,
      replyBytes: frameBytes + 3,
      mayRepeat: true,
      tell: (reply) => {
        const state = reply.kind === 'data' ? parsePollState(reply.data) : undefined;
        if (state?.ok) tell(reportOf(state.value));
      },
    });
    return polled.ok ? ok() : polled;
  }

  async move(motion: NoteMotion): Promise<LinkResult> {
    const sent = await this.#exchange.run({
      command: motion,
      accepts: isAck,
      replyBytes: frameBytes + 1,
      mayRepeat: false,
    });
    return sent.ok ? ok() : sent;
  }

  enable(types: readonly number[]): Promise<LinkResult> {
    // The second mask: every type waits in escrow. Without it a unit stacks by itself.
    const mask = encodeTypeMask(types);
    return this.#set('enableBillTypes', Uint8Array.of(...mask, ...mask));
  }

  async identify(): Promise<LinkResult<UnitIdentity>> {
    const identification = await this.#ask('identification', identificationBytes);
    if (!identification.ok) return identification;
    const table = await this.#ask('getBillTable', billTableBytes);
    if (!table.ok) return table;
    const { tickets, currencies } = this.#options;
    if (tickets !== null) {
      const set = await this.#set('setBarcodeParameters', Uint8Array.of(tickets.format, tickets.characters));
      if (!set.ok) return set;
    }
    const who = parseIdentification(identification.value);
    const types = parseBillTable(table.value);
    if (!who.ok || !types.ok) throw new Error('lengths were looked at when the replies came');
    const items = new Map<number, CashItem>();
    for (const row of types.value) {
      const value = faceValue(row);
      const currency = currencies[row.country];
      if (currency !== undefined && value !== null) items.set(row.type, { currency, value });
    }
    if (tickets !== null) items.set(ticketType, tickets.item);
    const { partNumber, serialNumber } = who.value;
    return ok({ items, description: `${partNumber} ${serialNumber}` });
  }

  /** The digits of the ticket in escrow. */
  async readTicket(): Promise<LinkResult<string>> {
    const { tickets } = this.#options;
    if (tickets === null) return err({ kind: 'refused', description: 'no tickets are taken' });
    const data = await this.#ask('extractBarcodeData', tickets.characters);
    return data.ok ? ok(Buffer.from(data.value).toString('latin1').trim()) : data;
  }

  abort(): void {
    this.#exchange.abort();
  }

  async #set(command: CommandName, data: Uint8Array): Promise<LinkResult> {
    // Setting the same twice is setting it once.
    const request = { command, data, accepts: isAck, replyBytes: frameBytes + 1, mayRepeat: true };
    const set = await this.#exchange.run(request);
    return set.ok ? ok() : set;
  }

  async #ask(command: CommandName, bytes: number): Promise<LinkResult<Uint8Array>> {
    const reply = await this.#exchange.run({
      command,
      accepts: (message) => message.kind === 'data' && message.data.length === bytes,
      replyBytes: frameBytes + bytes,
      mayRepeat: true,
    });
    if (!reply.ok) return reply;
    return ok(reply.value.kind === 'data' ? reply.value.data : new Uint8Array());
  }
}

function isAck(reply: DeviceMessage): boolean {
  return reply.kind === 'ack';
}
