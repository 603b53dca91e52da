import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import type { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { CashAcceptorEvent } from '../../contract/cash-acceptor.ts';
import type { DeviceError } from '../../contract/common.ts';
import type { NoteAcceptor } from './driver.ts';
import type { PlacedItem } from './note-path.ts';

/** Runs virtual time until the promise has an answer; says how long that took. */
export async function finish<T>(clock: VirtualClock, promise: Promise<T>): Promise<{ value: T; ms: number }> {
  const began = clock.now();
  let done: { value: T } | undefined;
  void promise.then((value) => {
    done = { value };
  });
  await clock.advanceUntil(() => done !== undefined);
  if (done === undefined) throw new Error('not done');
  return { ...done, ms: clock.now() - began };
}

/** Writes down what an acceptor tells, in short. */
export function watch(acceptor: NoteAcceptor) {
  const events: string[] = [];
  const statuses: string[] = [];
  /** What was found whenever the unit came up with something. */
  const findings: string[] = [];
  let looked = acceptor.powerUp;
  acceptor.onEvent((event) => events.push(inShort(event)));
  acceptor.onStatusChanged((status) => {
    statuses.push([status.device, ...status.reasons, status.accepting ? 'accepting' : ''].join(' ').trim());
    if (acceptor.powerUp === looked) return;
    looked = acceptor.powerUp;
    for (const found of looked) {
      if (found.kind === 'itemInPath') findings.push(`${found.fate} ${found.item?.value ?? null}`);
    }
  });
  return { events, statuses, findings };
}

/** Fen that an acceptor said lie in the cashbox, whenever it said so: what a ledger would have credited. */
export function toldValue(events: readonly string[], findings: readonly string[]): number {
  return [...events, ...findings]
    .filter((told) => told.startsWith('stacked '))
    .reduce((sum, told) => sum + Number(told.split(' ')[1]), 0);
}

function inShort(event: CashAcceptorEvent): string {
  switch (event.type) {
    case 'escrow':
    case 'stacked':
    case 'returned':
      return `${event.type} ${event.item?.value ?? null}`;
    case 'refused':
      return `refused ${event.reason}`;
    case 'jam':
      return `jam ${event.itemAccessible ? 'accessible' : 'inside'}`;
    case 'fraudAttempt':
      return 'fraudAttempt';
    case 'unitRemoved':
    case 'unitInserted':
      return `${event.type} ${event.unit}`;
    default:
      return event.type;
  }
}

/** What a person would find on opening the unit: `cashbox: 100; customer: 5`. */
export function places(items: readonly PlacedItem[]): string {
  const all = items.map(({ place, specimen }) => `${place}: ${specimen.key}`);
  return all.sort().join('; ');
}

/** Fen that lie in the cashbox by the emulator's own count, against which every credit is held. */
export function cashboxValue(items: readonly PlacedItem[]): number {
  return items
    .filter(({ place }) => place === 'cashbox')
    .reduce((sum, { specimen }) => sum + (specimen.item?.value ?? 0), 0);
}

export function expectOk<T>(result: Result<T, DeviceError>): T {
  if (!result.ok)
    throw new Error(`${result.error.errorCode ?? result.error.completionCode}: ${result.error.description}`);
  return result.value;
}

export function expectError(result: Result<unknown, DeviceError>): DeviceError {
  expect(result.ok).toBe(false);
  if (result.ok) throw new Error('must fail');
  return result.error;
}
