import type { DriverConformance } from '../../conformance/kit.ts';
import {
  creditsAreTrue,
  handsAtNotes,
  noteCommands,
  notePowerUps,
  noteStatuses,
  recoverNotes,
  watchCredits,
} from '../note-acceptor/conformance-cases.ts';
import { Id003NoteAcceptor } from './driver.ts';
import { Id003Emulator } from './emulator.ts';

const baudRate = 9_600;

export const conformance: DriverConformance<Id003Emulator, Id003NoteAcceptor> = {
  driver: 'id003',
  serial: { baudRate, parity: 'even', stopBits: 1 },
  makeUnit: (clock) => new Id003Emulator({ clock }),
  makeDriver: (transport, clock) =>
    new Id003NoteAcceptor({
      id: 'notes',
      transport,
      clock,
      baudRate,
      pollIntervalMs: 150,
      escrowHoldMs: 0,
      currency: 'CNY',
      denominations: new Map(),
    }),
  commands: noteCommands,
  statuses: noteStatuses,
  powerUps: notePowerUps,
  hands: handsAtNotes,
  recover: recoverNotes,
  watch: watchCredits,
  invariant: creditsAreTrue,
};
