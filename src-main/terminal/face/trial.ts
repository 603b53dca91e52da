import type { FaceObservation } from '../../../src-shared/contract/camera.ts';
import type { ScreenOf } from '../../../src-shared/view.ts';

export type Movement = 'turnLeft' | 'turnRight' | 'comeCloser';
type Hint = ScreenOf<'faceCheck'>['hint'];

/** What the citizen is asked for now, and how far they are. */
export interface TrialState {
  readonly prompt: 'lookStraight' | Movement;
  /** Movements done, of `of`. */
  readonly done: number;
  readonly of: number;
  readonly hint: Hint;
}

/** `likeness`: the lowest of the times at which the face looked straight. */
export type Verdict =
  | { readonly kind: 'completed'; readonly likeness: number }
  | { readonly kind: 'wrongMovement' }
  | { readonly kind: 'tooSlow' };

export const movements = 3;
/** As FaceObservation.turn. */
const straightWithin = 0.2;
const turnedBy = 0.35;
/** So much larger than when it looked straight before. */
const closerBy = 1.3;
/** Nobody asked for it: further than a turned head makes a face larger. */
const leapedBy = 1.5;
/** Fewer frames may be a blur, or a single lucky one. */
const straightFrames = 3;
/** From seeing a word to moving the head nobody is faster: it was under way before. */
const reactionMs = 250;
const movementMs = 10_000;
const straightMs = 15_000;
const trialMs = 60_000;
/** A head that turns may be lost for a moment, somebody may pass behind; changing places takes longer. */
const lostMs = 800;
const darkBelow = 30;

/** Three of the movements, the same one never twice running. @param draw a whole number from 0 to below `limit` */
export function drawMovements(draw: (limit: number) => number): Movement[] {
  const drawn: Movement[] = [];
  while (drawn.length < movements) {
    const left = (['turnLeft', 'turnRight', 'comeCloser'] as const).filter((one) => one !== drawn.at(-1));
    drawn.push(left[draw(left.length)] ?? 'turnLeft');
  }
  return drawn;
}

/**
 * One try: look straight, move as asked, look straight again, three times. Fed with what the page sees, at the time at
 * which it is told; knows no clock and no camera.
 */
export class FaceTrial {
  readonly #draw: (limit: number) => number;
  readonly #beganAt: number;
  #movements: Movement[];
  #done = 0;
  #phase: 'straight' | 'movement' = 'straight';
  #phaseBeganAt: number;
  #samples: { readonly similarity: number; readonly height: number }[] = [];
  /** One for each time it looked straight. */
  #likenesses: number[] = [];
  #baseHeight = 0;
  #oneFaceAt: number;
  #hint: Hint = null;
  #verdict: Verdict | null = null;

  constructor(draw: (limit: number) => number, now: number) {
    this.#draw = draw;
    this.#movements = drawMovements(draw);
    this.#beganAt = now;
    this.#phaseBeganAt = now;
    this.#oneFaceAt = now;
  }

  get verdict(): Verdict | null {
    return this.#verdict;
  }

  get state(): TrialState {
    return {
      prompt: this.#phase === 'straight' ? 'lookStraight' : this.#movement,
      done: this.#done,
      of: movements,
      hint: this.#hint,
    };
  }

  /** Time passes, also where no frame comes. */
  tick(now: number): void {
    const limit = this.#phase === 'straight' ? straightMs : movementMs;
    if (now - this.#phaseBeganAt >= limit || now - this.#beganAt >= trialMs)
      this.#verdict ??= { kind: 'tooSlow' };
  }

  observe(seen: FaceObservation, now: number): void {
    this.tick(now);
    if (this.#verdict !== null) return;
    const { face } = seen;
    if (face === null || seen.faces !== 1) {
      this.#hint = seen.faces > 1 ? 'severalFaces' : seen.brightness < darkBelow ? 'tooDark' : 'noFace';
      this.#samples = [];
      if (now - this.#oneFaceAt >= lostMs) this.#beginAgain(now);
      return;
    }
    this.#oneFaceAt = now;
    if (this.#phase === 'straight') this.#lookStraight(face, now);
    else this.#move(face, now);
  }

  get #movement(): Movement {
    return this.#movements[this.#done] ?? 'turnLeft';
  }

  #lookStraight(face: NonNullable<FaceObservation['face']>, now: number): void {
    this.#hint = placeOf(face, this.#done === 0) ?? (Math.abs(face.turn) > straightWithin ? 'turned' : null);
    if (this.#hint !== null) {
      this.#samples = [];
      return;
    }
    this.#samples.push(face);
    if (this.#samples.length < straightFrames) return;
    this.#likenesses.push(median(this.#samples.map(({ similarity }) => similarity)));
    this.#baseHeight = median(this.#samples.map(({ height }) => height));
    this.#samples = [];
    if (this.#done === movements)
      this.#verdict = { kind: 'completed', likeness: Math.min(...this.#likenesses) };
    else this.#enter('movement', now);
  }

  #move(face: NonNullable<FaceObservation['face']>, now: number): void {
    this.#hint = null;
    const made = movementOf(face, this.#baseHeight, this.#movement);
    if (made === null) return;
    if (made !== this.#movement || now - this.#phaseBeganAt < reactionMs) {
      this.#verdict = { kind: 'wrongMovement' };
      return;
    }
    this.#done += 1;
    this.#enter('straight', now);
  }

  #enter(phase: 'straight' | 'movement', now: number): void {
    this.#phase = phase;
    this.#phaseBeganAt = now;
    this.#samples = [];
  }

  /** Whoever is there now has shown nothing yet. The time of the whole try goes on. */
  #beginAgain(now: number): void {
    if (this.#phase === 'straight' && this.#likenesses.length === 0) return;
    this.#done = 0;
    this.#likenesses = [];
    this.#movements = drawMovements(this.#draw);
    this.#enter('straight', now);
  }
}

/** In the middle, and at the beginning with room to come closer. */
function placeOf(face: NonNullable<FaceObservation['face']>, first: boolean): Hint {
  if (face.height < 0.22) return 'tooFar';
  if (face.height > (first ? 0.6 : 0.85)) return 'tooClose';
  return Math.abs(face.x - 0.5) > 0.2 || Math.abs(face.y - 0.5) > 0.25 ? 'notCentred' : null;
}

/** Null while it is none, or not one yet. */
function movementOf(
  { turn, height }: NonNullable<FaceObservation['face']>,
  baseHeight: number,
  asked: Movement,
): Movement | null {
  if (turn >= turnedBy) return 'turnLeft';
  if (turn <= -turnedBy) return 'turnRight';
  return height >= baseHeight * (asked === 'comeCloser' ? closerBy : leapedBy) ? 'comeCloser' : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
