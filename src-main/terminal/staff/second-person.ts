import { verifyStaffPin } from '../configuration/staff-pin.ts';
import type { CashHands, Store } from '../store/store.ts';

/** Who acts; null, and in the journal, where a second person is wanted and their PIN is wrong. */
export async function handsOf(
  store: Store,
  secondPinScrypt: string | null,
  secondPin: string | null,
): Promise<CashHands | null> {
  if (secondPinScrypt === null) return 'staff';
  if (await verifyStaffPin(secondPin ?? '', secondPinScrypt)) return 'two staff';
  store.commit((write) => write.journal({ type: 'staffRefused' }));
  return null;
}
