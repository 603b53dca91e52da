import type { FaceObservation } from '../../../src-shared/contract/camera.ts';

/** For tests: what a page tells of one face in the middle, looking straight, as like as can be. */
export function seen(
  change: Partial<NonNullable<FaceObservation['face']>> = {},
  frame: Partial<Omit<FaceObservation, 'face'>> = {},
): FaceObservation {
  const face = { turn: 0, x: 0.5, y: 0.5, height: 0.4, similarity: 0.9, ...change };
  return { faces: 1, brightness: 120, ...frame, face };
}

export const nobody: FaceObservation = { faces: 0, brightness: 120, face: null };

/** The end of each movement. */
export const moved = {
  turnLeft: { turn: 0.4 },
  turnRight: { turn: -0.4 },
  comeCloser: { height: 0.54 },
} as const;
