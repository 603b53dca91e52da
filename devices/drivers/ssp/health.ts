import type { DeviceState } from '../../contract/common.ts';
import type { PollEvent } from './events.ts';

/** What is not well with the unit, from what it reports. Words for `DeviceStatus.reasons`. */
export type Ailment =
  | 'initialising'
  | 'noteJammed'
  | 'notePathOpen'
  | 'noteInBezel'
  | 'cashboxRemoved'
  | 'cashboxFull'
  | 'payoutFull'
  | 'payoutOutOfService'
  | 'unknownEvent'
  | 'serialNumberChanged';

/** Reported in every poll as long as they last. */
const lasting: Readonly<Partial<Record<PollEvent['name'], Ailment>>> = {
  initialising: 'initialising',
  unsafeJam: 'noteJammed',
  safeJam: 'noteJammed',
  notePathOpen: 'notePathOpen',
  noteHeldInBezel: 'noteInBezel',
  deviceFull: 'payoutFull',
};
/** Reported once; something else ends them. */
const begins: Readonly<Partial<Record<PollEvent['name'], Ailment>>> = {
  cashboxRemoved: 'cashboxRemoved',
  stackerFull: 'cashboxFull',
  payoutOutOfService: 'payoutOutOfService',
};
const ends: Readonly<Partial<Record<PollEvent['name'], readonly Ailment[]>>> = {
  cashboxReplaced: ['cashboxRemoved', 'cashboxFull'],
};

/** The ailments after a poll with these events. */
export function ailmentsAfter(
  before: ReadonlySet<Ailment>,
  events: readonly PollEvent[],
  unread: string | null,
): ReadonlySet<Ailment> {
  // Switched on anew it reports again what is not well.
  const restarted = events.some(({ name }) => name === 'slaveReset');
  const after = new Set(restarted ? [...before].filter((one) => one === 'serialNumberChanged') : before);
  for (const ailment of Object.values(lasting)) after.delete(ailment);
  if (unread === null) after.delete('unknownEvent');
  else after.add('unknownEvent');
  for (const { name } of events) {
    const ailment = lasting[name] ?? begins[name];
    if (ailment !== undefined) after.add(ailment);
    for (const ended of ends[name] ?? []) after.delete(ended);
  }
  return after;
}

/** What the device is with these ailments, the gravest first. */
export function deviceState(ailments: ReadonlySet<Ailment>): DeviceState {
  if (ailments.has('serialNumberChanged')) return 'potentialFraud';
  if (ailments.has('unknownEvent') || ailments.has('noteJammed')) return 'hardwareError';
  if (ailments.has('notePathOpen') || ailments.has('cashboxRemoved')) return 'userError';
  return ailments.has('initialising') ? 'starting' : 'online';
}
