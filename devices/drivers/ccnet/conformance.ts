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
import { CcnetNoteAcceptor } from './driver.ts';
import { CcnetEmulator } from './emulator.ts';

const baudRate = 9_600;

export const conformance: DriverConformance<CcnetEmulator, CcnetNoteAcceptor> = {
  driver: 'ccnet',
  serial: { baudRate, parity: 'none', stopBits: 1 },
  makeUnit: (clock) => new CcnetEmulator({ clock }),
  makeDriver: (transport, clock) =>
    new CcnetNoteAcceptor({
      id: 'notes',
      transport,
      clock,
      unit: 'billValidator',
      baudRate,
      pollIntervalMs: 150,
      escrowHoldMs: 0,
      currencies: { CHN: 'CNY' },
      ticketDigits: 12,
    }),
  commands: [
    ...noteCommands,
    {
      name: 'readTicket',
      timeoutMs: 10_000,
      prepare: async ({ unit, device, time }) => {
        if (device.status.intermediateStacker === 'notEmpty') return;
        // A ticket is an item of value 0.
        await time.answer(device.enable([0], { timeoutMs: 10_000 }));
        await time.pause(1_500);
        unit.set('insert', 'ticket');
        await time.until('a ticket', () => device.status.intermediateStacker === 'notEmpty', 10_000);
      },
      run: ({ device }, options) => device.readTicket(options),
    },
  ],
  statuses: noteStatuses,
  powerUps: notePowerUps,
  hands: handsAtNotes,
  recover: recoverNotes,
  watch: watchCredits,
  invariant: creditsAreTrue,
};
