import { createHash } from 'node:crypto';
import type { Result } from '../../../src-shared/result.ts';
import type { LinkError } from '../link/link-error.ts';
import type { ItemContext } from '../session/context.ts';
import type { Store, StoredDocument, Write } from '../store/store.ts';
import { type EffectAnswer, performEffect } from './effect.ts';
import { writeOpenJob } from './open-job.ts';
import { report } from './report.ts';

/** What the centre answers to an issue, and to the question what became of one. */
export interface IssuedCertificate {
  readonly certificateNumber: string;
  readonly verificationUrl: string;
  readonly ordinal: number;
  readonly limit: number | null;
  readonly pages: number;
  readonly pdfBase64: string;
  readonly sha256: string;
}

type Issued = Pick<IssuedCertificate, 'certificateNumber' | 'verificationUrl' | 'pages'>;

/**
 * Issues one certificate under `idempotencyKey`. When the answer is lost the centre is asked by the key; only
 * what it cannot tell stays indeterminate.
 */
export async function issueCertificate(
  context: Pick<ItemContext, 'store' | 'centre' | 'transaction' | 'randomUUID' | 'wakeUplink'>,
  idempotencyKey: string,
  issue: () => Promise<Result<IssuedCertificate, LinkError>>,
): Promise<EffectAnswer<Issued, LinkError>> {
  const { store, centre, transaction } = context;
  let certificate: IssuedCertificate | undefined;
  const answer = await performEffect<Issued, LinkError>(
    store,
    {
      id: context.randomUUID(),
      transactionId: transaction.id,
      step: 'issue',
      effect: { kind: 'remote', operation: 'issueCertificate', idempotencyKey },
    },
    async () => {
      const issued = await issue();
      if (issued.ok) {
        certificate = issued.value;
        return { outcome: 'done', value: issued.value, evidence: ['the centre answered: issued'] };
      }
      const { error } = issued;
      if (error.outcome === 'notDone') {
        return { outcome: 'notDone', error, evidence: [`the centre answered: ${error.code}`] };
      }
      return askByKey(centre, idempotencyKey, error, (found) => {
        certificate = found;
      });
    },
    (write, outcome) => {
      if (outcome.outcome === 'done' && certificate !== undefined) {
        keepCertificate(write, transaction.id, idempotencyKey, certificate);
      } else if (outcome.outcome === 'indeterminate') {
        const { evidence } = outcome;
        writeOpenJob(write, transaction.id, { certificateNumber: null, state: 'indeterminate', evidence });
      }
    },
  );
  context.wakeUplink();
  return answer;
}

async function askByKey(
  centre: ItemContext['centre'],
  idempotencyKey: string,
  lost: LinkError,
  onFound: (certificate: IssuedCertificate) => void,
): Promise<EffectAnswer<Issued, LinkError>> {
  const evidence = [`issue: ${lost.message}`];
  const asked = await centre.services.documentByKey({ idempotencyKey });
  if (!asked.ok) {
    return {
      outcome: 'indeterminate',
      error: lost,
      evidence: [...evidence, `asked by key: ${asked.error.message}`],
    };
  }
  if (asked.value.state === 'issued') {
    onFound(asked.value.certificate);
    return {
      outcome: 'done',
      value: asked.value.certificate,
      evidence: [...evidence, 'asked by key: issued'],
    };
  }
  // An answer of "absent" is final only because the first request is over: it was lost, not delayed, once its
  // deadline passed on both sides.
  return { outcome: 'notDone', error: lost, evidence: [...evidence, `asked by key: ${asked.value.state}`] };
}

/** Puts an issued certificate into the store, journal and outbox; the caller holds the commit. */
export function keepCertificate(
  write: Write,
  transactionId: string,
  idempotencyKey: string,
  certificate: IssuedCertificate,
): void {
  write.keepDocument(toDocument(transactionId, idempotencyKey, certificate));
  const { certificateNumber, ordinal, limit } = certificate;
  write.journal({ type: 'certificateIssued', transactionId, certificateNumber, ordinal, limit });
  report(write, 'transaction', { state: 'issued', transactionId, certificateNumber, ordinal, limit });
}

function toDocument(
  transactionId: string,
  idempotencyKey: string,
  certificate: IssuedCertificate,
): StoredDocument {
  const pdf = Buffer.from(certificate.pdfBase64, 'base64');
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  if (sha256 !== certificate.sha256) throw new Error('the certificate is not what its checksum says');
  return {
    transactionId,
    certificateNumber: certificate.certificateNumber,
    idempotencyKey,
    pages: certificate.pages,
    pdf,
    sha256,
  };
}

/** The key under which a transaction asked for its certificate; undefined when it never asked. */
export function issueKey(store: Store, transactionId: string): string | undefined {
  const issue = store.read.intentsOf(transactionId).findLast((intent) => intent.step === 'issue');
  return issue?.effect.kind === 'remote' ? issue.effect.idempotencyKey : undefined;
}
