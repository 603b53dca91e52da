import type { Identification } from '../identification.ts';
import { encodeFrame, LcdmParser } from './codec.ts';
import { encodeRequest, parseReply } from './messages.ts';
import { lcdm1000 } from './profile.ts';

/** ROM VERSION. */
export const identifyLcdm: Identification = {
  driver: 'lcdm',
  profile: 'lcdm-cash-dispenser',
  serial: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
  questions: [
    encodeFrame('host', lcdm1000.communicationId, encodeRequest(lcdm1000, { command: 'romVersion' })),
  ],
  answerMs: 600,
  recognise(heard) {
    for (const message of new LcdmParser('device', lcdm1000.communicationId).push(heard)) {
      const reply = message.kind === 'frame' ? parseReply(lcdm1000, message) : undefined;
      if (reply?.ok) return { score: 90, says: JSON.stringify(reply.value) };
    }
    return null;
  },
};
