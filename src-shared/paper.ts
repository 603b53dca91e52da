import { z } from 'zod';

/**
 * A printed page as marks on paper. One layout makes both the PDF that is printed and the preview that the
 * citizen sees, so that the two cannot differ. Lengths are millimetres from the top left corner of the page,
 * type sizes are points, `y` of a text is its baseline.
 */
const textMark = z.strictObject({
  kind: z.literal('text'),
  x: z.number(),
  y: z.number(),
  size: z.number().positive(),
  text: z.string(),
  anchor: z.enum(['start', 'middle', 'end']),
  weight: z.enum(['regular', 'bold']),
});
const lineMark = z.strictObject({
  kind: z.literal('line'),
  x1: z.number(),
  y1: z.number(),
  x2: z.number(),
  y2: z.number(),
  /** Stroke width in millimetres. */
  width: z.number().positive(),
});
const fillMark = z.strictObject({
  kind: z.literal('fill'),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  /** #RRGGBB */
  colour: z.string(),
});
/** A light text across the page, turned anticlockwise by `angle` degrees around its centre at (x, y). */
const watermarkMark = z.strictObject({
  kind: z.literal('watermark'),
  x: z.number(),
  y: z.number(),
  size: z.number().positive(),
  angle: z.number(),
  text: z.string(),
});
/** A square QR code; `value` null draws its empty frame (the preview has no code yet). */
const qrMark = z.strictObject({
  kind: z.literal('qr'),
  x: z.number(),
  y: z.number(),
  side: z.number().positive(),
  value: z.string().nullable(),
});
/** Where the e-seal of the authority goes: a circle with its text; never a copy of a real seal. */
const sealMark = z.strictObject({
  kind: z.literal('seal'),
  x: z.number(),
  y: z.number(),
  radius: z.number().positive(),
  text: z.string(),
});

export const paperMark = z.discriminatedUnion('kind', [
  textMark,
  lineMark,
  fillMark,
  watermarkMark,
  qrMark,
  sealMark,
]);
export type PaperMark = z.infer<typeof paperMark>;

export const paperPage = z.strictObject({
  widthMm: z.number().positive(),
  heightMm: z.number().positive(),
  marks: z.array(paperMark),
});
export type PaperPage = z.infer<typeof paperPage>;
