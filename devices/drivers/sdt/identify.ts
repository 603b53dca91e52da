import type { Identification } from '../identification.ts';
import { encodeCommand, FrameParser, parseReply } from './codec.ts';
import { describeStatusWord } from './status-word.ts';

export const identifySdt: Identification = {
  driver: 'sdt',
  profile: 'sdt-identity-card-reader',
  serial: { baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
  questions: [encodeCommand('moduleStatus')],
  answerMs: 400,
  recognise(heard) {
    for (const found of new FrameParser().push(heard)) {
      const reply = found.kind === 'frame' ? parseReply(found.body) : undefined;
      if (reply?.ok) return { score: 100, says: `module: ${describeStatusWord(reply.value.statusWord)}` };
    }
    return null;
  },
};
