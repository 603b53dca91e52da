import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { DeviceError } from '../../contract/common.ts';
import type { IdentityCard, ReadCardOptions } from '../../contract/identity-card-reader.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { specimenCards } from './cards.ts';
import { SdtIdentityCardReader } from './driver.ts';
import { SdtEmulator } from './emulator.ts';
import { mismatchedUart } from './test-uart.ts';

export const baudRate = 115200;

/** A reader on a bench: driver and emulated unit on a line at UART pace, on virtual time. */
export async function sdtBench(options: { open?: boolean; unitBaudRate?: number } = {}) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unitBaudRate = options.unitBaudRate ?? baudRate;
  const uart = mismatchedUart(line, unitBaudRate);
  const unit = new SdtEmulator({ clock, cards: specimenCards() });
  const sent: string[] = [];
  uart.unit.onData((bytes) => sent.push(Buffer.from(bytes).subarray(7, 9).toString('hex')));
  unit.attach(pacedLine(uart.unit, clock, unitBaudRate));
  const reader = new SdtIdentityCardReader({
    id: 'reader',
    transport: options.unitBaudRate === undefined ? line.host : uart.host,
    baudSearch: options.unitBaudRate !== undefined,
    clock,
    baudRate,
    pollIntervalMs: 200,
    healthIntervalMs: 10_000,
  });
  const statuses: string[] = [];
  reader.onStatusChanged(({ device, reasons, media }) =>
    statuses.push(`${device}${reasons.map((reason) => ` ${reason}`).join('')} ${media}`),
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

  const bench = {
    clock,
    line,
    unit,
    reader,
    statuses,
    /** Command and parameter of everything that the driver sent, in hex. */
    sent,
    finish,
    uart,
    read: (timeoutMs = 30_000, signal?: AbortSignal) =>
      finish(reader.readCard(signal === undefined ? { timeoutMs } : { timeoutMs, signal })),
    readWith: (extras: Pick<ReadCardOptions, 'fingerprint' | 'additionalAddress'>) =>
      finish(reader.readCard({ timeoutMs: 30_000, ...extras })),
  };
  if (options.open !== false) {
    const opened = await finish(reader.open());
    expect(opened.value).toEqual({ ok: true, value: undefined });
    statuses.length = 0;
    sent.length = 0;
  }
  return bench;
}

type Read = Result<IdentityCard, DeviceError>;

export function expectCard(read: Read): IdentityCard {
  if (!read.ok)
    throw new Error(`${read.error.errorCode ?? read.error.completionCode}: ${read.error.description}`);
  return read.value;
}

/** The error of a read that must fail; none may say that something was done, or hold personal data. */
export function expectError(read: Read): DeviceError {
  if (read.ok) throw new Error('the card was read');
  expect(read.error.outcome).toBe('notDone');
  expect(read.error.description).not.toMatch(/4452021|样本/);
  return read.error;
}
