import type { CameraAnswer, FaceObservation } from '../../src-shared/contract/camera.ts';
import { failed, frameMs, goneFrom, nextFrame } from '../frames.ts';
import { showLivePicture } from '../live-picture.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/**
 * Tells what is seen of the face before the camera, frame by frame, until `tell` answers that nobody wants more. The
 * frames go from the camera to the worker and nowhere else.
 */
export async function watchFace(
  stream: MediaStream,
  referenceBase64: string,
  tell: (observation: FaceObservation) => Promise<boolean>,
): Promise<CameraAnswer> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'face' });
  const gone = goneFrom(stream);
  try {
    showLivePicture(stream);
    return await Promise.race([watch(stream, worker, referenceBase64, tell), gone]);
  } finally {
    showLivePicture(null);
    worker.terminate();
  }
}

async function watch(
  stream: MediaStream,
  worker: Worker,
  referenceBase64: string,
  tell: (observation: FaceObservation) => Promise<boolean>,
): Promise<CameraAnswer> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const reference = await decoded(referenceBase64);
  if (reference === null) return failed('referenceUnusable', 'the reference is no picture');
  const first = await ask(worker, { kind: 'reference', picture: reference });
  if (first.kind === 'referenceUnusable')
    return failed('referenceUnusable', `${first.faces} faces on the reference`);
  if (first.kind === 'failed') return failed('failed', first.description);
  for (;;) {
    if (!(await nextFrame(video))) return failed('failed', `no new frame in ${frameMs} ms`);
    const seen = await ask(worker, { kind: 'frame', picture: await createImageBitmap(video) });
    if (seen.kind !== 'observed')
      return failed('failed', seen.kind === 'failed' ? seen.description : seen.kind);
    if (!(await tell(seen.observation))) return failed('failed', 'nobody wants to know any more');
  }
}

async function decoded(base64: string): Promise<ImageBitmap | null> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  try {
    return await createImageBitmap(new Blob([bytes]));
  } catch {
    return null;
  }
}

function ask(worker: Worker, message: ToWorker): Promise<FromWorker> {
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => resolve(data);
    worker.onerror = ({ message: description }) =>
      resolve({ kind: 'failed', description: description ?? 'the worker does not start' });
    worker.postMessage(message, [message.picture]);
  });
}
