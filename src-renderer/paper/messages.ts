import type { PaperObservation } from '../../src-shared/contract/camera.ts';

/** Page <-> worker that looks for the sheet. It keeps the last frame, and nothing else; all of it dies with it. */
export type ToWorker =
  | { readonly kind: 'frame'; readonly picture: ImageBitmap }
  /** The last frame is the page. */
  | { readonly kind: 'keep' };

export interface Page {
  readonly kind: 'page';
  readonly jpeg: Blob;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly straightened: boolean;
}

export type FromWorker =
  | { readonly kind: 'observed'; readonly observation: PaperObservation }
  | Page
  | { readonly kind: 'failed'; readonly description: string };
