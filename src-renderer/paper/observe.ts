import type { PaperObservation } from '../../src-shared/contract/camera.ts';
import { findSheet } from './find-sheet.ts';
import type { Quad } from './geometry.ts';
import type { Grey } from './grey.ts';
import { exposureOf, isBlurred, sharpnessOf } from './quality.ts';

/** Pixels of the longer side on which a sheet is looked for: more finds no more, and takes longer. */
export const lookedAtPx = 480;
/** Pixels of the camera's own, of the cuttings on which sharpness is measured. */
export const cuttingPx = 192;

export interface Seen {
  readonly observation: PaperObservation;
  /** In pixels of the frame; null where there is no sheet, or several. */
  readonly quad: Quad | null;
}

/**
 * What is to be said of one frame.
 * @param small the frame, `lookedAtPx` long
 * @param cuttings gives places on the sheet (parts of the frame) in the camera's own pixels
 */
export function observe(
  small: Grey,
  frame: { readonly width: number; readonly height: number },
  cuttings: (places: readonly { readonly x: number; readonly y: number }[]) => readonly Grey[],
): Seen {
  const size = { widthPx: frame.width, heightPx: frame.height };
  const found = findSheet(small);
  if (found.quad === null)
    return { observation: { ...size, outline: null, problem: found.problem }, quad: null };
  const outline = found.quad.map(({ x, y }) => ({
    x: within((x + 0.5) / small.width),
    y: within((y + 0.5) / small.height),
  }));
  const problem =
    found.problem ??
    exposureOf(small, found.quad) ??
    (isBlurred(sharpnessOf(cuttings(placesOn(outline)))) ? 'blurred' : null);
  const quad = outline.map(({ x, y }) => ({
    x: x * frame.width - 0.5,
    y: y * frame.height - 0.5,
  })) as unknown as Quad;
  return { observation: { ...size, outline, problem }, quad };
}

const within = (part: number) => Math.round(Math.max(-0.1, Math.min(1.1, part)) * 1e5) / 1e5;

/** Where print is: towards the four corners and the middle. */
function placesOn(outline: readonly { readonly x: number; readonly y: number }[]) {
  const middle = {
    x: outline.reduce((sum, { x }) => sum + x, 0) / 4,
    y: outline.reduce((sum, { y }) => sum + y, 0) / 4,
  };
  return [middle, ...outline.map(({ x, y }) => ({ x: (x + middle.x) / 2, y: (y + middle.y) / 2 }))];
}
