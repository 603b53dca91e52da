/**
 * What of a line may reach a disk. A mask sees every byte in order and answers bytes in their place, as many as it got,
 * or null: then nothing but their number is written.
 */
export interface Mask {
  host(bytes: Uint8Array): Uint8Array | null;
  device(bytes: Uint8Array): Uint8Array | null;
}

/** For protocols that carry nothing of a person: states, counts and denominations. */
export const nothingPersonal: Mask = { host: (bytes) => bytes, device: (bytes) => bytes };

/** For protocols that nobody has looked through, and for those that carry PINs, card numbers or codes. */
export const onlyLengths: Mask = { host: () => null, device: () => null };

/** For printers: what is printed is not written down, what the unit says of itself is. */
export const answersOnly: Mask = { host: () => null, device: (bytes) => bytes };
