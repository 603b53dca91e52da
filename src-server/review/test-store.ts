import { randomUUID } from 'node:crypto';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import type { RandomBytes } from '../random.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { createVault } from '../store/vault.ts';
import { createReview } from './review.ts';

/** For tests only: a database, and a review on it whose time and dice the test holds. */
export async function openReviewStore(now: number) {
  const { db, close } = await openTestDatabase();
  const clock = new VirtualClock(now);
  let drawn = 0xff;
  const random: RandomBytes = (size) => new Uint8Array(size).fill(drawn);
  const vault = createVault(Buffer.alloc(32, 7), (size) =>
    Buffer.from(randomUUID().repeat(4)).subarray(0, size),
  );
  const parts = { db, vault, clock, random, specimen: false, afterCheckPercent: 3 };
  return {
    ...parts,
    parts,
    review: createReview(parts),
    /** Every byte that is drawn from now on. */
    dice(byte: number) {
      drawn = byte;
    },
    close,
  };
}
