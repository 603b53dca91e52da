import type { CameraAnswer, PaperObservation, PaperWanted } from '../../src-shared/contract/camera.ts';
import { base64, failed, frameMs, goneFrom, nextFrame } from '../frames.ts';
import { showLivePicture } from '../live-picture.ts';
import type { FromWorker, ToWorker } from './messages.ts';

type Tell = (observation: PaperObservation) => Promise<PaperWanted>;
type Ask = (message: ToWorker) => Promise<FromWorker>;

/**
 * Tells where the sheet is, frame by frame, until `tell` answers that one of them is the page, or that nobody wants more. The
 * frames go from the camera to the worker; only the page leaves it.
 */
export async function watchPaper(stream: MediaStream, warmUpMs: number, tell: Tell): Promise<CameraAnswer> {
  const worker = new Worker(new URL('./paper-worker.ts', import.meta.url), { type: 'module', name: 'paper' });
  const gone = goneFrom(stream);
  try {
    showLivePicture(stream);
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const warm = performance.now() + warmUpMs;
    const frames = async () => {
      do if (!(await nextFrame(video))) return null;
      while (performance.now() < warm);
      return createImageBitmap(video);
    };
    return await Promise.race([lookAt(frames, (message) => ask(worker, message), tell), gone]);
  } finally {
    showLivePicture(null);
    worker.terminate();
  }
}

/** @param frames the next one; null where the camera gives none */
export async function lookAt(
  frames: () => Promise<ImageBitmap | null>,
  asked: Ask,
  tell: Tell,
): Promise<CameraAnswer> {
  for (;;) {
    const picture = await frames();
    if (picture === null) return failed('failed', `no new frame in ${frameMs} ms`);
    const seen = await asked({ kind: 'frame', picture });
    if (seen.kind !== 'observed') return broken(seen);
    const wanted = await tell(seen.observation);
    if (wanted === 'nothing') return failed('failed', 'nobody wants to know any more');
    if (wanted === 'more') continue;
    const page = await asked({ kind: 'keep' });
    if (page.kind !== 'page') return broken(page);
    const { widthPx, heightPx, straightened } = page;
    return { kind: 'page', jpegBase64: await base64(page.jpeg), widthPx, heightPx, straightened };
  }
}

const broken = (answer: FromWorker) =>
  failed('failed', answer.kind === 'failed' ? answer.description : `the worker answered ${answer.kind}`);

function ask(worker: Worker, message: ToWorker): Promise<FromWorker> {
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => resolve(data);
    worker.onerror = ({ message: description }) =>
      resolve({ kind: 'failed', description: description ?? 'the worker does not start' });
    worker.postMessage(message, message.kind === 'frame' ? [message.picture] : []);
  });
}
