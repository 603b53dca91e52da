import { ORPCError } from '@orpc/client';

/** Why the centre gave no good answer, and above all whether it may have done what it was asked. */
export interface LinkError {
  readonly kind: 'unreachable' | 'refused' | 'contract';
  /**
   * `refused`: the error code of the contract. Else what the line said: ECONNREFUSED, TIMEOUT, CANCELLED,
   * MALFORMED_ANSWER ...
   */
  readonly code: string;
  /** `refused`: the data that the contract gives with the code. */
  readonly data?: unknown;
  /**
   * `notDone`: surely nothing happened. `indeterminate`: the request may have arrived; never repeat it
   * without its idempotency key, ask what became of it instead.
   */
  readonly outcome: 'notDone' | 'indeterminate';
  /** For logs and technicians. Made of our own words only, since an answer may quote personal data. */
  readonly message: string;
}

/**
 * The connection never stood, so no byte of the request left.
 * Codes of Node's `net`/`dns`/`tls` and of undici, which is its `fetch`.
 */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What a call that threw tells. `ended` says that we gave up ourselves, and why. */
export function toLinkError(
  operation: string,
  thrown: unknown,
  ended: 'TIMEOUT' | 'CANCELLED' | null,
): LinkError {
  if (thrown instanceof ORPCError) return ofAnswer(operation, thrown);
  if (ended !== null)
    return {
      kind: 'unreachable',
      code: ended,
      outcome: 'indeterminate',
      message: `${operation}: ${ended === 'TIMEOUT' ? 'no answer in time' : 'given up by the caller'}`,
    };
  const code = lineCode(thrown);
  if (code === undefined)
    return {
      kind: 'contract',
      code: 'MALFORMED_ANSWER',
      outcome: 'indeterminate',
      message: `${operation}: the answer does not follow the contract`,
    };
  const outcome = neverSent.has(code) ? 'notDone' : 'indeterminate';
  return { kind: 'unreachable', code, outcome, message: `${operation}: the line failed (${code})` };
}

function ofAnswer(operation: string, error: ORPCError<string, unknown>): LinkError {
  if (error.defined)
    return {
      kind: 'refused',
      code: error.code,
      data: error.data,
      outcome: 'notDone',
      message: `${operation}: refused (${error.code})`,
    };
  // By RFC 9110 a 4xx was not acted upon; a 5xx, from the server or from a proxy before it, says nothing.
  return {
    kind: 'contract',
    code: `HTTP_${error.status}`,
    outcome: error.status < 500 && error.status !== 408 ? 'notDone' : 'indeterminate',
    message: `${operation}: an answer with status ${error.status} that the contract does not know`,
  };
}

/** The code of the operating system or of undici, wherever in the chain of causes it hides. */
function lineCode(thrown: unknown): string | undefined {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return undefined;
}
