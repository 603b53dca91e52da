import { err, ok, type Result } from '../../../src-shared/result.ts';

/** Command bytes, by a published description and a published host program that agree. */
const codes = {
  version: 0x30,
  selfTest: 0x31,
  loadWorkKey: 0x33,
  account: 0x34,
  startPin: 0x35,
  encrypt: 0x36,
  readPin: 0x42,
  activateKey: 0x43,
  keypad: 0x45,
  setParameter: 0x46,
} as const;

/** Added to a key's number, it makes the pad answer with a check value. */
const withCheckValue = 0x40;
/** Of command 35: show stars, give no prompt. */
const showStars = 0x01;
const noPrompt = 0x00;
/** Of command 46: which setting. */
const parameters = { keyLoading: 0x00, work: 0x01, autoEnter: 0x05 } as const;

export type EppRequest =
  | { readonly command: 'version' | 'selfTest' | 'readPin' }
  | {
      readonly command: 'loadWorkKey';
      readonly master: number;
      readonly work: number;
      readonly key: Uint8Array;
    }
  /** 12 digits, or the whole number for a format that wants it. */
  | { readonly command: 'account'; readonly digits: string }
  | {
      readonly command: 'startPin';
      readonly maximum: number;
      readonly mode: number;
      readonly seconds: number;
    }
  | { readonly command: 'encrypt'; readonly data: Uint8Array }
  | { readonly command: 'activateKey'; readonly master: number; readonly work: number }
  | { readonly command: 'keypad'; readonly open: boolean }
  | { readonly command: 'setParameter'; readonly parameter: keyof typeof parameters; readonly value: number };

/** The body of a frame to the pad. */
export function encodeRequest(request: EppRequest): Uint8Array {
  const code = codes[request.command];
  switch (request.command) {
    case 'version':
    case 'selfTest':
    case 'readPin':
      return Uint8Array.of(code);
    case 'loadWorkKey':
      return Uint8Array.of(code, request.master, request.work | withCheckValue, ...request.key);
    case 'account':
      return Uint8Array.of(code, ...Buffer.from(request.digits, 'latin1'));
    case 'startPin':
      return Uint8Array.of(code, request.maximum, showStars, request.mode, noPrompt, request.seconds);
    case 'encrypt':
      return Uint8Array.of(code, ...request.data);
    case 'activateKey':
      return Uint8Array.of(code, request.master, request.work);
    case 'keypad':
      return Uint8Array.of(code, request.open ? 1 : 0);
    case 'setParameter':
      return Uint8Array.of(code, parameters[request.parameter], request.value);
  }
}

/** Fails with what is wrong, in words that hold nothing of the data. */
export function parseRequest(body: Uint8Array): Result<EppRequest, string> {
  const [code, a = 0, b = 0, mode = 0, , seconds = 0] = body;
  const command = Object.entries(codes).find(([, one]) => one === code)?.[0] as
    | keyof typeof codes
    | undefined;
  const data = body.subarray(1);
  const wrong = err(`${command} with ${data.length} bytes of data`);
  switch (command) {
    case 'version':
    case 'selfTest':
    case 'readPin':
      return data.length === 0 ? ok({ command }) : wrong;
    case 'loadWorkKey': {
      const key = data.subarray(2);
      if (![8, 16, 24].includes(key.length) || (b & withCheckValue) === 0) return wrong;
      return ok({ command, master: a, work: b & ~withCheckValue, key });
    }
    case 'account': {
      const digits = Buffer.from(data).toString('latin1');
      return /^\d{12,19}$/.test(digits) ? ok({ command, digits }) : wrong;
    }
    case 'startPin':
      return data.length === 5 ? ok({ command, maximum: a, mode, seconds }) : wrong;
    case 'encrypt':
      return data.length > 0 && data.length % 8 === 0 ? ok({ command, data }) : wrong;
    case 'activateKey':
      return data.length === 2 ? ok({ command, master: a, work: b }) : wrong;
    case 'keypad':
      return data.length === 1 && a <= 1 ? ok({ command, open: a === 1 }) : wrong;
    case 'setParameter': {
      const parameter = Object.entries(parameters).find(([, one]) => one === a)?.[0];
      if (data.length !== 2 || parameter === undefined) return wrong;
      return ok({ command, parameter: parameter as keyof typeof parameters, value: b });
    }
    default:
      return err(`no command ${(code ?? 0).toString(16).toUpperCase()}`);
  }
}

export interface EppReply {
  readonly status: number;
  readonly data: Uint8Array;
}

export function parseReply(body: Uint8Array): EppReply {
  return { status: body[0] ?? 0, data: body.subarray(1) };
}

/** How many bytes of data a reply has that says that this was done. */
export function answers(request: EppRequest, dataLength: number): boolean {
  switch (request.command) {
    case 'version':
      return dataLength > 0;
    case 'loadWorkKey':
      return dataLength === 4;
    case 'encrypt':
      return dataLength === request.data.length;
    case 'readPin':
      return dataLength === 8 || dataLength === 16;
    default:
      return dataLength === 0;
  }
}
