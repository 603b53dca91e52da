import type { Identification } from '../identification.ts';
import { describeException, encodeRequest, replyParser } from './codec.ts';

/** As boards leave the factory. */
const unit = 1;

/** One discrete input: whatever a board says to it, it is a board. */
export const identifyModbus: Identification = {
  driver: 'modbus-io',
  profile: 'modbus-io-board',
  serial: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
  questions: [encodeRequest(unit, { kind: 'read', table: 'discreteInputs', address: 0, count: 1 })],
  answerMs: 300,
  recognise(heard) {
    for (const { message } of replyParser().push(heard)) {
      const { unit: from, message: reply } = message;
      if (from !== unit) continue;
      if (reply.kind === 'values' && reply.table === 'discreteInputs')
        return { score: 95, says: `unit ${from}` };
      if (reply.kind === 'exception' && reply.function === 2) {
        return { score: 95, says: `unit ${from}: ${describeException(reply.code)}` };
      }
    }
    return null;
  },
};
