import type { InputRefuseReason } from '../../contract/cash-acceptor.ts';
import type { UnitReport } from '../note-acceptor/unit-report.ts';
import { failures, rejectReasons, type StateName } from './codec.ts';

/** A state in the words that all note acceptors share. */
export function reportOf(name: StateName, detail: number | null): UnitReport {
  switch (name) {
    case 'idling':
      return { kind: 'idle' };
    case 'accepting':
      return { kind: 'accepting' };
    case 'escrow':
      return { kind: 'escrow', type: detail ?? 0 };
    case 'stacking':
      return { kind: 'stacking' };
    // The unit does not say again which note it was.
    case 'vendValid':
      return { kind: 'stacked', type: null };
    case 'stacked':
      return { kind: 'stackedBefore' };
    case 'rejecting': {
      const description = rejectReasons[detail ?? 0] ?? `reason ${detail}`;
      return { kind: 'rejecting', reason: refuseReason(detail), description };
    }
    case 'returning':
      return { kind: 'returning' };
    case 'holding':
      return { kind: 'holding' };
    case 'inhibited':
      return { kind: 'disabled' };
    case 'initialize':
      return { kind: 'initialising' };
    case 'powerUp':
      return { kind: 'powerUp', path: 'clear' };
    case 'powerUpBillInAcceptor':
      return { kind: 'powerUp', path: 'acceptor' };
    case 'powerUpBillInStacker':
      return { kind: 'powerUp', path: 'stacker' };
    case 'stackerFull':
      return { kind: 'full' };
    case 'stackerOpen':
      return { kind: 'cashboxOut' };
    case 'jamInAcceptor':
      return { kind: 'jam', where: 'acceptor' };
    case 'jamInStacker':
      return { kind: 'jam', where: 'stacker' };
    case 'pause':
      return { kind: 'pause' };
    case 'cheated':
      return { kind: 'cheated' };
    case 'failure':
      return { kind: 'failure', description: failures[detail ?? 0] ?? `failure ${detail?.toString(16)}` };
    case 'communicationError':
      return { kind: 'failure', description: 'communication inside the unit' };
  }
}

function refuseReason(detail: number | null): InputRefuseReason {
  switch (detail) {
    case 0x79:
      return 'inhibited';
    case 0x73:
    case 0x7c:
      return 'depositFailure';
    case 0x71:
    case 0x75:
    case 0x7b:
      return 'commonInputComponentFailure';
    case 0x7d:
      return 'foreignItemsDetected';
    case 0x7f:
      return 'counterfeit';
    default:
      return 'invalidBill';
  }
}
