import type {
  CameraAnswer,
  CameraOrder,
  FaceObservation,
  PaperObservation,
  PaperWanted,
} from '../../../src-shared/contract/camera.ts';
import type { CameraDesk } from '../../transport/camera-desk.ts';

/** The page's part, with a camera that gives frames from memory and misbehaves when told to. */
export class TestPage {
  readonly orders: CameraOrder[] = [];
  cameras = ['Specimen USB Camera (0001)'];
  brightness = 120;
  /** Instead of a picture. */
  failure: Extract<CameraAnswer, { kind: 'failed' }> | null = null;
  silent = false;
  /** Answers at once to `watchFace`, instead of observing. */
  referenceUnusable = false;
  readonly #desk: CameraDesk;
  readonly #gone = new AbortController();

  constructor(desk: CameraDesk) {
    this.#desk = desk;
    void this.#serve();
  }

  leave(): void {
    this.#gone.abort();
  }

  async #serve(): Promise<void> {
    for await (const order of this.#desk.orders(this.#gone.signal)) {
      this.orders.push(order);
      if (this.silent) continue;
      if (order.kind === 'watchPaper' && this.failure === null) continue;
      if (order.kind === 'watchFace' && this.failure === null && !this.referenceUnusable) continue;
      this.#desk.answer(order.id, this.answerTo(order));
    }
  }

  /** A frame of the face that is watched; answers whether another is wanted. */
  observe(observation: FaceObservation): boolean {
    const watched = this.orders.findLast(({ kind }) => kind === 'watchFace');
    return watched !== undefined && this.#desk.observed(watched.id, observation);
  }

  /** A frame of the sheet that is watched; where it is wanted, the page is given, which says `text`. */
  observePaper(observation: PaperObservation, text = 'a page'): PaperWanted {
    const watched = this.orders.findLast(({ kind }) => kind === 'watchPaper');
    if (watched === undefined) return 'nothing';
    const wanted = this.#desk.paperObserved(watched.id, observation);
    if (wanted === 'picture' && !this.silent)
      this.#desk.answer(watched.id, {
        kind: 'page',
        jpegBase64: Buffer.from(text).toString('base64'),
        widthPx: 1697,
        heightPx: 2400,
        straightened: observation.outline !== null,
      });
    return wanted;
  }

  /** In the middle of a watch. */
  fail(failure: Extract<CameraAnswer, { kind: 'failed' }>): void {
    const watched = this.orders.findLast(({ kind }) => kind === 'watchFace' || kind === 'watchPaper');
    if (watched !== undefined) this.#desk.answer(watched.id, failure);
  }

  answerTo(order: CameraOrder): CameraAnswer {
    if (order.kind === 'find') return { kind: 'found', cameras: [...this.cameras] };
    if (this.failure !== null) return this.failure;
    if (order.kind === 'watchPaper') throw new Error('a watch of a sheet has no answer of itself');
    if (order.kind === 'watchFace')
      return { kind: 'failed', reason: 'referenceUnusable', description: '0 faces on the reference' };
    const jpegBase64 = Buffer.from('a frame').toString('base64');
    return { kind: 'picture', jpegBase64, widthPx: 640, heightPx: 480, brightness: this.brightness };
  }
}
