import type { CameraAnswer, CameraOrder } from '../../../src-shared/contract/camera.ts';
import type { CameraDesk } from '../../transport/camera-desk.ts';

/** The page's part, with a camera that gives frames from memory and misbehaves when told to. */
export class TestPage {
  readonly orders: CameraOrder[] = [];
  cameras = ['Specimen USB Camera (0001)'];
  brightness = 120;
  /** Instead of a picture. */
  failure: Extract<CameraAnswer, { kind: 'failed' }> | null = null;
  silent = false;
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
      if (!this.silent) this.#desk.answer(order.id, this.answerTo(order));
    }
  }

  answerTo(order: CameraOrder): CameraAnswer {
    if (order.kind === 'find') return { kind: 'found', cameras: [...this.cameras] };
    if (this.failure !== null) return this.failure;
    const jpegBase64 = Buffer.from('a frame').toString('base64');
    return { kind: 'picture', jpegBase64, widthPx: 640, heightPx: 480, brightness: this.brightness };
  }
}
