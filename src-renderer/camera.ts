import type { ContractRouterClient } from '@orpc/contract';
import type {
  CameraAnswer,
  CameraOrder,
  FaceObservation,
  PaperObservation,
  PaperWanted,
} from '../src-shared/contract/camera.ts';
import type { terminalContract } from '../src-shared/contract/terminal.ts';
import { base64, failed, reasonOf } from './frames.ts';

type CameraClient = ContractRouterClient<typeof terminalContract>['camera'];

/**
 * Takes the pictures that the terminal orders, and watches a face or a sheet where it orders that, one at a time, and lets the
 * camera go after each: its light is on only while somebody is looked at. Returns when the link is gone.
 */
export async function serveCamera(client: CameraClient): Promise<void> {
  const cameras = navigator.mediaDevices;
  // Absent where the page is not in a secure context: then this terminal has no camera.
  if (cameras === undefined) return;
  const tell = () => void client.changed().catch(() => undefined);
  cameras.addEventListener('devicechange', tell);
  try {
    for await (const order of await client.orders()) {
      const { id } = order;
      const answer = await carryOut(cameras, order, {
        face: async (observation) => (await client.observed({ id, observation })).wanted,
        paper: async (observation) => (await client.paperObserved({ id, observation })).wanted,
      });
      await client.answer({ id: order.id, answer });
    }
  } finally {
    cameras.removeEventListener('devicechange', tell);
  }
}

/** Each answers whether more is wanted. */
interface Tell {
  face(observation: FaceObservation): Promise<boolean>;
  paper(observation: PaperObservation): Promise<PaperWanted>;
}

async function carryOut(cameras: MediaDevices, order: CameraOrder, tell: Tell): Promise<CameraAnswer> {
  try {
    const found = (await cameras.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    if (order.kind === 'find') return { kind: 'found', cameras: found.map(({ label }) => label) };
    const camera = found.find(({ label }) => label.includes(order.camera));
    if (camera === undefined) return failed('notFound', `no camera is called ${order.camera}`);
    const stream = await cameras.getUserMedia({
      video: {
        // Where the page may not have it, it has no id: asked for by none, it is refused and not called absent.
        ...(camera.deviceId !== '' && { deviceId: { exact: camera.deviceId } }),
        width: { ideal: order.widthPx },
        height: { ideal: order.heightPx },
      },
    });
    try {
      if (order.kind === 'take') return await still(stream, order.warmUpMs);
      if (order.kind === 'watchPaper') {
        const { watchPaper } = await import('./paper/watch-paper.ts');
        return await watchPaper(stream, order.warmUpMs, tell.paper);
      }
      // Ten megabytes that most visits do not need.
      const { watchFace } = await import('./face/watch-face.ts');
      return await watchFace(stream, order.referenceBase64 ?? '', tell.face);
    } finally {
      for (const track of stream.getTracks()) track.stop();
    }
  } catch (error) {
    return failed(reasonOf(error), error instanceof Error ? error.message : String(error));
  }
}

async function still(stream: MediaStream, warmUpMs: number): Promise<CameraAnswer> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  await new Promise((resolve) => setTimeout(resolve, warmUpMs));
  const { videoWidth: widthPx, videoHeight: heightPx } = video;
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  if (context === null) return failed('failed', 'no canvas');
  context.drawImage(video, 0, 0);
  const brightness = luminanceOf(context.getImageData(0, 0, widthPx, heightPx).data);
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  return { kind: 'picture', jpegBase64: await base64(jpeg), widthPx, heightPx, brightness };
}

/** Mean of every 64th pixel, Rec. 601. */
function luminanceOf(pixels: Uint8ClampedArray): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 2 < pixels.length; at += 4 * 64) {
    sum += 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
