import type { Identification } from '../identification.ts';
import { addresses, encodeCommand, frameParser, parseDeviceFrame } from './codec.ts';

/** Part number, serial number, asset number. */
const partNumberBytes = 15;

/** IDENTIFICATION, at the address of a validator and at that of a bill-to-bill unit. */
export const identifyCcnet: Identification = {
  driver: 'ccnet',
  profile: 'ccnet-note-acceptor',
  serial: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
  questions: [addresses.billValidator, addresses.billToBill].map((address) =>
    encodeCommand(address, 'identification'),
  ),
  answerMs: 300,
  recognise(heard) {
    for (const found of frameParser('device').push(heard)) {
      const parsed = found.kind === 'frame' ? parseDeviceFrame(found.frame) : undefined;
      if (!parsed?.ok || parsed.value.message.kind !== 'data') continue;
      const { address, message } = parsed.value;
      if (message.data.length < partNumberBytes) continue;
      const name = printable(message.data.subarray(0, partNumberBytes));
      return { score: 100, says: `address ${address}: ${name}` };
    }
    return null;
  },
};

const printable = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[^ -~]/g, '')
    .trim();
