import { err, ok, type Result } from '../../../src-shared/result.ts';
import { KermitFrameParser, withCrc } from '../kermit-frames.ts';

/**
 * The frames of ID-003, the same both ways: `FC | length | code | data | CRC (2, low byte first)`. The length counts the
 * whole frame.
 *
 * Commands and states share numbers: STACK-1 and POWER UP WITH BILL IN ACCEPTOR are both `FC 05 41 A2 04`, RETURN and
 * STACKER FULL both `FC 05 43 B0 27`, a setting and its echo are the same by intention. So whoever parses must know
 * who speaks.
 */
export type Direction = 'host' | 'device';

export const commands = {
  statusRequest: 0x11,
  reset: 0x40,
  stack1: 0x41,
  stack2: 0x42,
  return: 0x43,
  hold: 0x44,
  wait: 0x45,
  ack: 0x50,
  denominationRequest: 0x80,
  securityRequest: 0x81,
  communicationModeRequest: 0x82,
  inhibitRequest: 0x83,
  directionRequest: 0x84,
  optionalFunctionRequest: 0x85,
  versionRequest: 0x88,
  currencyAssignRequest: 0x8a,
  enableDenomination: 0xc0,
  security: 0xc1,
  communicationMode: 0xc2,
  inhibit: 0xc3,
  direction: 0xc4,
  optionalFunction: 0xc5,
} as const;
export type CommandName = keyof typeof commands;

/** What a unit answers to STATUS REQUEST. */
export const states = {
  idling: 0x11,
  accepting: 0x12,
  escrow: 0x13,
  stacking: 0x14,
  vendValid: 0x15,
  stacked: 0x16,
  rejecting: 0x17,
  returning: 0x18,
  holding: 0x19,
  inhibited: 0x1a,
  initialize: 0x1b,
  powerUp: 0x40,
  powerUpBillInAcceptor: 0x41,
  powerUpBillInStacker: 0x42,
  stackerFull: 0x43,
  stackerOpen: 0x44,
  jamInAcceptor: 0x45,
  jamInStacker: 0x46,
  pause: 0x47,
  cheated: 0x48,
  failure: 0x49,
  communicationError: 0x4a,
} as const;
export type StateName = keyof typeof states;

const invalidCommand = 0x4b;
const sync = 0xfc;
/** Sync, length, code, CRC. */
const minimumLength = 5;
const maximumLength = 255;

export interface HostMessage {
  /** Null for a code that no document names. */
  readonly name: CommandName | null;
  readonly code: number;
  readonly data: Uint8Array;
}

export type DeviceMessage =
  /** `detail`: denomination, reject reason or failure, as the state has it. */
  | { readonly kind: 'state'; readonly name: StateName; readonly detail: number | null }
  | { readonly kind: 'ack' | 'invalidCommand' }
  /** An echoed setting, or the answer to a request. */
  | { readonly kind: 'data'; readonly code: number; readonly data: Uint8Array };

const nothing = new Uint8Array();

export function encodeCommand(name: CommandName, data: Uint8Array = nothing): Uint8Array {
  return encodeFrame(commands[name], data);
}

export function encodeReply(message: DeviceMessage): Uint8Array {
  switch (message.kind) {
    case 'state': {
      const { name, detail } = message;
      return encodeFrame(states[name], detail === null ? nothing : Uint8Array.of(detail));
    }
    case 'ack':
      return encodeFrame(commands.ack, nothing);
    case 'invalidCommand':
      return encodeFrame(invalidCommand, nothing);
    case 'data':
      return encodeFrame(message.code, message.data);
  }
}

function encodeFrame(code: number, data: Uint8Array): Uint8Array {
  const length = data.length + minimumLength;
  if (length > maximumLength) throw new Error(`an ID-003 frame has ${maximumLength} bytes, not ${length}`);
  return withCrc(Uint8Array.of(sync, length, code, ...data));
}

export function frameParser(): KermitFrameParser {
  return new KermitFrameParser({
    sync,
    maximumLength,
    measure: ([, length]) => {
      if (length === undefined) return { kind: 'more' };
      if (length >= minimumLength) return { kind: 'length', length };
      return { kind: 'refused', reason: `length ${length} is less than ${minimumLength}` };
    },
  });
}

/** @param frame whole, as the parser gives it */
export function parseHostFrame(frame: Uint8Array): HostMessage {
  const code = frame[2] ?? 0;
  const known = Object.entries(commands).find(([, known]) => known === code);
  return { name: (known?.[0] as CommandName | undefined) ?? null, code, data: frame.slice(3, -2) };
}

/** States that mean nothing without their detail. */
const withDetail: readonly StateName[] = ['escrow', 'rejecting', 'failure'];

/** @param frame whole, as the parser gives it */
export function parseDeviceFrame(frame: Uint8Array): Result<DeviceMessage, string> {
  const code = frame[2] ?? 0;
  const data = frame.slice(3, -2);
  if (code >= 0x80) return ok({ kind: 'data', code, data });
  if (code === commands.ack && data.length === 0) return ok({ kind: 'ack' });
  if (code === invalidCommand && data.length === 0) return ok({ kind: 'invalidCommand' });
  const known = Object.entries(states).find(([, known]) => known === code);
  if (known === undefined) return err(`no state ${code.toString(16).toUpperCase()}`);
  const name = known[0] as StateName;
  if (data.length > 1) return err(`${name} with ${data.length} bytes of data`);
  const detail = data[0] ?? null;
  if (detail === null && withDetail.includes(name)) return err(`${name} without its detail`);
  return ok({ kind: 'state', name, detail });
}

export const rejectReasons: Readonly<Record<number, string>> = {
  113: 'insertion',
  114: 'magnetic sensor',
  115: 'bill remains in the acceptor',
  116: 'compensation',
  117: 'conveying',
  118: 'denomination not recognised',
  119: 'photo pattern',
  120: 'photo level',
  121: 'inhibited, or nobody decided',
  123: 'operation',
  124: 'bill remains in the stacker',
  125: 'length',
  126: 'photo pattern',
  127: 'true bill feature',
};

export const failures: Readonly<Record<number, string>> = {
  162: 'stack motor',
  165: 'transport motor speed',
  166: 'transport motor',
  171: 'cashbox not ready',
};
