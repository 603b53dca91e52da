import { createCanvas, loadImage } from '@napi-rs/canvas';
import { mostPageBytes, type PageKind, type PageProblem } from '../../src-shared/contract/papers.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

/** A page as it is kept. */
export interface PageContent {
  readonly kind: PageKind;
  readonly bytes: Buffer;
  readonly sheets: number | null;
}

/** Bytes of a file that a phone may send. */
const largestFile = 10_000_000;
/** Pixels of a picture that is decoded at all: a small file may claim a huge one. */
const mostPixels = 60_000_000;
/** Pixels of the longer side of what is kept: an A4 sheet at 200 dpi. */
const keptSide = 2_400;
/** The first of them with which a picture is small enough; only a photo of noise needs more than the first. */
const qualities = [85, 70, 55];

const jpegStart = Buffer.from([0xff, 0xd8, 0xff]);
const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * What a file is, by its content and not by what it is called. A picture is drawn anew, upright: where it was taken, when
 * and by which phone (EXIF), and whatever else was hidden in it, is not kept. A PDF is kept as it came.
 */
export async function readPage(file: Buffer): Promise<Result<PageContent, PageProblem>> {
  if (file.length === 0) return err('empty');
  if (file.length > largestFile) return err('tooLarge');
  if (file.subarray(0, 5).toString('latin1') === '%PDF-') return readPdf(file);
  const size = sizeOf(file);
  if (size === null) return err('notAPicture');
  if (size === 'damaged') return err('damaged');
  if (size.width * size.height > mostPixels) return err('tooLarge');
  return redraw(file);
}

async function redraw(file: Buffer): Promise<Result<PageContent, PageProblem>> {
  try {
    const picture = await loadImage(file);
    const scale = Math.min(1, keptSide / Math.max(picture.width, picture.height));
    const canvas = createCanvas(
      Math.max(1, Math.round(picture.width * scale)),
      Math.max(1, Math.round(picture.height * scale)),
    );
    const context = canvas.getContext('2d');
    // Where a picture is transparent, paper is white.
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of qualities) {
      const bytes = await canvas.encode('jpeg', quality);
      if (bytes.length <= mostPageBytes) return ok({ kind: 'jpeg', bytes, sheets: 1 });
    }
    return err('tooLarge');
  } catch {
    return err('damaged');
  }
}

type Size = { readonly width: number; readonly height: number };

/** Null: neither JPEG nor PNG. */
function sizeOf(file: Buffer): Size | 'damaged' | null {
  if (file.subarray(0, 8).equals(pngStart))
    return file.length < 33 || !file.includes('IEND', file.length - 12, 'latin1')
      ? 'damaged'
      : { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
  return file.subarray(0, 3).equals(jpegStart) ? jpegSize(file) : null;
}

/** Walks the segments to the frame header, and looks for the end of the picture: a decoder fills a torn one with grey. */
function jpegSize(file: Buffer): Size | 'damaged' {
  let at = 2;
  while (at + 9 < file.length && file[at] === 0xff) {
    const marker = file[at + 1] ?? 0;
    // SOF0 to SOF15 but DHT, JPG and DAC (ITU-T T.81, table B.1).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const ended = file.lastIndexOf(Buffer.from([0xff, 0xd9])) > file.lastIndexOf(Buffer.from([0xff, 0xda]));
      return ended ? { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) } : 'damaged';
    }
    at += 2 + file.readUInt16BE(at + 2);
  }
  return 'damaged';
}

function readPdf(file: Buffer): Result<PageContent, PageProblem> {
  const body = file.toString('latin1');
  if (!body.slice(-2_048).includes('%%EOF')) return err('damaged');
  if (/\/Encrypt\b/.test(body)) return err('encrypted');
  const sheets = body.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? null;
  return ok({ kind: 'pdf', bytes: file, sheets });
}
