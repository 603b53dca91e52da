import type { CashUnit } from '../../contract/cash.ts';
import type { CashAcceptorStatus } from '../../contract/cash-acceptor.ts';
import type { NoteTrack } from './note-track.ts';
import type { UnitReport } from './unit-report.ts';

type Health = Pick<CashAcceptorStatus, 'device' | 'reasons' | 'transport'>;

const well: Health = { device: 'online', reasons: [], transport: 'ok' };

function healthOf(report: UnitReport | null): Health {
  switch (report?.kind) {
    case 'powerUp':
    case 'initialising':
      return { ...well, device: 'starting', reasons: ['initialising'] };
    case 'full':
      return { ...well, reasons: ['cashboxFull'] };
    case 'cashboxOut':
      return { ...well, device: 'userError', reasons: ['cashboxRemoved'] };
    case 'jam':
      return { device: 'hardwareError', reasons: [`${report.where}Jammed`], transport: 'inoperative' };
    case 'cheated':
      return { ...well, device: 'fraudAttempt', reasons: ['cheated'] };
    case 'pause':
      return { ...well, reasons: ['secondNote'] };
    case 'failure':
      return { device: 'hardwareError', reasons: ['unitFailure'], transport: 'inoperative' };
    default:
      return well;
  }
}

/** @param open whether the mouth was opened by a command and the unit has not shut it by itself */
export function statusOf(track: NoteTrack, open: boolean): CashAcceptorStatus {
  const health = healthOf(track.last);
  const inEscrow = track.note?.place === 'escrow';
  return {
    ...health,
    intermediateStacker: inEscrow ? 'notEmpty' : track.note === null ? 'empty' : 'unknown',
    accepting: open && health.device === 'online' && track.last?.kind !== 'full',
  };
}

export function unknownStatus(device: CashAcceptorStatus['device'], reason?: string): CashAcceptorStatus {
  const reasons = reason === undefined ? [] : [reason];
  return { device, reasons, intermediateStacker: 'unknown', transport: 'unknown', accepting: false };
}

/** Such a unit has one cashbox and does not count what is in it. */
export function cashboxOf(track: NoteTrack): CashUnit {
  const kind = track.last?.kind;
  const status = kind === 'cashboxOut' ? 'missing' : isStackerJam(track.last) ? 'inoperative' : 'ok';
  return {
    id: 'cashbox',
    kind: 'cashbox',
    status,
    replenishmentStatus: kind === 'full' ? 'full' : 'unknown',
    counts: null,
  };
}

function isStackerJam(report: UnitReport | null): boolean {
  return report?.kind === 'jam' && report.where === 'stacker';
}
