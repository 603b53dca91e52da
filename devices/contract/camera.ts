import type { FaceObservation, PaperObservation } from '../../src-shared/contract/camera.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT Camera, for the one that looks at the person or at the paper on the tray. */
export interface CameraStatus extends DeviceStatus {
  readonly camera: 'ok' | 'inoperative' | 'unknown';
}

export interface Picture {
  /** JPEG. Shows a person or their papers. */
  readonly jpeg: Sensitive<Uint8Array>;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface WatchFaceOptions {
  /** JPEG or BMP: whom it should be. Goes to the page for this one comparison, and is kept nowhere. */
  readonly reference: Sensitive<Uint8Array>;
  readonly onObserved: (observation: FaceObservation) => void;
  /** Aborting it ends the watch, which is how every watch ends that does not fail. */
  readonly signal: AbortSignal;
}

export interface WatchPaperOptions {
  /** Answers whether this frame is to be the page. */
  readonly onObserved: (observation: PaperObservation) => boolean;
  /** Aborting it ends the watch without a page. */
  readonly signal: AbortSignal;
}

/** One page of a paper. */
export interface PaperPicture extends Picture {
  /** A sheet was found: it is cut out, and as seen from straight above. */
  readonly straightened: boolean;
}

export interface Camera extends Device<CameraStatus> {
  readonly class: 'camera';
  /**
   * XFS4IoT Camera.TakePicture: one still, kept nowhere. `cameraInoperative`: it is covered, in use by another
   * program, or failed. Never `indeterminate`: looking changes nothing.
   */
  takePicture(options: CommandOptions): Promise<Result<Picture, DeviceError<'cameraInoperative'>>>;
  /**
   * Ours: tells frame by frame what is seen of the face before the camera, and how like it is to the reference.
   * `referenceUnusable`: there is not one face on the reference. `timeOut`: the page tells nothing any more.
   */
  watchFace(
    options: WatchFaceOptions,
  ): Promise<Result<void, DeviceError<'cameraInoperative' | 'referenceUnusable'>>>;
  /**
   * Ours: tells frame by frame where the sheet lies, and gives the frame that `onObserved` wants as a page, kept nowhere.
   * `timeOut`: the page of the terminal tells nothing any more.
   */
  watchPaper(options: WatchPaperOptions): Promise<Result<PaperPicture, DeviceError<'cameraInoperative'>>>;
}
