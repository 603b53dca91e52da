import type { Identification } from '../identification.ts';
import { commands } from './encoder.ts';
import { isRealTimeReply } from './status.ts';

const queries = [1, 2, 3, 4] as const;

/**
 * By its four real-time answers, each of which has four fixed bits. Asked before all others and at every usual rate:
 * what is a question to another unit is text to a printer.
 */
function at(baudRate: number): Identification {
  return {
    driver: 'escpos',
    profile: 'escpos-receipt-printer',
    serial: { baudRate, dataBits: 8, parity: 'none', stopBits: 1 },
    questions: queries.map((query) => commands.realTimeStatus(query)),
    answerMs: 150,
    recognise(heard) {
      const fits = heard.length === queries.length && heard.every((byte) => isRealTimeReply(byte, true));
      return fits ? { score: 80, says: `four status bytes at ${baudRate}` } : null;
    },
  };
}

export const identifyEscPos: readonly Identification[] = [115_200, 9_600, 19_200, 38_400].map(at);
