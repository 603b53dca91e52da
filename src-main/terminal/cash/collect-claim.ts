import type { CashClaim, Read } from '../store/store.ts';
import { settleClaim } from './case.ts';
import type { CashGround } from './ground.ts';
import { endCashIn } from './pay-in-cash.ts';
import { type Repaid, repay } from './pay-out.ts';

/**
 * What a code on a slip stands for now. A slip on which this machine paid out a part stays good for the rest, whose own
 * code nobody may have seen because the power failed. With or without its hyphen, and as people read it.
 */
export function claimBehind(
  read: Pick<Read, 'cashClaim' | 'cashClaimsOf'>,
  typed: string,
): CashClaim | 'unknown' | 'settled' {
  const letters = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const code = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  let claim = read.cashClaim(typed) ?? read.cashClaim(code) ?? read.cashClaim(asMeant(code));
  if (claim === undefined) return 'unknown';
  while (claim !== undefined && claim.settledBy !== null) {
    const transactionId: string | undefined = /^transaction:(.+)$/.exec(claim.settledBy)?.[1];
    claim = transactionId === undefined ? undefined : read.cashClaimsOf(transactionId)[0];
  }
  return claim ?? 'settled';
}

/** The alphabet of the codes leaves out what looks like a digit. */
const asMeant = (code: string) => code.replaceAll('O', '0').replaceAll(/[IL]/g, '1');

/**
 * Pays a claim out here and now: the claim is settled, and what it said is owed to whoever stands here, in one commit.
 * In the ledger's frame this is a cash-in into which nothing is put: power that fails finds it as every other, and what
 * could not be paid is a claim again.
 *
 * Two never pay it: the database settles a claim once.
 */
export async function collectClaim(
  ground: CashGround,
  transactionId: string,
  claim: CashClaim,
): Promise<Repaid> {
  const { store, recycler } = ground;
  store.commit((write) => {
    write.beginCashIn({ transactionId, device: recycler.id, due: claim.amount });
    settleClaim(write, claim, { transactionId });
  });
  const repaid = await repay(ground, transactionId);
  endCashIn(ground, transactionId, 'ok');
  return repaid;
}
