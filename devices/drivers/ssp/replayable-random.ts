import type { Random } from './key-exchange.ts';

/** The same bytes in every run: 32-bit xorshift. */
export function replayableRandom(seed = 1): Random {
  let state = seed >>> 0 || 1;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      state ^= state << 13;
      state >>>= 0;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return state & 0xff;
    });
}
