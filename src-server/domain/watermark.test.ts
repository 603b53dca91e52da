import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { watermarked } from './watermark.ts';

function page(width: number, height: number, colour: string): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas.toBuffer('image/jpeg', 95);
}

async function pixels(picture: Buffer) {
  const image = await loadImage(picture);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

/** Of each quarter the share of points that are not as they were, by more than JPEG makes of them. */
async function changed(picture: Buffer, marked: Buffer): Promise<number[]> {
  const [before, after] = [await pixels(picture), await pixels(marked)];
  expect([after.width, after.height]).toEqual([before.width, before.height]);
  const { width, height } = before;
  const counts = [0, 0, 0, 0];
  for (let point = 0; point < width * height; point++) {
    const difference = Math.abs((before.data[point * 4 + 1] ?? 0) - (after.data[point * 4 + 1] ?? 0));
    if (difference <= 24) continue;
    const quarter = (point % width < width / 2 ? 0 : 1) + (point < (width * height) / 2 ? 0 : 2);
    counts[quarter] = (counts[quarter] ?? 0) + 1;
  }
  return counts.map((count) => count / ((width * height) / 4));
}

describe('a page that is shown', () => {
  test.each([
    ['white', 620, 877],
    ['black', 620, 877],
    ['white', 877, 620],
    ['white', 320, 200],
  ])(
    '%s, %i by %i: marked in every quarter, and the page can be read through it',
    async (...[colour, width, height]) => {
      const paper = page(width, height, colour);
      for (const share of await changed(paper, await watermarked(paper, 'lin  2026-06-15 10:00:00'))) {
        expect(share).toBeGreaterThan(0.005);
        expect(share).toBeLessThan(0.2);
      }
    },
  );

  test('says who and when: another name or time is another picture', async () => {
    const paper = page(600, 800, 'white');
    const marks = ['lin  2026-06-15 10:00:00', 'wu  2026-06-15 10:00:00', 'lin  2026-06-15 10:00:01'];
    const made = await Promise.all(marks.map((mark) => watermarked(paper, mark)));
    expect(new Set(made.map((one) => one.toString('base64'))).size).toBe(3);
    expect((await watermarked(paper, marks[0] ?? '')).equals(made[0] ?? Buffer.alloc(0))).toBe(true);
  });
});
