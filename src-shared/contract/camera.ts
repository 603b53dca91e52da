import { z } from 'zod';
import { base64Length, mostPageBytes } from './papers.ts';

/**
 * Main process <-> page, for the camera: it hangs on Chromium (`getUserMedia`), which only the page may ask. Main
 * orders, the page answers each order once.
 */
export const cameraOrder = z.strictObject({
  id: z.int().min(1),
  /**
   * `find`: which cameras there are. `take`: one still picture. `watchFace`: what is seen of the face before the camera,
   * frame by frame, until nobody wants to know any more. `watchPaper`: where the sheet is that lies before the camera, frame by
   * frame, until one of the frames is wanted as a page.
   */
  kind: z.enum(['find', 'take', 'watchFace', 'watchPaper']),
  /** Part of its name; '' takes the first one. */
  camera: z.string(),
  /** Pixels that are asked of the camera; it gives the nearest that it has. */
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** A camera that was off needs so long to find its exposure. */
  warmUpMs: z.int().min(0),
  /** For `watchFace`: the picture (JPEG or BMP) of whom it should be. */
  referenceBase64: z.base64().max(1_000_000).nullable(),
});
export type CameraOrder = z.infer<typeof cameraOrder>;

export const cameraAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('found'), cameras: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal('picture'),
    jpegBase64: z.base64().max(16_000_000),
    widthPx: z.int().positive(),
    heightPx: z.int().positive(),
    /** Mean luminance, 0 (black) to 255. */
    brightness: z.number().min(0).max(255),
  }),
  /** The frame that was wanted: the sheet as seen from straight above; the whole frame where no sheet was found on it. */
  z.strictObject({
    kind: z.literal('page'),
    jpegBase64: z.base64().max(base64Length(mostPageBytes)),
    widthPx: z.int().positive(),
    heightPx: z.int().positive(),
    straightened: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    /** `referenceUnusable`: there is not one face, and only one, on the picture to compare with. */
    reason: z.enum(['notFound', 'notAllowed', 'inUse', 'failed', 'referenceUnusable']),
    description: z.string(),
  }),
]);
export type CameraAnswer = z.infer<typeof cameraAnswer>;

/** Numbers about one frame. Neither the frame nor what the model makes of a face leaves the page. */
export const faceObservation = z.strictObject({
  /** Faces at least half as high as the largest one: people in the queue behind do not count. */
  faces: z.int().min(0).max(20),
  /** Mean luminance, 0 (black) to 255. */
  brightness: z.number().min(0).max(255),
  /** The largest. */
  face: z
    .strictObject({
      /**
       * How far the tip of the nose is from the middle of the face, of the way to its edge: 0 straight, 1 at the edge at
       * the person's own left, -1 at their right. A head turned by 20 degrees shows about 0.35.
       */
      turn: z.number().min(-5).max(5),
      /** Of its middle, and its height: parts of the height and width of the frame. */
      x: z.number().min(-1).max(2),
      y: z.number().min(-1).max(2),
      height: z.number().min(0).max(3),
      /** To the reference, as the model says: 0 is no likeness, 1 the same picture. */
      similarity: z.number().min(0).max(1),
    })
    .nullable(),
});
export type FaceObservation = z.infer<typeof faceObservation>;

/** What keeps a sheet from being a good page. */
export const paperProblem = z.enum([
  'noSheet',
  'outOfView',
  'severalSheets',
  'notFlat',
  'tooDark',
  'tooBright',
  'blurred',
]);

/** Clockwise, as parts of the width and height of the frame. */
export const outline = z
  .array(z.strictObject({ x: z.number().min(-0.1).max(1.1), y: z.number().min(-0.1).max(1.1) }))
  .length(4);
export type Outline = z.infer<typeof outline>;

/** Where the sheet is on one frame. The frame itself stays in the page, until it is wanted. */
export const paperObservation = z.strictObject({
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** Null: there is no whole sheet. */
  outline: outline.nullable(),
  problem: paperProblem.nullable(),
});
export type PaperObservation = z.infer<typeof paperObservation>;

/** `picture`: the frame of which was just told, as a page. */
export const paperWanted = z.enum(['more', 'picture', 'nothing']);
export type PaperWanted = z.infer<typeof paperWanted>;
