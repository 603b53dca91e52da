import type { CashDispenserStatus } from '../../contract/cash-dispenser.ts';
import { billEnd, errorOf } from './error-codes.ts';
import type { SensorName, StatusReply } from './messages.ts';

export const cassetteId = 'cassette';

const pathSensors: readonly SensorName[] = ['check1', 'check2', 'divert1', 'divert2', 'eject', 'exit'];

/** Path sensors that a note lies on. */
export function notesInPath(reply: StatusReply): SensorName[] {
  return pathSensors.filter((name) => reply.sensors[name]);
}

export function offline(reasons: readonly string[]): CashDispenserStatus {
  return { device: 'offline', reasons, transport: 'unknown', units: units('unknown', false, false) };
}

/** @param ranOut the cassette ran out in a dispense, and was not taken out since */
export function statusOf(reply: StatusReply, ranOut: boolean): CashDispenserStatus {
  const { nearEnd, cassetteMissing, rejectTrayMissing, solenoid } = reply.sensors;
  const error = errorOf(reply.error);
  const empty = ranOut || reply.error === billEnd;
  const inPath = notesInPath(reply).length > 0;
  const jammed = inPath || error?.jam === true;
  const broken = solenoid || error?.means === 'hardware';
  const reasons = [
    ...(inPath ? ['itemsInPath'] : []),
    ...(error !== null && (error.jam || error.means === 'hardware') ? [error.name] : []),
    ...(solenoid ? ['solenoid'] : []),
    ...(cassetteMissing ? ['cassetteMissing'] : []),
    ...(rejectTrayMissing ? ['rejectTrayMissing'] : []),
    ...(empty ? ['cassetteEmpty'] : nearEnd ? ['cassetteLow'] : []),
  ];
  const device =
    jammed || broken ? 'hardwareError' : cassetteMissing || rejectTrayMissing ? 'userError' : 'online';
  const stock = empty ? 'empty' : nearEnd ? 'low' : 'ok';
  return {
    device,
    reasons,
    transport: jammed ? 'inoperative' : 'ok',
    units: units(cassetteMissing ? 'unknown' : stock, cassetteMissing, rejectTrayMissing),
  };
}

/** The unit counts what it moves and remembers nothing, so that neither store has counts of its own. */
function units(
  stock: 'ok' | 'low' | 'empty' | 'unknown',
  cassetteMissing: boolean,
  rejectTrayMissing: boolean,
): CashDispenserStatus['units'] {
  return [
    {
      id: cassetteId,
      kind: 'cassette',
      status: cassetteMissing ? 'missing' : 'ok',
      replenishmentStatus: stock,
      counts: null,
    },
    {
      id: 'reject',
      kind: 'reject',
      status: rejectTrayMissing ? 'missing' : 'ok',
      replenishmentStatus: 'unknown',
      counts: null,
    },
  ];
}
