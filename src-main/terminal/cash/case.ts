import type { CashCase, CashClaim, Write } from '../store/store.ts';
import { report } from '../transaction/report.ts';

/** Hands to a person what the machine cannot find out: staff and the centre see it from this commit on. */
export function openCase(write: Write, opened: CashCase): void {
  write.openCashCase(opened);
  const { id, transactionId, device, amount, evidence } = opened;
  write.journal({ type: 'cashCaseOpened', caseId: id, transactionId, device, amount, evidence });
  report(write, 'cashCase', { caseId: id, transactionId, device, amount, evidence: [...evidence] });
}

/** What is owed and cannot be given back here and now becomes a claim that a teller settles against its code. */
export function openClaim(write: Write, claim: CashClaim, from: 'citizen' | 'pending'): void {
  const { transactionId, amount } = claim;
  write.moveCash({ transactionId, reason: 'claim', debit: from, credit: 'claims', amount });
  write.openCashClaim(claim);
  // The code is worth money: the journal and the centre know the claim by its transaction.
  write.journal({ type: 'cashClaimOpened', transactionId, amount });
  report(write, 'cashClaim', { transactionId, state: 'open', amount });
}
