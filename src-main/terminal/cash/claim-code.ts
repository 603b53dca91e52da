/** Crockford's alphabet: no I, L, O, U, so that it can be read aloud and written down. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code for a claim slip, `XXXX-XXXX`: 40 bits, and a teller sees the amount besides. `random` must be fit for secrets. */
export function newClaimCode(random: (count: number) => Uint8Array): string {
  const characters = Array.from(random(8), (byte) => alphabet[byte % 32]).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}
