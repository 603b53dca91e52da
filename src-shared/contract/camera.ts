import { z } from 'zod';

/**
 * Main process <-> page, for the camera: it hangs on Chromium (`getUserMedia`), which only the page may ask. Main
 * orders, the page answers each order once.
 */
export const cameraOrder = z.strictObject({
  id: z.int().min(1),
  /** `find`: which cameras there are. `take`: one still picture. */
  kind: z.enum(['find', 'take']),
  /** Part of its name; '' takes the first one. */
  camera: z.string(),
  /** Pixels that are asked of the camera; it gives the nearest that it has. */
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** A camera that was off needs so long to find its exposure. */
  warmUpMs: z.int().min(0),
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
  z.strictObject({
    kind: z.literal('failed'),
    reason: z.enum(['notFound', 'notAllowed', 'inUse', 'failed']),
    description: z.string(),
  }),
]);
export type CameraAnswer = z.infer<typeof cameraAnswer>;
