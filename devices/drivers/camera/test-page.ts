import type { CameraAnswer, CameraOrder, FaceObservation } from '../../../src-shared/contract/camera.ts';
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
      if (order.kind === 'watchFace' && this.failure === null && !this.referenceUnusable) continue;
      this.#desk.answer(order.id, this.answerTo(order));
    }
  }

  /** A frame of the face that is watched; answers whether another is wanted. */
  observe(observation: FaceObservation): boolean {
    const watched = this.orders.findLast(({ kind }) => kind === 'watchFace');
    return watched !== undefined && this.#desk.observed(watched.id, observation);
  }

  /** In the middle of a watch. */
  fail(failure: Extract<CameraAnswer, { kind: 'failed' }>): void {
    const watched = this.orders.findLast(({ kind }) => kind === 'watchFace');
    if (watched !== undefined) this.#desk.answer(watched.id, failure);
  }

  answerTo(order: CameraOrder): CameraAnswer {
    if (order.kind === 'find') return { kind: 'found', cameras: [...this.cameras] };
    if (this.failure !== null) return this.failure;
    if (order.kind === 'watchFace')
      return { kind: 'failed', reason: 'referenceUnusable', description: '0 faces on the reference' };
    const jpegBase64 = Buffer.from('a frame').toString('base64');
    return { kind: 'picture', jpegBase64, widthPx: 640, heightPx: 480, brightness: this.brightness };
  }
}
