/** Headers of commands that we send or name, by the generic specification, part 2. */
export const headers = {
  simplePoll: 254,
  requestManufacturerId: 246,
  requestEquipmentCategory: 245,
  requestProductCode: 244,
  requestSerialNumber: 242,
  performSelfCheck: 232,
  modifyInhibitStatus: 231,
  requestInhibitStatus: 230,
  readBufferedCredit: 229,
  modifyMasterInhibitStatus: 228,
  requestMasterInhibitStatus: 227,
  requestPayoutHighLowStatus: 217,
  modifySorterPaths: 210,
  emergencyStop: 172,
  dispenseHopperCoins: 167,
  requestHopperStatus: 166,
  enableHopper: 164,
  testHopper: 163,
  pumpRng: 161,
  requestCipherKey: 160,
  readBufferedBillEvents: 159,
  routeBill: 154,
  modifyBillOperatingMode: 153,
  resetDevice: 1,
} as const;

export type HeaderName = keyof typeof headers;

/** Headers of replies: data or ACK, NAK, busy. */
export const replyHeaders = { ok: 0, nak: 5, busy: 6 } as const;

export function headerName(header: number): HeaderName | null {
  const found = Object.entries(headers).find(([, value]) => value === header);
  return (found?.[0] as HeaderName | undefined) ?? null;
}
