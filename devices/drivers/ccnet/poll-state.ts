import { err, ok, type Result } from '../../../src-shared/result.ts';

/** What a unit answers to POLL: a state, and what belongs to it. Six published tables agree on the numbers. */
export const pollStates = {
  powerUp: 0x10,
  powerUpBillInValidator: 0x11,
  powerUpBillInStacker: 0x12,
  initialize: 0x13,
  idling: 0x14,
  accepting: 0x15,
  stacking: 0x17,
  returning: 0x18,
  unitDisabled: 0x19,
  holding: 0x1a,
  deviceBusy: 0x1b,
  rejecting: 0x1c,
  dispensing: 0x1d,
  unloading: 0x1e,
  dispensed: 0x25,
  dropCassetteFull: 0x41,
  dropCassetteOutOfPosition: 0x42,
  validatorJammed: 0x43,
  dropCassetteJammed: 0x44,
  cheated: 0x45,
  pause: 0x46,
  failure: 0x47,
  escrowPosition: 0x80,
  billStacked: 0x81,
  billReturned: 0x82,
} as const;
export type PollStateName = keyof typeof pollStates;

export interface PollState {
  readonly name: PollStateName;
  /** Bill type, reject reason, failure, or time in 100 ms, as the state has it; null where it has nothing. */
  readonly detail: number | null;
}

/** States that mean nothing without their second byte. */
const withDetail: readonly PollStateName[] = ['escrowPosition', 'billStacked', 'billReturned'];

export function parsePollState(data: Uint8Array): Result<PollState, string> {
  const [code, detail, ...more] = data;
  const known = Object.entries(pollStates).find(([, known]) => known === code);
  if (known === undefined) return err(`no state ${hex(code)}`);
  const name = known[0] as PollStateName;
  // Bill-to-bill units put the place of a bill behind its type.
  if (more.length > 1) return err(`state ${hex(code)} with ${data.length} bytes`);
  if (detail === undefined && withDetail.includes(name)) return err(`${name} without a bill type`);
  return ok({ name, detail: detail ?? null });
}

export function encodePollState(state: PollState): Uint8Array {
  const code = pollStates[state.name];
  return state.detail === null ? Uint8Array.of(code) : Uint8Array.of(code, state.detail);
}

export const rejectReasons: Readonly<Record<number, string>> = {
  96: 'insertion',
  97: 'magnetic sensor',
  98: 'bill remains in the head',
  99: 'compensation (multiplying)',
  100: 'conveying',
  101: 'identification',
  102: 'verification',
  103: 'optic sensor',
  104: 'inhibited type',
  105: 'capacitance',
  106: 'operation',
  108: 'length',
  109: 'ultraviolet',
};

export const failures: Readonly<Record<number, string>> = {
  80: 'stack motor',
  81: 'transport motor speed',
  82: 'transport motor',
  83: 'aligning motor',
  84: 'initial cassette status',
  85: 'optic canal',
  86: 'magnetic canal',
  95: 'capacitance canal',
};

function hex(byte: number | undefined): string {
  return byte === undefined ? '(none)' : byte.toString(16).toUpperCase().padStart(2, '0');
}
