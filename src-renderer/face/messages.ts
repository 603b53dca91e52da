import type { FaceObservation } from '../../src-shared/contract/camera.ts';

/** Page <-> worker of the model. What the model makes of a face stays in the worker, and dies with it. */
export type ToWorker =
  /** Whom it should be; comes first, and once. */
  | { readonly kind: 'reference'; readonly picture: ImageBitmap }
  | { readonly kind: 'frame'; readonly picture: ImageBitmap };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'referenceUnusable'; readonly faces: number }
  | { readonly kind: 'observed'; readonly observation: FaceObservation }
  | { readonly kind: 'failed'; readonly description: string };
