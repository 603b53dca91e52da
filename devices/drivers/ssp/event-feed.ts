import { err, ok, type Result } from '../../../src-shared/result.ts';
import { needsAck, type PollEvent, parseEvents } from './events.ts';
import type { ExchangeFault, SspExchange } from './exchange.ts';

export interface PollReport {
  readonly events: readonly PollEvent[];
  /** Why a part of the reply could not be read. Then nothing is acknowledged: what was not read must not be lost. */
  readonly unread: string | null;
}

/**
 * Brings the unit's events, each once. "Poll with ack" repeats those that matter until they are acknowledged, over
 * lost replies, new sessions and a restart of this program. They are handed on before they are acknowledged, so that
 * whoever commits a credit at once has it on disk before the unit forgets it; and when the unit repeats what was handed
 * on, because the acknowledgement was lost, it is only acknowledged again. While such an event waits the unit does
 * nothing more with notes, so that a repeated one is the same one.
 */
export class EventFeed {
  readonly #exchange: SspExchange;
  /** What was handed on and is perhaps not acknowledged yet; empty when all is. */
  #handedOn = '';
  /** Older firmware has only the plain poll, which tells everything once. */
  #plain = false;

  constructor(exchange: SspExchange) {
    this.#exchange = exchange;
  }

  /** Asks once. Never called while a note is in escrow and waits: a poll accepts it. */
  async poll(
    version: number,
    handOn: (event: PollEvent) => void,
  ): Promise<Result<PollReport, ExchangeFault>> {
    const reply = await this.#exchange.ask(this.#plain ? 'poll' : 'pollWithAck');
    if (!reply.ok) return reply;
    if (reply.value.name === 'commandNotKnown' && !this.#plain) {
      this.#plain = true;
      return this.poll(version, handOn);
    }
    if (reply.value.name !== 'ok') {
      return err({ kind: 'noAnswer', description: `a poll was answered ${reply.value.name ?? 'strangely'}` });
    }
    const { events, unread } = parseEvents(reply.value.data, version);
    const waiting = this.#plain ? [] : events.filter(needsAck);
    const mark = waiting.length === 0 ? '' : JSON.stringify(waiting);
    const repeated = mark !== '' && mark === this.#handedOn;
    this.#handedOn = mark;
    for (const event of events) if (!(repeated && needsAck(event))) handOn(event);
    if (mark !== '' && unread === null) {
      const acknowledged = await this.#exchange.ask('eventAck');
      if (!acknowledged.ok) return acknowledged;
      this.#handedOn = '';
    }
    return ok({ events, unread });
  }
}
