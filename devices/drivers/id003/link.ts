import { ok } from '../../../src-shared/result.ts';
import type { CashItem } from '../../contract/cash.ts';
import type {
  LinkResult,
  NoteLink,
  NoteMotion,
  UnitIdentity,
  UnitReport,
} from '../note-acceptor/unit-report.ts';
import { type CommandName, commands } from './codec.ts';
import { encodeDisabled, faceValue, parseCurrencyTable } from './currency-table.ts';
import { type ExchangeOptions, Id003Exchange } from './exchange.ts';
import { reportOf } from './reports.ts';

export interface Id003LinkOptions extends ExchangeOptions {
  /** ISO 4217. The unit tells countries by its maker's own numbers only. */
  readonly currency: string;
  /** Values in fen by the unit's number (61 to 68 hex), for units that do not tell their currency table. */
  readonly denominations: ReadonlyMap<number, number>;
}

const motions: Record<NoteMotion, CommandName> = {
  stack: 'stack1',
  return: 'return',
  hold: 'hold',
  reset: 'reset',
};
const frameBytes = 5;
const longestReply = 255;

/** ID-003 as the driver of a note acceptor needs it. */
export class Id003Link implements NoteLink {
  readonly #options: Id003LinkOptions;
  readonly #exchange: Id003Exchange;
  /** A unit stays in INITIALIZE until it has its settings. */
  #settingsDue = true;

  constructor(options: Id003LinkOptions) {
    this.#options = options;
    this.#exchange = new Id003Exchange(options);
  }

  async poll(tell: (report: UnitReport) => void): Promise<LinkResult> {
    let initialising = false;
    const polled = await this.#exchange.run({
      command: 'statusRequest',
      accepts: ({ kind }) => kind === 'state',
      replyBytes: frameBytes + 1,
      mayRepeat: true,
      tell: (reply) => {
        if (reply.kind !== 'state') return;
        initialising = reply.name === 'initialize';
        tell(reportOf(reply.name, reply.detail));
      },
    });
    if (!polled.ok) return polled;
    if (!initialising) this.#settingsDue = true;
    if (!initialising || !this.#settingsDue) return ok();
    const done = await this.#initialise();
    // Broken off, they are due again: the unit waits for them for ever.
    this.#settingsDue = !done.ok;
    return done;
  }

  async move(motion: NoteMotion): Promise<LinkResult> {
    if (motion === 'reset') this.#settingsDue = true;
    const sent = await this.#exchange.run({
      command: motions[motion],
      accepts: ({ kind }) => kind === 'ack',
      replyBytes: frameBytes,
      mayRepeat: false,
    });
    return sent.ok ? ok() : sent;
  }

  async enable(types: readonly number[]): Promise<LinkResult> {
    if (types.length === 0) return this.#set('inhibit', Uint8Array.of(1));
    const denominations = await this.#set('enableDenomination', encodeDisabled(types));
    return denominations.ok ? this.#set('inhibit', Uint8Array.of(0)) : denominations;
  }

  async identify(): Promise<LinkResult<UnitIdentity>> {
    const version = await this.#ask('versionRequest');
    if (!version.ok) return version;
    const description = Buffer.from(version.value).toString('latin1').trim();
    const table = await this.#ask('currencyAssignRequest');
    if (!table.ok && table.error.kind !== 'refused') return table;
    const rows = table.ok ? parseCurrencyTable(table.value) : undefined;
    const { currency, denominations } = this.#options;
    const items = new Map<number, CashItem>();
    for (const row of rows?.ok ? rows.value : []) {
      const value = faceValue(row);
      if (value !== null) items.set(row.type, { currency, value });
    }
    if (items.size > 0) return ok({ items, description });
    for (const [type, value] of denominations) items.set(type, { currency, value });
    return ok({ items, description });
  }

  abort(): void {
    this.#exchange.abort();
  }

  /** High security off, polled mode, all directions; the mouth stays shut. */
  async #initialise(): Promise<LinkResult> {
    const settings: readonly [CommandName, Uint8Array][] = [
      ['enableDenomination', encodeDisabled([])],
      ['security', Uint8Array.of(0, 0)],
      ['direction', Uint8Array.of(0)],
      ['optionalFunction', Uint8Array.of(0, 0)],
      ['inhibit', Uint8Array.of(1)],
    ];
    for (const [command, data] of settings) {
      const set = await this.#set(command, data);
      // Not every unit has every setting.
      if (!set.ok && set.error.kind !== 'refused') return set;
    }
    return ok();
  }

  /** A setting is taken when the unit says it again. */
  async #set(command: CommandName, data: Uint8Array): Promise<LinkResult> {
    const set = await this.#exchange.run({
      command,
      data,
      accepts: (reply) =>
        reply.kind === 'data' && reply.code === commands[command] && Buffer.from(reply.data).equals(data),
      replyBytes: frameBytes + data.length,
      // Setting the same twice is setting it once.
      mayRepeat: true,
    });
    return set.ok ? ok() : set;
  }

  async #ask(command: CommandName): Promise<LinkResult<Uint8Array>> {
    const reply = await this.#exchange.run({
      command,
      accepts: (message) => message.kind === 'data' && message.code === commands[command],
      replyBytes: longestReply,
      mayRepeat: true,
    });
    if (!reply.ok) return reply;
    return ok(reply.value.kind === 'data' ? reply.value.data : new Uint8Array());
  }
}
