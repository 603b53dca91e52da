import type { PaymentHost } from '../../src-main/terminal/cash/ground.ts';
import { toLinkError } from '../../src-main/terminal/link/link-error.ts';
import { err, ok } from '../../src-shared/result.ts';

/** The authority of the chaos run over HTTP; what its process does is authority-process.ts. */
export function authorityAt(url: string): PaymentHost {
  async function call<T>(operation: 'post' | 'byKey', body: object) {
    try {
      const answer = await fetch(`${url}/${operation}`, {
        method: 'POST',
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(3_000),
      });
      return ok((await answer.json()) as T);
    } catch (error) {
      return err(toLinkError(operation, error, null));
    }
  }
  return {
    async post({ idempotencyKey, amount }) {
      const posted = await call<{ state: 'posted' | 'void' }>('post', { key: idempotencyKey, amount });
      if (!posted.ok) return posted;
      return posted.value.state === 'posted'
        ? ok({ receiptNumber: idempotencyKey.slice(0, 8) })
        : err({ kind: 'refused', code: 'KEY_VOID', outcome: 'notDone', message: 'post: refused (KEY_VOID)' });
    },
    async byKey({ idempotencyKey }) {
      const asked = await call<{ state: 'posted' | 'void' }>('byKey', { key: idempotencyKey });
      if (!asked.ok) return asked;
      return asked.value.state === 'posted'
        ? ok({ state: 'posted', receiptNumber: idempotencyKey.slice(0, 8) })
        : ok({ state: 'unknown' });
    },
  };
}
