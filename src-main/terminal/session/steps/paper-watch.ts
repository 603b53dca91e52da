import type { Outline, PaperObservation } from '../../../../src-shared/contract/camera.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';

/** A sheet that nobody moves for so long is meant to lie there. */
const stillMs = 1_000;
/** And in so many frames, however few a slow machine has. */
const stillFrames = 3;
/** Parts of the frame. A corner that is found again is within a thousandth. */
const stillWithin = 0.012;
/** So many frames without a sheet, one after the other, and it was taken away; one alone is a shadow. */
const emptyFrames = 2;
/** So far a sheet lies elsewhere than the one that was taken before. */
const anotherBeyond = 0.05;

export type PaperView = Pick<ScreenOf<'paperScan'>, 'outline' | 'hint' | 'still' | 'frame'>;

/**
 * When a sheet is taken: by itself where it has lain still, whole and clear for a second, or at once when the citizen says so.
 * The one that was taken just now, and lies there yet, is not taken again by itself.
 */
export class PaperWatch {
  #awaitsAnother: boolean;
  #first: Outline | null = null;
  #anchor: { readonly outline: Outline; readonly since: number; frames: number } | null = null;
  #pressed = false;
  #moved = false;
  #empty = 0;
  #view: PaperView = { outline: null, hint: null, still: false, frame: null };

  /** @param again a page was taken before: its sheet may lie there still */
  constructor(again: boolean) {
    this.#awaitsAnother = again;
  }

  get view(): PaperView {
    return this.#view;
  }

  /** Somebody is at the paper: it lies elsewhere than on the frame before. */
  get moved(): boolean {
    return this.#moved;
  }

  /** The next frame is the page, whatever is on it. */
  press(): void {
    this.#pressed = true;
  }

  /** Whether this frame is the page. */
  observe({ outline, problem, widthPx, heightPx }: PaperObservation, now: number): boolean {
    const before = this.#view.outline;
    this.#moved =
      (outline === null) !== (before === null) ||
      (outline !== null && before !== null && apart(outline, before) > stillWithin);
    if (this.#awaitsAnother) this.#lookForAnother(outline);
    if (outline === null || problem !== null) this.#anchor = null;
    else if (this.#anchor === null || apart(outline, this.#anchor.outline) > stillWithin)
      this.#anchor = { outline, since: now, frames: 1 };
    else this.#anchor.frames += 1;
    this.#view = {
      outline,
      hint: problem ?? (this.#awaitsAnother ? 'layAnother' : null),
      still: this.#anchor !== null && !this.#awaitsAnother,
      frame: { width: widthPx, height: heightPx },
    };
    const isStill =
      this.#anchor !== null && this.#anchor.frames >= stillFrames && now - this.#anchor.since >= stillMs;
    return this.#pressed || (isStill && !this.#awaitsAnother);
  }

  #lookForAnother(outline: Outline | null): void {
    if (outline === null) {
      this.#empty += 1;
      if (this.#empty >= emptyFrames) this.#awaitsAnother = false;
      return;
    }
    this.#empty = 0;
    this.#first ??= outline;
    if (apart(outline, this.#first) > anotherBeyond) this.#awaitsAnother = false;
  }
}

function apart(one: Outline, other: Outline): number {
  return Math.max(
    ...one.map((corner, at) => Math.hypot(corner.x - (other[at]?.x ?? 9), corner.y - (other[at]?.y ?? 9))),
  );
}
