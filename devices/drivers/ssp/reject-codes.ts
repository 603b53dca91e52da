import type { InputRefuseReason } from '../../contract/cash-acceptor.ts';

/**
 * Why the validator gave a note back: GA138, "Reject Codes", in its words. Null where the note was no bad one: the host
 * or its time wanted it back.
 */
const reasons: Readonly<Record<number, InputRefuseReason | null>> = {
  /** 00 accepted */
  0: null,
  /** 01 length fail */
  1: 'invalidBill',
  /** 02 average fail */
  2: 'invalidBill',
  /** 03 coastline fail */
  3: 'invalidBill',
  /** 04 graph fail */
  4: 'invalidBill',
  /** 05 buried fail */
  5: 'invalidBill',
  /** 06 channel inhibited */
  6: 'inhibited',
  /** 07 second note inserted */
  7: 'invalidBunch',
  /** 08 rejected by host */
  8: null,
  /** 09 note recognised in more than one channel */
  9: 'invalidBill',
  /** 0A rear sensor error */
  10: 'commonInputComponentFailure',
  /** 0B note too long */
  11: 'invalidBill',
  /** 0C disabled by host */
  12: 'inhibited',
  /** 0D slow mechanism */
  13: 'commonInputComponentFailure',
  /** 0E attempt to pull the note out */
  14: 'foreignItemsDetected',
  /** 0F fraud channel */
  15: 'counterfeit',
  /** 10 no notes detected */
  16: 'invalidBill',
  /** 11 peak detect fail */
  17: 'invalidBill',
  /** 12 twisted note */
  18: 'invalidBill',
  /** 13 escrow timed out */
  19: null,
  /** 14 bar code scan fail */
  20: 'invalidBill',
  /** 15 note did not reach the inner path */
  21: 'commonInputComponentFailure',
  /** 16 slot fail 1 */
  22: 'invalidBill',
  /** 17 slot fail 2 */
  23: 'invalidBill',
  /** 18 lens oversample */
  24: 'commonInputComponentFailure',
  /** 19 width detection fail */
  25: 'invalidBill',
  /** 1A short note */
  26: 'invalidBill',
  /** 1B payout note */
  27: null,
  /** 1C double note */
  28: 'invalidBunch',
  /** 1D unable to stack */
  29: 'stackerFull',
  /** 1F credit card */
  31: 'foreignItemsDetected',
};

export const rejectCodes = {
  byHost: 0x08,
  inhibited: 0x0c,
  escrowTimeOut: 0x13,
  lengthFail: 0x01,
  doubleNote: 0x1c,
  pulledOut: 0x0e,
  unableToStack: 0x1d,
} as const;

export function refuseReason(code: number): InputRefuseReason | null {
  const reason = reasons[code];
  return reason === undefined ? 'invalidBill' : reason;
}
