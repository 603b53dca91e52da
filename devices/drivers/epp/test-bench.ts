import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { EncryptedKey, PinBlockFormat, PinPadError } from '../../contract/pin-pad.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { EppParser } from './codec.ts';
import { EppPinPad } from './driver.ts';
import { EppEmulator } from './emulator.ts';
import { specimenMasterKey, specimenWorkKeys } from './emulator-pad.ts';
import { encrypt } from './pin-block.ts';
import { type Algorithm, type EppProfile, specimenEpp } from './profile.ts';
import { parseRequest } from './requests.ts';

/** An invented card number: no bank has this range. */
export const account = '4356876509876788';

export const keyOf: Record<PinBlockFormat, string> = {
  iso0: 'pin',
  iso3: 'pin',
  iso4: 'pinAes',
  sm4: 'pinSm4',
};

type BenchOptions = { open?: boolean; profile?: EppProfile; paced?: boolean };

/** A PIN pad on a bench: driver and emulated unit on a line at 9600 baud, on virtual time. */
export async function eppBench(options: BenchOptions = {}) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const used = options.profile ?? specimenEpp;
  const unit = new EppEmulator({ clock, profile: used, random: (count) => new Uint8Array(count).fill(0xff) });
  const sent: string[] = [];
  const hostParser = new EppParser('host');
  line.unit.onData((bytes) => {
    for (const heard of hostParser.push(bytes)) {
      if (heard.kind !== 'message' || heard.message.kind !== 'frame') continue;
      const request = parseRequest(heard.message.body);
      sent.push(request.ok ? request.value.command : request.error);
    }
  });
  unit.attach(options.paced === false ? line.unit : pacedLine(line.unit, clock, 9600));
  const pad = new EppPinPad({
    id: 'pad',
    transport: line.host,
    clock,
    profile: used,
    healthIntervalMs: 10_000,
  });
  const statuses: string[] = [];
  pad.onStatusChanged(({ device, reasons, encryptionState }) =>
    statuses.push([device, ...reasons, encryptionState].join(' ')),
  );

  /** Runs virtual time until the promise has an answer; says how long that took. */
  async function finish<T>(promise: Promise<T>): Promise<{ value: T; ms: number }> {
    const began = clock.now();
    let done: { value: T } | undefined;
    void promise.then((value) => {
      done = { value };
    });
    await clock.advanceUntil(() => done !== undefined);
    if (done === undefined) throw new Error('not done');
    return { ...done, ms: clock.now() - began };
  }

  const progress: string[] = [];
  function read(more: Partial<Parameters<EppPinPad['readPinBlock']>[0]> = {}) {
    return pad.readPinBlock({
      format: 'iso0',
      keyName: 'pin',
      account: new Sensitive(account, '****6788'),
      minimumLength: 4,
      maximumLength: 6,
      timeoutMs: 30_000,
      onProgress: ({ kind, entered }) => progress.push(`${kind} ${entered}`),
      ...more,
    });
  }

  const bench = {
    clock,
    line,
    unit,
    pad,
    statuses,
    /** Commands that reached the wire, as it was cut or not. */
    sent,
    progress,
    finish,
    read,
    listening: () => unit.describe().holds.some((hold) => /digits\)/.test(hold)),
    /** A citizen who waits until the pad listens, and types; `E` `C` `X` are ENTER, CLEAR, CANCEL. */
    async type(keys: string) {
      await clock.advanceUntil(() => bench.listening());
      // The pad listens before its reply has reached the host.
      for (const key of keys) {
        await clock.advance(200);
        unit.set(`key_${{ E: 'enter', C: 'clear', X: 'cancel' }[key] ?? key}`, true);
      }
    },
    async readWith(keys: string, more: Parameters<typeof read>[0] = {}) {
      const reading = read(more);
      await bench.type(keys);
      return (await finish(reading)).value;
    },
  };
  if (options.open !== false) {
    await clock.advance(2_000);
    const opened = await finish(pad.open());
    expect(opened.value).toEqual({ ok: true, value: undefined });
    statuses.length = 0;
    sent.length = 0;
  }
  return bench;
}

export function hexOf(answer: Result<Uint8Array, PinPadError>): string {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return Buffer.from(answer.value).toString('hex').toUpperCase();
}

/** The error of a command that must fail; it holds nothing personal. */
export function errorOf(answer: Result<unknown, PinPadError>): PinPadError {
  if (answer.ok) throw new Error('it was done');
  expect(answer.error.description).not.toContain(account.slice(3, 15));
  return answer.error;
}

/** A new key as a host hands it out: under the master key, with its check value. */
export function wrapped(algorithm: Algorithm, key: Uint8Array) {
  const zeros = new Uint8Array(algorithm === 'tripleDes' ? 8 : 16);
  return {
    key: encrypt(algorithm, specimenMasterKey, key) as EncryptedKey,
    checkValue: encrypt(algorithm, key, zeros).slice(0, 4),
  };
}

export const checkValue = (algorithm: Algorithm) => {
  const zeros = new Uint8Array(algorithm === 'tripleDes' ? 8 : 16);
  const bytes = encrypt(algorithm, specimenWorkKeys[algorithm], zeros).slice(0, 3);
  return Buffer.from(bytes).toString('hex').toUpperCase();
};
