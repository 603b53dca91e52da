import type { Clock } from '../../src-shared/clock.ts';
import type { CashUnit } from '../contract/cash.ts';
import type { DeviceClass } from '../contract/common.ts';
import type { AnyDevice } from './create-device.ts';
import { askHoldings } from './holdings.ts';
import { troubleOf } from './trouble.ts';

/** Questions that every device is asked; none moves anything. */
export type CheckName = 'reachable' | 'answers' | 'supplied' | 'empty';

export interface SelfTestCheck {
  readonly check: CheckName;
  readonly passed: boolean;
  /** For the technician: what it said. Never personal data. */
  readonly detail: string;
}

export interface SelfTestReport {
  readonly device: string;
  readonly class: DeviceClass;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly passed: boolean;
  readonly checks: readonly SelfTestCheck[];
}

const answerMs = 10_000;

/** What a technician wants to know before leaving: is it there, does it answer, has it what it needs, is it empty? */
export async function selfTest(device: AnyDevice, clock: Clock): Promise<SelfTestReport> {
  const began = clock.now();
  const reached = reachable(device);
  // A device that cannot be reached has nothing more to say.
  const checks = reached.passed
    ? [reached, await answers(device), supplied(device), await empty(device)]
    : [reached];
  return {
    device: device.id,
    class: device.class,
    startedAt: new Date(began).toISOString(),
    durationMs: clock.now() - began,
    passed: checks.every(({ passed }) => passed),
    checks,
  };
}

function reachable({ status }: AnyDevice): SelfTestCheck {
  return {
    check: 'reachable',
    passed:
      troubleOf(status) !== 'line' && !status.reasons.includes('closed') && status.device !== 'starting',
    detail: [status.device, ...status.reasons].join(' '),
  };
}

/** One question that the device itself has to answer now. */
async function answers(device: AnyDevice): Promise<SelfTestCheck> {
  const options = { timeoutMs: answerMs };
  switch (device.class) {
    case 'identityCardReader':
      return answered(await device.readModuleId(options), (id) => `security module ${id}`);
    case 'receiptPrinter':
      return answered(await device.queryStatus(options), (status) => status.device);
    case 'documentPrinter':
      return answered(await device.queryStatus(options), (status) => status.device);
    case 'cashAcceptor':
      return answered(await device.units(options), () => `takes ${kinds(device.itemTypes)}`);
    case 'cashDispenser':
      return answered(await device.lastDispense(options), () => `gives ${kinds(device.itemTypes)}`);
    case 'camera':
      return answered(
        await device.takePicture(options),
        ({ widthPx, heightPx }) => `takes ${widthPx} x ${heightPx} pixels`,
      );
    case 'pinPad': {
      const [name] = device.keyNames;
      if (name === undefined) return { check: 'answers', passed: false, detail: 'the profile names no key' };
      const hex = (value: Uint8Array) => Buffer.from(value).toString('hex').toUpperCase();
      // A check value tells nothing of its key; it is compared with the one on the key's paper.
      return answered(
        await device.keyCheckValue(name, options),
        (value) => `key ${name} has check value ${hex(value)}`,
      );
    }
    default:
      return { check: 'answers', passed: troubleOf(device.status) === 'none', detail: device.status.device };
  }
}

const kinds = (items: readonly { currency: string; value: number }[]) =>
  items.map(({ currency, value }) => `${currency} ${value / 100}`).join(', ') || 'nothing';

function answered<T>(
  answer: { ok: true; value: T } | { ok: false; error: { description: string } },
  told: (value: T) => string,
): SelfTestCheck {
  return answer.ok
    ? { check: 'answers', passed: true, detail: told(answer.value) }
    : { check: 'answers', passed: false, detail: answer.error.description };
}

/** Paper, toner, cassettes, batteries: what runs out. Low is no failure, and is said. */
function supplied(device: AnyDevice): SelfTestCheck {
  const { status } = device;
  const words: string[] = [];
  if ('paper' in status) words.push(`paper ${status.paper}`);
  if ('toner' in status && status.toner !== 'notSupported') words.push(`toner ${status.toner}`);
  if ('battery' in status) words.push(`mains ${status.mains}`, `battery ${status.battery}`);
  if ('units' in status) words.push(...status.units.map(cashUnit));
  const wanting = words.filter((word) =>
    /\b(out|jammed|empty|missing|inoperative|manipulated|failed)$/.test(word),
  );
  return { check: 'supplied', passed: wanting.length === 0, detail: words.join(', ') || 'needs nothing' };
}

function cashUnit({ id, status, replenishmentStatus }: CashUnit): string {
  return `${id} ${status === 'ok' ? replenishmentStatus : status}`;
}

async function empty(device: AnyDevice): Promise<SelfTestCheck> {
  const findings = await askHoldings(device);
  return {
    check: 'empty',
    passed: findings.length === 0,
    detail: findings.map(({ description }) => description).join('; ') || 'holds nothing',
  };
}
