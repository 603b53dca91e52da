import type { PaperObservation } from '../../../src-shared/contract/camera.ts';

const size = { widthPx: 3_264, heightPx: 2_448 };

/** A good sheet, so far from the left. */
export const seenAt = (x: number): PaperObservation => ({
  ...size,
  outline: [
    { x, y: 0.1 },
    { x: x + 0.4, y: 0.1 },
    { x: x + 0.4, y: 0.9 },
    { x, y: 0.9 },
  ],
  problem: null,
});
export const table: PaperObservation = { ...size, outline: null, problem: 'noSheet' };
export const outOfView: PaperObservation = { ...size, outline: null, problem: 'outOfView' };
