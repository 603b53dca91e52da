import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';

/** Whoever brings a short message to a phone. */
export interface SmsGateway {
  send(phone: Sensitive<string>, text: Sensitive<string>): Promise<Result<void, 'unavailable'>>;
}
