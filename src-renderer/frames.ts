import type { CameraAnswer } from '../src-shared/contract/camera.ts';

/** A camera that gives no new frame for so long hangs. */
export const frameMs = 3_000;

/** Whether the camera gave another one. */
export function nextFrame(video: HTMLVideoElement): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      video.cancelVideoFrameCallback(waiting);
      resolve(false);
    }, frameMs);
    const waiting = video.requestVideoFrameCallback(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** Resolves when the camera is pulled out. */
export function goneFrom(stream: MediaStream): Promise<CameraAnswer> {
  return new Promise((resolve) => {
    stream
      .getVideoTracks()[0]
      ?.addEventListener('ended', () => resolve(failed('notFound', 'the camera went away')), { once: true });
  });
}

type Failed = Extract<CameraAnswer, { kind: 'failed' }>;

export function failed(reason: Failed['reason'], description: string): Failed {
  return { kind: 'failed', reason, description };
}

/** W3C Media Capture and Streams, getUserMedia(). */
export function reasonOf(error: unknown): Failed['reason'] {
  if (!(error instanceof DOMException)) return 'failed';
  if (error.name === 'NotAllowedError') return 'notAllowed';
  if (error.name === 'NotReadableError') return 'inUse';
  return error.name === 'NotFoundError' || error.name === 'OverconstrainedError' ? 'notFound' : 'failed';
}

export async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  // A call takes so many arguments.
  for (let at = 0; at < bytes.length; at += 8_192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}
