/** ST, the first byte of a reply, by two published descriptions of the same family. */
export const statusCodes = {
  ok: 0x04,
  badParameter: 0x15,
  timeOut: 0x80,
  okMasterKeyInvalid: 0xa4,
  badMasterKeyInvalid: 0xb5,
  okBatteryLow: 0xc4,
  badBatteryLow: 0xd5,
  unknownCommand: 0xe0,
} as const;

const meanings: Readonly<Record<number, string>> = {
  4: 'done',
  21: 'wrong parameter',
  128: 'time-out',
  164: 'done, but the master key is invalid',
  181: 'not done: the master key is invalid',
  196: 'done, but the battery may be failing',
  213: 'not done, and the battery may be failing',
  224: 'no such command',
  240: 'self-test: processor or memory chip',
  241: 'self-test: RAM',
  242: 'self-test: a key is stuck',
  243: 'self-test: serial level',
  244: 'self-test: chip card',
  245: 'self-test: battery',
  246: 'self-test: master key invalid',
  247: 'self-test: other',
};

export function describeStatus(status: number): string {
  const code = status.toString(16).toUpperCase().padStart(2, '0');
  return `${code} ${meanings[status] ?? (isSelfTestFault(status) ? 'self-test: unknown' : 'unknown status')}`;
}

/** The unit did what it was told, whatever else it says. */
export function isDone(status: number): boolean {
  const { ok, okMasterKeyInvalid, okBatteryLow } = statusCodes;
  return status === ok || status === okMasterKeyInvalid || status === okBatteryLow;
}

export function isMasterKeyInvalid(status: number): boolean {
  return (
    status === statusCodes.okMasterKeyInvalid || status === statusCodes.badMasterKeyInvalid || status === 0xf6
  );
}

export function isBatteryLow(status: number): boolean {
  return status === statusCodes.okBatteryLow || status === statusCodes.badBatteryLow || status === 0xf5;
}

export function isSelfTestFault(status: number): boolean {
  return status >= 0xf0;
}
