import type { Identification } from '../identification.ts';
import { encodeCommand } from './commands.ts';
import { encodeFrame, FrameParser } from './frame.ts';
import { replyName } from './replies.ts';

/** SYNC only begins the sequence of frames anew. */
export const identifySsp: Identification = {
  driver: 'ssp',
  profile: 'ssp-note-recycler',
  serial: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 },
  questions: [encodeFrame({ address: 0, sequence: 1, data: encodeCommand('sync') })],
  answerMs: 1_000,
  recognise(heard) {
    for (const found of new FrameParser().push(heard)) {
      if (found.kind !== 'frame' || found.frame.address !== 0) continue;
      const name = replyName(found.frame.data[0]);
      if (name !== null) return { score: 100, says: `SYNC: ${name}` };
    }
    return null;
  },
};
