import type { InputRefuseReason } from '../../contract/cash-acceptor.ts';
import type { UnitReport } from '../note-acceptor/unit-report.ts';
import { failures, type PollState, rejectReasons } from './poll-state.ts';

/** A poll state in the words that all note acceptors share. */
export function reportOf({ name, detail }: PollState): UnitReport {
  switch (name) {
    case 'powerUp':
      return { kind: 'powerUp', path: 'clear' };
    case 'powerUpBillInValidator':
      return { kind: 'powerUp', path: 'acceptor' };
    case 'powerUpBillInStacker':
      return { kind: 'powerUp', path: 'stacker' };
    case 'initialize':
      return { kind: 'initialising' };
    case 'idling':
      return { kind: 'idle' };
    case 'accepting':
      return { kind: 'accepting' };
    case 'stacking':
      return { kind: 'stacking' };
    case 'returning':
      return { kind: 'returning' };
    case 'unitDisabled':
      return { kind: 'disabled' };
    case 'holding':
      return { kind: 'holding' };
    case 'rejecting':
      return {
        kind: 'rejecting',
        reason: refuseReason(detail),
        description: rejectReasons[detail ?? 0] ?? `reason ${detail}`,
      };
    case 'dropCassetteFull':
      return { kind: 'full' };
    case 'dropCassetteOutOfPosition':
      return { kind: 'cashboxOut' };
    case 'validatorJammed':
      return { kind: 'jam', where: 'acceptor' };
    case 'dropCassetteJammed':
      return { kind: 'jam', where: 'stacker' };
    case 'cheated':
      return { kind: 'cheated' };
    case 'pause':
      return { kind: 'pause' };
    case 'failure':
      return { kind: 'failure', description: failures[detail ?? 0] ?? `failure ${detail}` };
    case 'escrowPosition':
      return { kind: 'escrow', type: detail ?? 0 };
    case 'billStacked':
      return { kind: 'stacked', type: detail };
    case 'billReturned':
      return { kind: 'returned', type: detail };
    // Recycling is not used: a unit that is at it is busy.
    case 'deviceBusy':
    case 'dispensing':
    case 'unloading':
    case 'dispensed':
      return { kind: 'busy' };
  }
}

function refuseReason(detail: number | null): InputRefuseReason {
  switch (detail) {
    case 0x68:
      return 'inhibited';
    case 0x62:
      return 'depositFailure';
    case 0x63:
      return 'invalidBunch';
    case 0x60:
    case 0x64:
    case 0x6a:
      return 'commonInputComponentFailure';
    case 0x6c:
      return 'foreignItemsDetected';
    default:
      return 'invalidBill';
  }
}
