import { z } from 'zod';

/**
 * What oRPC's client sends over a message port: a request (type 1 or none) with a path, an event of a stream
 * (3) or an abort (4). oRPC's own decoder throws on anything else, out of reach of a handler, which would end
 * the process; so a page that sends anything else is stopped here.
 */
const frame = z.union([
  z.object({
    i: z.string(),
    t: z.literal(1).optional(),
    p: z.object({
      u: z.string().startsWith('/').max(200),
      /** Only headers that do not make the decoder read the body as a file or a form. */
      h: z.record(z.string().regex(/^(?!content-)/i), z.union([z.string(), z.array(z.string())])).optional(),
    }),
  }),
  z.object({ i: z.string(), t: z.literal(3), p: z.object({ e: z.string() }) }),
  z.object({ i: z.string(), t: z.literal(4) }),
]);

/** A frame may carry a search query or a code, never more ... */
const maximumLength = 64 * 1024;
/** ... but for the answer of the camera, which is a picture (`cameraAnswer`). */
const pictureCall = '/camera/answer';
const maximumPictureLength = 16_000_000 + maximumLength;

export function isPeerFrame(data: unknown): boolean {
  if (typeof data !== 'string' || data.length > maximumPictureLength) return false;
  try {
    const read = frame.safeParse(JSON.parse(data));
    if (!read.success) return false;
    return (
      data.length <= maximumLength ||
      ('p' in read.data && 'u' in read.data.p && read.data.p.u === pictureCall)
    );
  } catch {
    return false;
  }
}
