/** The first is what a page usually gets; only one that is full of noise needs less. */
const qualities = [0.86, 0.75, 0.6, 0.45];

/** The best JPEG that is no larger than `limit` bytes; null where none is. */
export async function encodeWithin(
  encode: (quality: number) => Promise<Blob>,
  limit: number,
): Promise<Blob | null> {
  for (const quality of qualities) {
    const blob = await encode(quality);
    if (blob.size <= limit) return blob;
  }
  return null;
}
