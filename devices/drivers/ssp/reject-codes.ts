import type { InputRefuseReason } from '../../contract/cash-acceptor.ts';

/** Why the validator gave a note back: GA138, "Reject Codes". */
const table: Readonly<Record<number, readonly [description: string, reason: InputRefuseReason | null]>> = {
  0: ['accepted', null],
  1: ['length fail', 'invalidBill'],
  2: ['average fail', 'invalidBill'],
  3: ['coastline fail', 'invalidBill'],
  4: ['graph fail', 'invalidBill'],
  5: ['buried fail', 'invalidBill'],
  6: ['channel inhibited', 'inhibited'],
  7: ['second note inserted', 'invalidBunch'],
  8: ['rejected by host', null],
  9: ['note recognised in more than one channel', 'invalidBill'],
  10: ['rear sensor error', 'commonInputComponentFailure'],
  11: ['note too long', 'invalidBill'],
  12: ['disabled by host', 'inhibited'],
  13: ['slow mechanism', 'commonInputComponentFailure'],
  14: ['attempt to pull the note out', 'foreignItemsDetected'],
  15: ['fraud channel', 'counterfeit'],
  16: ['no notes detected', 'invalidBill'],
  17: ['peak detect fail', 'invalidBill'],
  18: ['twisted note', 'invalidBill'],
  19: ['escrow timed out', null],
  20: ['bar code scan fail', 'invalidBill'],
  21: ['note did not reach the inner path', 'commonInputComponentFailure'],
  22: ['slot fail 1', 'invalidBill'],
  23: ['slot fail 2', 'invalidBill'],
  24: ['lens oversample', 'commonInputComponentFailure'],
  25: ['width detection fail', 'invalidBill'],
  26: ['short note', 'invalidBill'],
  27: ['payout note', null],
  28: ['double note', 'invalidBunch'],
  29: ['unable to stack', 'stackerFull'],
  31: ['credit card', 'foreignItemsDetected'],
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

export function describeRejectCode(code: number): string {
  return table[code]?.[0] ?? 'not documented';
}

/** Null where the note was no bad one: the host or its time wanted it back. */
export function refuseReason(code: number): InputRefuseReason | null {
  return table[code] === undefined ? 'invalidBill' : table[code][1];
}
