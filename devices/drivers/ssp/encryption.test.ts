import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from './commands.ts';
import { decryptPacket, encryptPacket, isEncrypted, sessionKey } from './encryption.ts';
import { FrameParser } from './frame.ts';
import { isPrime, makeOffer, powerModulo, sharedKey } from './key-exchange.ts';
import { replayableRandom } from './replayable-random.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex = '') => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const vector = (name: string) => {
  const found = vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found;
};
const dataOf = (hex: string) => {
  const [found] = new FrameParser().push(bytesOf(hex));
  if (found?.kind !== 'frame') throw new Error('no frame');
  return found.frame.data;
};
const value = <T>(result: { ok: true; value: T } | { ok: false; error: string }): T => {
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

describe('the published packets', () => {
  it('a captured reply decrypts', () => {
    const { bytes_hex, key } = vector('rx.encrypted');
    const packet = value(decryptPacket(dataOf(bytes_hex), bytesOf(key)));
    expect([packet.count, hexOf(packet.data)]).toEqual([1, 'F0004A78B4']);
  });

  it('a payout order is written byte for byte', () => {
    const { bytes_hex, aes_key } = vector('dh.worked.tx_payout_1000_CNY');
    const packet = value(decryptPacket(dataOf(bytes_hex), bytesOf(aes_key)));
    expect(packet.count).toBe(0);
    expect(value(parseCommand(packet.data) as never)).toMatchObject({
      name: 'payoutAmount',
      values: { value: 1000, currency: 'CNY', option: 0x58 },
    });
    const zeros = (count: number) => new Uint8Array(count);
    expect(hexOf(encryptPacket(packet, bytesOf(aes_key), zeros))).toBe(hexOf(dataOf(bytes_hex)));
  });

  it('the worked key exchange arrives at its key at both ends', () => {
    const { bytes_hex, dh } = vector('dh.worked.tx_key_exchange');
    if (dh === undefined) throw new Error('no numbers');
    const [generator, modulus] = [BigInt(dh.generator), BigInt(dh.modulus)];
    const [host, slave] = [BigInt(dh.host_secret), BigInt(dh.slave_secret)];
    expect(powerModulo(generator, host, modulus)).toBe(BigInt(dh.host_inter));
    expect(powerModulo(generator, slave, modulus)).toBe(BigInt(dh.slave_inter));
    expect(sharedKey(BigInt(dh.slave_inter), host, modulus)).toBe(BigInt(dh.shared));
    expect(sharedKey(BigInt(dh.host_inter), slave, modulus)).toBe(BigInt(dh.shared));
    expect(hexOf(sessionKey(0x0123456701234567n, BigInt(dh.shared)))).toBe(dh.aes_key);
    expect(parseCommand(dataOf(bytes_hex))).toMatchObject({ ok: true, value: { values: { key: 1243146n } } });
  });
});

const key = bytesOf('6745230167452301FE9F070000000000');
const anyData = fc.uint8Array({ minLength: 1, maxLength: 233 });
const anyCount = fc.integer({ min: 0, max: 0xffff_ffff });

describe('a packet', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(anyData, anyCount, (data, count) => {
        const sealed = encryptPacket({ count, data }, key, replayableRandom(3));
        expect(isEncrypted(sealed)).toBe(true);
        expect(sealed.length).toBeLessThanOrEqual(255);
        expect(decryptPacket(sealed, key)).toEqual({ ok: true, value: { count, data } });
      }),
    );
  });

  it('with any bit flipped is refused', () => {
    const sealed = encryptPacket({ count: 7, data: bytesOf('F0EE04') }, key, replayableRandom(3));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Uint8Array.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decryptPacket(flipped, key).ok, `bit ${bit}`).toBe(false);
    }
  });

  it('of another key, of half a block, or of nothing is refused and nothing throws', () => {
    const sealed = encryptPacket({ count: 7, data: bytesOf('F0') }, key, replayableRandom(3));
    const other = Uint8Array.from(key, (byte) => byte ^ 1);
    expect(decryptPacket(sealed, other)).toMatchObject({
      ok: false,
      error: expect.stringContaining('another key'),
    });
    expect(decryptPacket(sealed.subarray(0, 9), key).ok).toBe(false);
    expect(decryptPacket(Uint8Array.of(0x7e), key).ok).toBe(false);
    expect(decryptPacket(bytesOf('F0'), key).ok).toBe(false);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 255 }), (bytes) => void decryptPacket(bytes, key)));
  });

  it('too long for a frame is a bug', () => {
    expect(() => encryptPacket({ count: 0, data: new Uint8Array(234) }, key, replayableRandom())).toThrow(
      '233',
    );
  });
});

describe('the key exchange', () => {
  it('knows primes from what only looks like them', () => {
    const primes = [2n, 3n, 37n, 41n, 1_287_821n, 982_451_653n, 2n ** 61n - 1n, 2n ** 64n - 59n];
    // Strong pseudoprimes to several small bases, Carmichael numbers, a square of a prime.
    const others = [
      0n,
      1n,
      561n,
      1681n,
      3_215_031_751n,
      341_550_071_728_321n,
      3_825_123_056_546_413_051n,
      2n ** 64n - 1n,
    ];
    expect(primes.map(isPrime)).toEqual(primes.map(() => true));
    expect(others.map(isPrime)).toEqual(others.map(() => false));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000 }), (number) => {
        const divisible = Array.from({ length: 222 }, (_, index) => index + 2).some(
          (divisor) => divisor < number && number % divisor === 0,
        );
        expect(isPrime(BigInt(number))).toBe(number >= 2 && !divisible);
      }),
    );
  });

  it('offers primes of 64 bits, new ones each time, on which both ends agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1 }), (mine, theirs) => {
        const offer = makeOffer(replayableRandom(mine));
        const { generator, modulus, secret, intermediate } = offer;
        for (const prime of [generator, modulus]) {
          expect(isPrime(prime)).toBe(true);
          expect(prime >> 63n).toBe(1n);
        }
        expect(generator > modulus).toBe(true);
        const other = makeOffer(replayableRandom(theirs)).secret % modulus;
        const answer = powerModulo(generator, other, modulus);
        expect(sharedKey(answer, secret, modulus)).toBe(sharedKey(intermediate, other, modulus));
      }),
      { numRuns: 20 },
    );
    expect(makeOffer(replayableRandom(1))).not.toEqual(makeOffer(replayableRandom(2)));
  });

  it('ends with a source of randomness that is stuck, and with shorter primes', () => {
    const stuck = (byte: number) => (count: number) => new Uint8Array(count).fill(byte);
    for (const random of [stuck(0), stuck(255)]) {
      const { generator, modulus } = makeOffer(random);
      expect([isPrime(generator), isPrime(modulus), generator !== modulus]).toEqual([true, true, true]);
    }
    expect(makeOffer(replayableRandom(), 32).generator >> 32n).toBe(0n);
  });
});
