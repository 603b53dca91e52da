import type { Camera } from '../../../devices/contract/camera.ts';
import type { PhotoDecoder } from './photo-decoder.ts';

/** What a terminal needs to compare a face; only where its configuration says so. */
export interface FaceCheck {
  readonly camera: Camera;
  /** Likeness, 0 to 1, from which it is the same person. */
  readonly threshold: number;
  /** Null where nobody here can read the photo on an identity card. */
  readonly cardPhoto: PhotoDecoder | null;
  /** A whole number from 0 to below `limit` that nobody can foresee. */
  readonly draw: (limit: number) => number;
}

/** How the page compares; changes with the version of the package. */
export const faceModelName = 'human 3.3.6 faceres';

export type Band = 'high' | 'sufficient' | 'close' | 'low';

/** What may be written down of a likeness: coarse, so that nothing can be learnt from it about a face. */
export function bandOf(likeness: number, threshold: number): Band {
  if (likeness >= threshold) return likeness >= threshold + (1 - threshold) / 2 ? 'high' : 'sufficient';
  return likeness >= threshold - 0.1 ? 'close' : 'low';
}
