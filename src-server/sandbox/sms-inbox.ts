import type { Clock } from '../../src-shared/clock.ts';
import { maskPhone } from '../../src-shared/masking.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { SmsGateway } from '../connectors/sms-gateway.ts';
import type { Faults } from './faults.ts';

export interface ShortMessage {
  /** ISO 8601. */
  readonly at: string;
  readonly phoneMasked: string;
  readonly text: string;
}

export interface SmsInbox extends SmsGateway {
  /** Newest first. */
  messages(): readonly ShortMessage[];
}

const kept = 100;

/** The phones of all invented people in one drawer. In memory only: what is on a phone is not at the centre. */
export function createSmsInbox(clock: Clock, faults: Faults): SmsInbox {
  let held: ShortMessage[] = [];
  return {
    async send(phone, text) {
      if (faults.smsFailing) return err('unavailable');
      const at = new Date(clock.now()).toISOString();
      held = [{ at, phoneMasked: maskPhone(phone.reveal()), text: text.reveal() }, ...held].slice(0, kept);
      return ok();
    },
    messages: () => held,
  };
}
