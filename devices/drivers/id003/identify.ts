import type { Identification } from '../identification.ts';
import { encodeCommand, frameParser, parseDeviceFrame } from './codec.ts';

/** STATUS REQUEST: what the unit says once it says again, until it is acknowledged. */
export const identifyId003: Identification = {
  driver: 'id003',
  profile: 'id003-note-acceptor',
  serial: { baudRate: 9_600, dataBits: 8, parity: 'even', stopBits: 1 },
  questions: [encodeCommand('statusRequest')],
  answerMs: 300,
  recognise(heard) {
    for (const found of frameParser().push(heard)) {
      const parsed = found.kind === 'frame' ? parseDeviceFrame(found.frame) : undefined;
      if (parsed?.ok && parsed.value.kind === 'state') return { score: 100, says: parsed.value.name };
    }
    return null;
  },
};
