import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { LinkError } from '../link/link-error.ts';
import type { Centre } from '../session/centre.ts';
import type { ItemContext } from '../session/context.ts';
import type { Store, Write } from '../store/store.ts';
import { type EffectAnswer, performEffect, settleIntent } from './effect.ts';
import { report } from './report.ts';

type Request = Parameters<Centre['services']['submit']>[0];

/**
 * Hands a matter in under an idempotency key. When the answer is lost the centre is asked by the key, which makes a key
 * that never came void: what it cannot tell stays indeterminate and is asked again when the centre is back.
 */
export async function submitMatter(
  context: Pick<ItemContext, 'store' | 'centre' | 'transaction' | 'randomUUID' | 'wakeUplink'>,
  request: Request,
): Promise<EffectAnswer<Outcome, LinkError>> {
  const { store, centre, transaction } = context;
  const answer = await performEffect<Outcome, LinkError>(
    store,
    {
      id: context.randomUUID(),
      transactionId: transaction.id,
      step: 'submit',
      effect: { kind: 'remote', operation: 'submit', idempotencyKey: request.idempotencyKey },
    },
    async () => {
      const submitted = await centre.services.submit(request);
      if (submitted.ok)
        return {
          outcome: 'done',
          value: submitted.value,
          evidence: [`the centre answered: ${submitted.value.kind}`],
        };
      const { error } = submitted;
      if (error.outcome === 'notDone')
        return { outcome: 'notDone', error, evidence: [`the centre answered: ${error.code}`] };
      const evidence = [`submit: ${error.message}`];
      const fate = await fateOf(centre.services, request.idempotencyKey);
      if (fate.outcome === 'done')
        return { outcome: 'done', value: fate.value, evidence: [...evidence, ...fate.evidence] };
      return { outcome: fate.outcome, error, evidence: [...evidence, ...fate.evidence] };
    },
    (write, settled) => {
      if (settled.outcome === 'done') writeSubmitted(write, transaction.id, settled.value);
    },
  );
  context.wakeUplink();
  return answer;
}

type Fate =
  | { readonly outcome: 'done'; readonly value: Outcome; readonly evidence: readonly string[] }
  | { readonly outcome: 'notDone' | 'indeterminate'; readonly evidence: readonly string[] };

/** What became of a key whose answer was lost. */
export async function fateOf(
  services: Pick<Centre['services'], 'submissionByKey'>,
  idempotencyKey: string,
): Promise<Fate> {
  const asked = await services.submissionByKey({ idempotencyKey });
  if (!asked.ok) return { outcome: 'indeterminate', evidence: [`asked by key: ${asked.error.message}`] };
  const evidence = [`asked by key: ${asked.value.state}`];
  return asked.value.state === 'taken'
    ? { outcome: 'done', value: asked.value.outcome, evidence }
    : { outcome: 'notDone', evidence };
}

/** The caller holds the commit. */
export function writeSubmitted(write: Write, transactionId: string, { number, kind }: Outcome): void {
  write.journal({ type: 'submitted', transactionId, number, outcome: kind });
  report(write, 'transaction', { state: 'submitted', transactionId, number, outcome: kind });
}

/** Asks again about what was handed in and never answered. Called when the centre is back. */
export async function resolveSubmissions({
  store,
  centre,
}: {
  readonly store: Store;
  readonly centre: Pick<Centre, 'services'>;
}): Promise<void> {
  for (const intent of store.read.indeterminateIntents()) {
    if (intent.effect.kind !== 'remote' || intent.effect.operation !== 'submit') continue;
    const fate = await fateOf(centre.services, intent.effect.idempotencyKey);
    if (fate.outcome === 'indeterminate') continue;
    store.commit((write) => {
      settleIntent(write, intent, fate.outcome, fate.evidence);
      if (fate.outcome === 'done') writeSubmitted(write, intent.transactionId, fate.value);
    });
  }
}
