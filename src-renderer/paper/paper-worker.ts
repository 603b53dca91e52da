import { mostPageBytes } from '../../src-shared/contract/papers.ts';
import { encodeWithin } from './encode-within.ts';
import { evenlyLit } from './even-light.ts';
import type { Quad } from './geometry.ts';
import { greyOf, type Pixels } from './grey.ts';
import type { FromWorker, Page, ToWorker } from './messages.ts';
import { cuttingPx, lookedAtPx, observe } from './observe.ts';
import { pageSide, straightened } from './straighten.ts';

/** Looks for the sheet in a worker of its own, so that the page's drawing does not stand still while it counts. */
let frame: { readonly picture: ImageBitmap; readonly quad: Quad | null } | null = null;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  carryOut(data).then(answer, (error: unknown) =>
    answer({ kind: 'failed', description: error instanceof Error ? error.message : String(error) }),
  );
});

function answer(message: FromWorker): void {
  self.postMessage(message);
}

async function carryOut(message: ToWorker): Promise<FromWorker> {
  if (message.kind === 'keep') return keep();
  frame?.picture.close();
  const { picture } = message;
  const scale = Math.min(1, lookedAtPx / Math.max(picture.width, picture.height));
  const seen = observe(greyOf(scaled(picture, scale)), picture, (places) =>
    places.map(({ x, y }) => greyOf(cutting(picture, x, y))),
  );
  frame = { picture, quad: seen.quad };
  return { kind: 'observed', observation: seen.observation };
}

async function keep(): Promise<Page> {
  if (frame === null) throw new Error('there is no frame to keep');
  const { picture, quad } = frame;
  const cut = quad === null ? null : straightened(scaled(picture, 1), quad);
  const page =
    cut === null
      ? scaled(picture, Math.min(1, pageSide / Math.max(picture.width, picture.height)))
      : evenlyLit(cut);
  const canvas = new OffscreenCanvas(page.width, page.height);
  contextOf(canvas).putImageData(new ImageData(page.data as ImageDataArray, page.width, page.height), 0, 0);
  const jpeg = await encodeWithin(
    (quality) => canvas.convertToBlob({ type: 'image/jpeg', quality }),
    mostPageBytes,
  );
  if (jpeg === null) throw new Error('the page is too large, however it is encoded');
  return { kind: 'page', jpeg, widthPx: page.width, heightPx: page.height, straightened: cut !== null };
}

function scaled(picture: ImageBitmap, scale: number): Pixels {
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  const context = contextOf(new OffscreenCanvas(width, height));
  // Of every pixel something, or a thin line comes and goes with the frames.
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

function cutting(picture: ImageBitmap, x: number, y: number): Pixels {
  const context = contextOf(new OffscreenCanvas(cuttingPx, cuttingPx));
  const left = Math.round(x * picture.width - cuttingPx / 2);
  const top = Math.round(y * picture.height - cuttingPx / 2);
  context.drawImage(picture, left, top, cuttingPx, cuttingPx, 0, 0, cuttingPx, cuttingPx);
  return context.getImageData(0, 0, cuttingPx, cuttingPx);
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  return context;
}
