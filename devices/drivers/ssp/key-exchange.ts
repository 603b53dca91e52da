/**
 * The Diffie-Hellman exchange of eSSP: 64-bit numbers, new ones for every session. GA138 has the host send a prime
 * generator and a prime modulus, which the unit checks.
 */

/** Unpredictable bytes, passed in so that a test can replay them. */
export type Random = (count: number) => Uint8Array;

export interface KeyOffer {
  readonly generator: bigint;
  readonly modulus: bigint;
  /** Never leaves this end. */
  readonly secret: bigint;
  /** generator ^ secret mod modulus, for the other end. */
  readonly intermediate: bigint;
}

/** @param bits of the primes, 16 to 64. */
export function makeOffer(random: Random, bits = 64): KeyOffer {
  const first = randomPrime(random, bits);
  let second = randomPrime(random, bits);
  while (second === first) second = nextPrime(second, bits);
  // As in the example of GA138 the generator is the greater one: then its residue is neither 0 nor 1.
  const [generator, modulus] = first > second ? [first, second] : [second, first];
  const secret = 2n + (randomBits(random, 64) % (modulus - 3n));
  return { generator, modulus, secret, intermediate: powerModulo(generator, secret, modulus) };
}

/** What both ends arrive at: the other end's intermediate ^ secret mod modulus. */
export function sharedKey(intermediate: bigint, secret: bigint, modulus: bigint): bigint {
  return powerModulo(intermediate, secret, modulus);
}

export function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** With these bases the Miller-Rabin test is a proof below 3.3e24 (Sorenson and Webster, 2015). */
const bases = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n] as const;

/** @param candidate below 2^64 */
export function isPrime(candidate: bigint): boolean {
  if (candidate < 2n) return false;
  for (const base of bases) if (candidate % base === 0n) return candidate === base;
  let odd = candidate - 1n;
  let twos = 0;
  for (; (odd & 1n) === 0n; odd >>= 1n) twos++;
  return bases.every((base) => {
    let power = powerModulo(base, odd, candidate);
    if (power === 1n || power === candidate - 1n) return true;
    for (let round = 1; round < twos; round++) {
      power = (power * power) % candidate;
      if (power === candidate - 1n) return true;
    }
    return false;
  });
}

function randomPrime(random: Random, bits: number): bigint {
  const top = 1n << BigInt(bits - 1);
  return nextPrime(top | (randomBits(random, bits) % top), bits);
}

/** The next prime behind `from` with so many bits; begins again below when there is none. */
function nextPrime(from: bigint, bits: number): bigint {
  const end = 1n << BigInt(bits);
  let candidate = from | 1n;
  do {
    candidate += 2n;
    if (candidate >= end) candidate = (end >> 1n) + 1n;
  } while (!isPrime(candidate));
  return candidate;
}

function randomBits(random: Random, bits: number): bigint {
  const bytes = random(Math.ceil(bits / 8));
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
