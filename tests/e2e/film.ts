import { createCanvas } from '@napi-rs/canvas';
import { create } from 'qrcode';
import type { Quad } from '../../src-renderer/paper/geometry.ts';
import { type Homography, homographyOf, mapped } from '../../src-renderer/paper/homography.ts';

/** A film for Chromium's fake camera: one frame, YUV4MPEG2, without colour. */
export function film(width: number, height: number, luminance: (x: number, y: number) => number): Uint8Array {
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420jpeg\nFRAME\n`);
  const y = Buffer.alloc(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      y[row * width + column] = Math.max(0, Math.min(255, luminance(column, row)));
  return Buffer.concat([head, y, Buffer.alloc((width * height) / 2, 128)]);
}

export const filmed = { width: 1_600, height: 1_200 };
/** Where the sheet lies on the film: turned, seen askew, and a little smaller at the far end. */
export const filmedSheet: Quad = [
  { x: 412, y: 78 },
  { x: 1_124, y: 118 },
  { x: 1_106, y: 1_150 },
  { x: 346, y: 1_098 },
];
/** Millimetres of a module of the code on the sheet; print of ten points has strokes of 0.4. */
const moduleMm = 0.9;
const perMm = 6;

/** An A4 sheet with a code that says `text` and rows of print, on a wooden table in uneven light. */
export function filmOfSheet(text: string): Uint8Array {
  const [width, height] = [210 * perMm, 297 * perMm];
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#e6e6e6';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#202020';
  const { modules } = create(text, { errorCorrectionLevel: 'L' });
  const size = moduleMm * perMm;
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) context.fillRect(150 + column * size, 150 + row * size, size, size);
  for (let row = 0; row < 45; row++)
    for (let word = 0; word < 14; word++)
      if ((row * 7 + word * 5) % 11 !== 0) context.fillRect(120 + word * 74, 420 + row * 27, 60, 9);
  const paper = context.getImageData(0, 0, width, height).data;
  const toPaper = homographyOf(filmedSheet, [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ]) as Homography;
  const at = (x: number, y: number) => {
    const { x: u, y: v } = mapped(toPaper, { x, y });
    if (u < 0 || v < 0 || u >= width || v >= height)
      return 75 + 10 * Math.sin(0.08 * x + 2 * Math.sin(0.01 * y));
    return paper[(Math.floor(v) * width + Math.floor(u)) * 4] ?? 0;
  };
  return film(filmed.width, filmed.height, (x, y) => {
    const light = 1 - 0.3 * (x / filmed.width);
    return (
      (light *
        (at(x - 0.25, y - 0.25) + at(x + 0.25, y - 0.25) + at(x - 0.25, y + 0.25) + at(x + 0.25, y + 0.25))) /
      4
    );
  });
}
