import type { ContractRouterClient } from '@orpc/contract';
import type { CameraAnswer, CameraOrder, FaceObservation } from '../src-shared/contract/camera.ts';
import type { terminalContract } from '../src-shared/contract/terminal.ts';

type CameraClient = ContractRouterClient<typeof terminalContract>['camera'];

/**
 * Takes the pictures that the terminal orders, and watches a face where it orders that, one at a time, and lets the
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
      const tell = async (observation: FaceObservation) =>
        (await client.observed({ id: order.id, observation })).wanted;
      const answer = await carryOut(cameras, order, tell);
      await client.answer({ id: order.id, answer });
    }
  } finally {
    cameras.removeEventListener('devicechange', tell);
  }
}

async function carryOut(
  cameras: MediaDevices,
  order: CameraOrder,
  tell: (observation: FaceObservation) => Promise<boolean>,
): Promise<CameraAnswer> {
  try {
    const found = (await cameras.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    if (order.kind === 'find') return { kind: 'found', cameras: found.map(({ label }) => label) };
    const camera = found.find(({ label }) => label.includes(order.camera));
    if (camera === undefined) return failed('notFound', `no camera is called ${order.camera}`);
    const stream = await cameras.getUserMedia({
      video: {
        deviceId: { exact: camera.deviceId },
        width: { ideal: order.widthPx },
        height: { ideal: order.heightPx },
      },
    });
    try {
      if (order.kind === 'take') return await still(stream, order.warmUpMs);
      // Ten megabytes that most visits do not need.
      const { watchFace } = await import('./face/watch-face.ts');
      return await watchFace(stream, order.referenceBase64 ?? '', tell);
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

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

type Failed = Extract<CameraAnswer, { kind: 'failed' }>;

function failed(reason: Failed['reason'], description: string): Failed {
  return { kind: 'failed', reason, description };
}

/** W3C Media Capture and Streams, getUserMedia(). */
function reasonOf(error: unknown): Failed['reason'] {
  if (!(error instanceof DOMException)) return 'failed';
  if (error.name === 'NotAllowedError') return 'notAllowed';
  if (error.name === 'NotReadableError') return 'inUse';
  return error.name === 'NotFoundError' || error.name === 'OverconstrainedError' ? 'notFound' : 'failed';
}
