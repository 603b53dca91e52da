import type { Identification } from '../identification.ts';
import { EppParser, encodeFrame } from './codec.ts';
import { encodeRequest, parseReply } from './requests.ts';
import { isDone } from './status-code.ts';

/** VERSION: the pad answers with 16 letters and its number. */
export const identifyEpp: Identification = {
  driver: 'epp',
  profile: 'epp-pin-pad',
  serial: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
  questions: [encodeFrame(encodeRequest({ command: 'version' }))],
  answerMs: 400,
  recognise(heard) {
    for (const one of new EppParser('device').push(heard)) {
      if (one.kind !== 'message' || one.message.kind !== 'frame') continue;
      const { status, data } = parseReply(one.message.body);
      const version = Buffer.from(data.subarray(0, 16)).toString('latin1').trim();
      // A frame of one XOR alone is soon found in anything.
      if (isDone(status) && data.length > 16 && /^[\x20-\x7e]+$/.test(version))
        return { score: 90, says: version };
    }
    return null;
  },
};
