import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { LinkError } from './link-error.ts';

/** Who this terminal is to the centre. */
export interface Credentials {
  /** Undefined until the terminal is enrolled: every call is then `NOT_ENROLLED`. */
  readonly terminalId: () => string | undefined;
  /** Ed25519. */
  readonly privateKey: KeyObject;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
}
type AskForToken = (assertion: string) => Promise<Result<TokenAnswer, LinkError>>;

/** Renewed this long before it expires, so that no call starts with a token that dies on the way. */
const renewBeforeMs = 30_000;

const notEnrolled: LinkError = {
  kind: 'unreachable',
  code: 'NOT_ENROLLED',
  outcome: 'notDone',
  message: 'this terminal is not enrolled at the centre yet',
};

/** The access token of RFC 7523 client authentication, kept until shortly before it expires. */
export class AccessToken {
  readonly #credentials: Credentials;
  readonly #clock: Clock;
  readonly #ask: AskForToken;
  #token: { readonly value: string; readonly renewAt: number } | undefined;
  /** Calls that start together share one request for a token. */
  #asking: Promise<Result<string, LinkError>> | undefined;

  constructor(credentials: Credentials, clock: Clock, ask: AskForToken) {
    this.#credentials = credentials;
    this.#clock = clock;
    this.#ask = ask;
  }

  async get(): Promise<Result<string, LinkError>> {
    if (this.#token !== undefined && this.#clock.now() < this.#token.renewAt) return ok(this.#token.value);
    this.#asking ??= this.#renew().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** The centre refused this token. A newer one, got by another call meanwhile, stays. */
  forget(refused: string): void {
    if (this.#token?.value === refused) this.#token = undefined;
  }

  async #renew(): Promise<Result<string, LinkError>> {
    const terminalId = this.#credentials.terminalId();
    if (terminalId === undefined) return err(notEnrolled);
    const askedAt = this.#clock.now();
    const { signAssertion } = await import('./client-assertion.ts');
    const assertion = await signAssertion(terminalId, this.#credentials.privateKey, askedAt);
    const answer = await this.#ask(assertion);
    if (!answer.ok) return answer;
    const { access_token: value, expires_in: seconds } = answer.value;
    this.#token = { value, renewAt: askedAt + Math.max(0, seconds * 1000 - renewBeforeMs) };
    return ok(value);
  }
}
