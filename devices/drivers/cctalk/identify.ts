import type { Identification } from '../identification.ts';
import { decodeFrame, encodeFrame, frameLength, hostAddress } from './codec.ts';
import { headers } from './headers.ts';

/**
 * The equipment category of whatever has a usual address. A wire carries several units and its echo: an answer is
 * what is addressed to the host.
 */
function at(address: number, profile: string): Identification {
  const question = encodeFrame('checksum', {
    destination: address,
    source: hostAddress,
    header: headers.requestEquipmentCategory,
    data: new Uint8Array(),
  });
  return {
    driver: profile,
    profile,
    serial: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    questions: [question],
    answerMs: 250,
    recognise(heard) {
      for (let start = 0; start < heard.length; start++) {
        const rest = heard.subarray(start);
        const frame = decodeFrame('checksum', rest.subarray(0, frameLength(rest) ?? 0));
        if (!frame.ok || frame.value.destination !== hostAddress || frame.value.source !== address) continue;
        return { score: 85, says: `address ${address}: ${Buffer.from(frame.value.data).toString('latin1')}` };
      }
      return null;
    },
  };
}

export const identifyCctalk: readonly Identification[] = [
  at(2, 'cctalk-coin-acceptor'),
  at(3, 'cctalk-coin-hopper'),
];
