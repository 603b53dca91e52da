import { type Config, type FaceResult, Human } from '@vladmandic/human';
import type { FaceObservation } from '../../src-shared/contract/camera.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/**
 * The model, in a worker of its own: the page's drawing does not stand still while it counts, the page's own policy
 * needs no WebAssembly and no connection (src-main/shell/static-files.ts), and ending the worker ends everything that
 * the model knew of a face.
 */
const files = new URL('.', self.location.href).href;
const off = { enabled: false };
const config: Partial<Config> = {
  backend: 'wasm',
  wasmPath: `${files}wasm/`,
  modelBasePath: `${files}models/`,
  // No frame is taken for the one before, and nothing is written to the disk.
  cacheSensitivity: 0,
  cacheModels: false,
  validateModels: false,
  warmup: 'none',
  async: false,
  debug: false,
  filter: off,
  gesture: off,
  body: off,
  hand: off,
  object: off,
  segmentation: off,
  face: {
    enabled: true,
    detector: { rotation: true, maxDetected: 4, minConfidence: 0.5 },
    mesh: { enabled: true },
    description: { enabled: true },
    iris: off,
    emotion: off,
    antispoof: off,
    liveness: off,
  },
};

/** A frame is looked at in this size: larger costs time and finds no more at arm's length. */
const longestPx = 640;

const human = new Human(config);
let reference: number[] | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  look(data).then(answer, (error: unknown) =>
    answer({ kind: 'failed', description: error instanceof Error ? error.message : String(error) }),
  );
});

function answer(message: FromWorker): void {
  self.postMessage(message);
}

async function look({ kind, picture }: ToWorker): Promise<FromWorker> {
  const pixels = pixelsOf(picture);
  const { face: faces, error } = await human.detect(pixels);
  if (error !== null && error !== undefined) throw new Error(error);
  if (kind === 'reference') {
    reference = faces.length === 1 ? faces[0]?.embedding : undefined;
    return reference === undefined ? { kind: 'referenceUnusable', faces: faces.length } : { kind: 'ready' };
  }
  if (reference === undefined) throw new Error('a frame came before the reference');
  return { kind: 'observed', observation: observe(pixels, faces, reference) };
}

function pixelsOf(picture: ImageBitmap): ImageData {
  const scale = Math.min(1, longestPx / Math.max(picture.width, picture.height));
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  return context.getImageData(0, 0, width, height);
}

function observe(pixels: ImageData, faces: readonly FaceResult[], like: readonly number[]): FaceObservation {
  const heightOf = ({ box }: FaceResult) => box[3];
  const largest = [...faces].sort((one, other) => heightOf(other) - heightOf(one))[0];
  const brightness = brightnessOf(pixels.data);
  const { embedding } = largest ?? {};
  const turn = largest === undefined ? null : turnOf(largest.mesh);
  if (largest === undefined || embedding === undefined || turn === null)
    return { faces: 0, brightness, face: null };
  const [left, top, width, height] = largest.box;
  return {
    faces: faces.filter((face) => heightOf(face) * 2 >= height).length,
    brightness,
    face: {
      turn,
      x: (left + width / 2) / pixels.width,
      y: (top + height / 2) / pixels.height,
      height: height / pixels.height,
      similarity: human.match.similarity(embedding, [...like]),
    },
  };
}

/** Points of MediaPipe's mesh. */
const noseTip = 1;
const rightEdge = 234;
const leftEdge = 454;

/**
 * From where the nose is between the edges of the face. The package's own angle is worked out of the depth that the mesh
 * guesses, and tells a third of the truth.
 */
function turnOf(mesh: FaceResult['mesh']): number | null {
  const [nose, right, left] = [mesh[noseTip], mesh[rightEdge], mesh[leftEdge]];
  if (nose === undefined || right === undefined || left === undefined) return null;
  const across = [left[0] - right[0], left[1] - right[1]] as const;
  const width = across[0] ** 2 + across[1] ** 2;
  if (width === 0) return null;
  // Along the line from edge to edge, however the head is tilted.
  const along = (nose[0] - right[0]) * across[0] + (nose[1] - right[1]) * across[1];
  return Math.max(-5, Math.min(5, (2 * along) / width - 1));
}

/** Mean of every 64th pixel, Rec. 601. */
function brightnessOf(data: Uint8ClampedArray): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 2 < data.length; at += 4 * 64) {
    sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
