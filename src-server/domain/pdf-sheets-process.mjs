import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/**
 * Draws the sheets of one PDF that a citizen gave, in a process of its own: what stands in such a file is written by
 * strangers. PDF on stdin; on stdout how many sheets it has, then each as JPEG behind its length, in four bytes.
 * Plain JavaScript: what has to be there at once loads no compiler first.
 */

/** Pixels of the longer side, as of a photo. */
const side = 1_800;
const quality = 85;

const own = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const most = Number(process.argv[2]);
const pdf = await getDocument({
  data: new Uint8Array(await buffer(process.stdin)),
  // Fonts and tables of characters from the package; nothing from anywhere else.
  standardFontDataUrl: `${join(own, 'standard_fonts')}/`,
  cMapUrl: `${join(own, 'cmaps')}/`,
  cMapPacked: true,
  wasmUrl: `${join(own, 'wasm')}/`,
  useSystemFonts: false,
  isEvalSupported: false,
  enableXfa: false,
  stopAtErrors: false,
  verbosity: 0,
}).promise;
process.stdout.write(fourBytes(pdf.numPages));
for (let number = 1; number <= Math.min(most, pdf.numPages); number++) {
  const page = await pdf.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: side / Math.max(width, height) });
  const canvas = createCanvas(
    Math.max(1, Math.round(viewport.width)),
    Math.max(1, Math.round(viewport.height)),
  );
  await page.render({ canvas, viewport, background: '#ffffff' }).promise;
  const picture = await canvas.encode('jpeg', quality);
  process.stdout.write(Buffer.concat([fourBytes(picture.length), picture]));
}

/** @param {number} value */
function fourBytes(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
