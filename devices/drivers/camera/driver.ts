import type { Clock } from '../../../src-shared/clock.ts';
import type { CameraAnswer, CameraOrder } from '../../../src-shared/contract/camera.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type {
  Camera,
  CameraStatus,
  PaperPicture,
  Picture,
  WatchFaceOptions,
  WatchPaperOptions,
} from '../../contract/camera.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import type { CameraDesk, Watcher } from '../../transport/camera-desk.ts';
import { Turn } from '../turn.ts';

export interface PageCameraOptions {
  readonly id: string;
  readonly desk: CameraDesk;
  readonly clock: Clock;
  /** Part of the camera's name, as the operating system tells it; '' takes the first one. */
  readonly camera: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly warmUpMs: number;
  /** Mean luminance, 0 to 255, below which a picture shows nothing: the camera is covered, or it is night. */
  readonly darkBelow: number;
}

type PictureError = DeviceError<'cameraInoperative'>;
type WatchError = DeviceError<'cameraInoperative' | 'referenceUnusable'>;

const findMs = 5_000;
/** Longer than a slow machine takes to load the model; after that a frame takes a fraction of a second. */
const silenceMs = 20_000;
/** There is no model to load, and a slow machine straightens a sheet in a few seconds. */
const paperSilenceMs = 15_000;

/** A camera that Chromium knows: asked through the page, which alone may have it, and only while it is asked. */
export class PageCamera implements Camera {
  readonly id: string;
  readonly class = 'camera';
  readonly #options: PageCameraOptions;
  readonly #turn: Turn;
  readonly #changed = new Listeners<CameraStatus>();
  #status: CameraStatus = { device: 'starting', reasons: [], camera: 'unknown' };
  #stopWatching: (() => void) | undefined;

  constructor(options: PageCameraOptions) {
    this.id = options.id;
    this.#options = options;
    this.#turn = new Turn(options.clock);
  }

  get status(): CameraStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: CameraStatus) => void): () => void {
    return this.#changed.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    this.#stopWatching ??= this.#options.desk.onChanged(() => void this.#find());
    return this.#find();
  }

  async close(): Promise<void> {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#setStatus({ device: 'offline', reasons: ['closed'], camera: 'unknown' });
  }

  takePicture(options: CommandOptions): Promise<Result<Picture, PictureError>> {
    const end = this.#options.clock.now() + options.timeoutMs;
    return this.#turn.take(options, async () => {
      if (this.#stopWatching === undefined) return err(fault('deviceNotReady', 'the camera is closed'));
      const asked = await this.#ask({ kind: 'take' }, end - this.#options.clock.now(), options.signal);
      return asked.ok ? this.#understand(asked.value) : err(asked.error);
    });
  }

  watchFace({ reference, onObserved, signal }: WatchFaceOptions): Promise<Result<void, WatchError>> {
    return this.#turn.take<void, 'cameraInoperative' | 'referenceUnusable'>(
      { timeoutMs: silenceMs, signal },
      async () => {
        if (this.#stopWatching === undefined) return err(fault('deviceNotReady', 'the camera is closed'));
        const referenceBase64 = Buffer.from(reference.reveal()).toString('base64');
        const face: Watcher['face'] = (observation) => {
          if (observation.brightness >= this.#options.darkBelow) this.#works();
          onObserved(observation);
        };
        const order = { kind: 'watchFace', referenceBase64, watcher: { face } } as const;
        const asked = await this.#ask(order, silenceMs, signal);
        if (asked.ok) return this.#failedWatch(asked.value);
        return asked.error.completionCode === 'canceled' ? ok() : asked;
      },
    );
  }

  watchPaper({ onObserved, signal }: WatchPaperOptions): Promise<Result<PaperPicture, PictureError>> {
    return this.#turn.take({ timeoutMs: paperSilenceMs, signal }, async () => {
      if (this.#stopWatching === undefined) return err(fault('deviceNotReady', 'the camera is closed'));
      const paper: Watcher['paper'] = (observation) => {
        this.#works();
        return onObserved(observation);
      };
      const order = { kind: 'watchPaper', watcher: { paper } } as const;
      const asked = await this.#ask(order, paperSilenceMs, signal);
      if (!asked.ok) return err(asked.error);
      if (asked.value.kind !== 'page') return err(this.#failed(asked.value));
      this.#works();
      const { jpegBase64, widthPx, heightPx, straightened } = asked.value;
      const jpeg = new Sensitive(Uint8Array.from(Buffer.from(jpegBase64, 'base64')), 'page');
      return ok({ jpeg, widthPx, heightPx, straightened });
    });
  }

  /** Looks which cameras there are; the status says whether ours is among them. */
  async #find(): Promise<Result<void, DeviceError>> {
    const asked = await this.#ask({ kind: 'find' }, findMs);
    if (this.#stopWatching === undefined) return err(fault('deviceNotReady', 'the camera is closed'));
    if (!asked.ok) {
      this.#lose('pageLost');
      return asked;
    }
    const { camera } = this.#options;
    if (asked.value.kind === 'found' && asked.value.cameras.some((name) => name.includes(camera))) {
      this.#works();
      return ok();
    }
    this.#lose('notFound');
    const there = asked.value.kind === 'found' ? asked.value.cameras.join(', ') : asked.value.kind;
    return err(
      fault('deviceNotReady', `notFound: a camera "${camera}" was expected, there is ${there || 'none'}`),
    );
  }

  async #ask(
    {
      kind,
      referenceBase64 = null,
      watcher = {},
    }: {
      readonly kind: CameraOrder['kind'];
      readonly referenceBase64?: string | null;
      readonly watcher?: Watcher;
    },
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<Result<CameraAnswer, DeviceError<never>>> {
    const { desk, clock, camera, widthPx, heightPx, warmUpMs } = this.#options;
    const giveUp = new AbortController();
    const onAbort = () => giveUp.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    let cancel = clock.schedule(Math.max(0, milliseconds), onAbort);
    const order = { kind, camera, widthPx, heightPx, warmUpMs, referenceBase64 };
    const heard = () => {
      cancel();
      cancel = clock.schedule(milliseconds, onAbort);
    };
    const asked = await desk.order(order, giveUp.signal, {
      face(observation) {
        heard();
        watcher.face?.(observation);
      },
      paper(observation) {
        heard();
        return watcher.paper?.(observation) ?? false;
      },
    });
    cancel();
    signal?.removeEventListener('abort', onAbort);
    if (asked.ok) return asked;
    if (asked.error === 'nobody') return err(fault('deviceNotReady', 'pageLost: no page has the camera'));
    return err(
      signal?.aborted
        ? fault('canceled', 'the caller canceled the command')
        : fault('timeOut', `the page did not answer in ${milliseconds} ms`),
    );
  }

  #understand(answer: CameraAnswer): Result<Picture, PictureError> {
    if (answer.kind === 'picture') {
      const { jpegBase64, widthPx, heightPx, brightness } = answer;
      if (brightness < this.#options.darkBelow) {
        this.#setStatus({ device: 'online', reasons: ['dark'], camera: 'inoperative' });
        return err(inoperative(`dark: mean luminance ${Math.round(brightness)} of 255`));
      }
      this.#works();
      const jpeg = new Sensitive(Uint8Array.from(Buffer.from(jpegBase64, 'base64')), 'picture');
      return ok({ jpeg, widthPx, heightPx });
    }
    return err(this.#failed(answer));
  }

  /** A watch has no answer but how it failed. */
  #failedWatch(answer: CameraAnswer): Result<never, WatchError> {
    if (answer.kind !== 'failed' || answer.reason !== 'referenceUnusable') return err(this.#failed(answer));
    const { description } = answer;
    return err({
      completionCode: 'commandErrorCode',
      errorCode: 'referenceUnusable',
      description,
      outcome: 'notDone',
    });
  }

  #failed(answer: CameraAnswer): PictureError {
    if (answer.kind !== 'failed') return inoperative('the page answered another order');
    if (answer.reason === 'notFound') this.#lose('notFound');
    else this.#setStatus({ device: 'hardwareError', reasons: [answer.reason], camera: 'inoperative' });
    return inoperative(`${answer.reason}: ${answer.description}`);
  }

  #works(): void {
    this.#setStatus({ device: 'online', reasons: [], camera: 'ok' });
  }

  #lose(reason: 'pageLost' | 'notFound'): void {
    this.#setStatus({ device: 'offline', reasons: [reason], camera: 'unknown' });
  }

  #setStatus(status: CameraStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#changed.tell(status);
  }
}

function fault(completionCode: DeviceError['completionCode'], description: string): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}

const inoperative = (description: string): PictureError => ({
  completionCode: 'commandErrorCode',
  errorCode: 'cameraInoperative',
  description,
  outcome: 'notDone',
});
