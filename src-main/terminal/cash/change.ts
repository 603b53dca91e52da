import type { CashGround } from './ground.ts';

/**
 * Waits until the recycler tells anything, `signal` aborts, or so many milliseconds are over. `keepLedger` has
 * written by then what was told.
 */
export function change(
  { recycler, clock }: Pick<CashGround, 'recycler' | 'clock'>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const stops = [
      recycler.onEvent(() => end()),
      recycler.onStatusChanged(() => end()),
      clock.schedule(milliseconds, () => end()),
      () => signal?.removeEventListener('abort', end),
    ];
    function end(): void {
      for (const stop of stops) stop();
      resolve();
    }
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

/** Waits for `holds`, at most so long. Answers whether it does. */
export async function until(
  ground: Pick<CashGround, 'recycler' | 'clock'>,
  holds: () => boolean,
  milliseconds: number,
): Promise<boolean> {
  const end = ground.clock.now() + milliseconds;
  while (!holds()) {
    const left = end - ground.clock.now();
    if (left <= 0) return false;
    await change(ground, left);
  }
  return true;
}
