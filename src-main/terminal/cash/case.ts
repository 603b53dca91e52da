import type { CashCase, CashClaim, CashHands, Store, Write } from '../store/store.ts';
import { report } from '../transaction/report.ts';
import { openDifference } from './differences.ts';

/** Hands to a person what the machine cannot find out: staff and the centre see it from this commit on. */
export function openCase(write: Write, opened: CashCase): void {
  write.openCashCase(opened);
  const { id, transactionId, device, amount, evidence } = opened;
  write.journal({ type: 'cashCaseOpened', caseId: id, transactionId, device, amount, evidence });
  report(write, 'cashCase', { caseId: id, transactionId, device, amount, evidence: [...evidence] });
}

/**
 * The person who looked says what it was. Money that the case held in suspense passes into the register of differences,
 * and is followed there to its end.
 */
export function closeCase(store: Store, caseId: string, finding: string, by: CashHands): void {
  const open = store.read.openCashCases().find(({ id }) => id === caseId);
  if (open === undefined) return;
  const { transactionId, device, amount, evidence } = open;
  const held = store.read.cashCaseHolds().find((one) => one.caseId === caseId)?.amount ?? 0;
  store.commit((write) => {
    write.closeCashCase(caseId, finding);
    write.journal({ type: 'cashCaseClosed', caseId, finding });
    report(write, 'cashCase', {
      caseId,
      transactionId,
      device,
      amount,
      evidence: [...evidence, `closed: ${finding}`],
    });
    if (held !== 0) openDifference(write, { place: device, amount: held, foundBy: by, caseId });
  });
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

/** Paid out against its code: by staff out of their own drawer, or by this machine in a transaction of its own. */
export function settleClaim(
  write: Write,
  { code, transactionId, amount }: CashClaim,
  by: 'staff' | { readonly transactionId: string },
): void {
  const [settledBy, move] =
    by === 'staff'
      ? // The cash centre fills the drawer.
        (['staff', { transactionId: null, reason: 'claimPaid', credit: 'vault' }] as const)
      : ([
          `transaction:${by.transactionId}`,
          { ...by, reason: 'claimCollected', credit: 'citizen' },
        ] as const);
  write.settleCashClaim(code, settledBy);
  write.moveCash({ ...move, debit: 'claims', amount });
  write.journal({ type: 'cashClaimSettled', transactionId, amount });
  report(write, 'cashClaim', { transactionId, state: 'settled', amount });
}
