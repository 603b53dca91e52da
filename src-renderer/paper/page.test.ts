import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeWithin } from './encode-within.ts';
import { evenlyLit } from './even-light.ts';
import type { Quad } from './geometry.ts';
import { greyOf, type Pixels, withoutPrint } from './grey.ts';
import { homographyOf, mapped } from './homography.ts';
import { exposureOf, isBlurred, sharpnessOf } from './quality.ts';
import { pageSizeOf, straightened } from './straighten.ts';
import { coloured, pictureOf, quadOf } from './test-scene.ts';

const middle = { x: 240, y: 180 };
const wholly: Quad = quadOf(middle, 470, 350);
/** Of one colour, or of a function of where it is. */
const pixels = (
  width: number,
  height: number,
  at: (x: number, y: number) => readonly [number, number, number],
): Pixels => {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set([...at(x, y), 255], (y * width + x) * 4);
  return { width, height, data };
};
const colourAt = ({ width, data }: Pixels, x: number, y: number) => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3),
];

describe('homography', () => {
  it('takes each corner to its corner, and back', () => {
    const shift = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(shift, shift, fc.integer({ min: 0, max: 359 }), (one, other, turn) => {
        const from = quadOf(middle, 300, 200, turn, one);
        const to = quadOf({ x: 900, y: 500 }, 400, 600, 0, other);
        const there = homographyOf(from, to);
        const back = homographyOf(to, from);
        if (there === null || back === null) throw new Error('a quadrilateral was no quadrilateral');
        for (const [at, corner] of from.entries()) {
          const found = mapped(there, corner);
          expect(Math.hypot(found.x - (to[at]?.x ?? 0), found.y - (to[at]?.y ?? 0))).toBeLessThan(1e-6);
          const home = mapped(back, found);
          expect(Math.hypot(home.x - corner.x, home.y - corner.y)).toBeLessThan(1e-6);
        }
      }),
      { seed: 5 },
    );
  });

  it('corners on one line are no sheet', () => {
    const line = [0, 1, 2, 3].map((x) => ({ x, y: x })) as unknown as Quad;
    expect(homographyOf(line, quadOf(middle, 10, 10))).toBeNull();
    expect(
      straightened(
        pixels(8, 8, () => [0, 0, 0]),
        [middle, middle, middle, middle],
      ),
    ).toBeNull();
  });
});

describe('a straightened page', () => {
  it('has what was at its corners at its corners, whatever the sheet looked like', () => {
    const marked = quadOf({ x: 500, y: 400 }, 400, 566, 17, [9, -4, -12, 8, 3, 11, -7, -5]);
    const toPage = homographyOf(marked, [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
      { x: 0, y: 1 },
    ]) as readonly number[];
    const picture = pixels(1_000, 800, (x, y) => {
      const { x: u, y: v } = mapped(toPage, { x, y });
      if (u < 0 || v < 0 || u > 1 || v > 1) return [30, 30, 30];
      return u < 0.1 && v < 0.1 ? [200, 0, 0] : u > 0.9 && v > 0.9 ? [0, 0, 200] : [230, 230, 230];
    });
    const page = straightened(picture, marked) as Pixels;
    expect(page.height / page.width).toBeCloseTo(Math.SQRT2, 2);
    const [far, low] = [page.width - 5, page.height - 5];
    expect(colourAt(page, 5, 5)).toEqual([200, 0, 0]);
    expect(colourAt(page, far, low)).toEqual([0, 0, 200]);
    expect(colourAt(page, far, 5)).toEqual([230, 230, 230]);
    expect(colourAt(page, 5, low)).toEqual([230, 230, 230]);
  });

  it('is no larger than 2,400 pixels, and than the camera saw it; nearly A4 becomes A4, another shape stays', () => {
    expect(pageSizeOf(quadOf({ x: 2_000, y: 2_000 }, 2_100, 3_000))).toEqual({ width: 1_697, height: 2_400 });
    expect(pageSizeOf(quadOf(middle, 300, 410))).toEqual({ width: 300, height: 424 });
    expect(pageSizeOf(quadOf(middle, 410, 300))).toEqual({ width: 424, height: 300 });
    expect(pageSizeOf(quadOf(middle, 200, 200))).toEqual({ width: 200, height: 200 });
  });
});

describe('even light', () => {
  it('makes paper white in the light and in the shade, and leaves print dark', () => {
    const page = evenlyLit(
      pixels(480, 640, (x, y) => {
        const light = 220 - (100 * (x + y)) / 1_120;
        const ink = x % 24 < 6 && y % 24 < 6;
        return [light, light, light].map((channel) => (ink ? channel * 0.3 : channel)) as [
          number,
          number,
          number,
        ];
      }),
    );
    for (const [x, y] of [
      [14, 14],
      [470, 14],
      [14, 630],
      [470, 630],
      [254, 326],
    ] as const) {
      const [paper = 0] = colourAt(page, x, y);
      expect(paper).toBeGreaterThan(225);
    }
    const [ink = 255] = colourAt(page, 458, 602);
    expect(ink).toBeLessThan(110);
  });

  it('keeps a seal red, and a dark photo dark', () => {
    const page = evenlyLit(
      pixels(480, 640, (x, y) => {
        if (x > 300 && y > 400) return [60, 50, 50];
        return x > 40 && x < 60 && y > 40 && y < 60 ? [160, 30, 30] : [180, 180, 180];
      }),
    );
    const [red = 0, green = 255] = colourAt(page, 50, 50);
    expect(red).toBeGreaterThan(3 * green);
    expect(colourAt(page, 400, 520)[0]).toBeLessThan(100);
  });
});

describe('the light on a sheet', () => {
  it.each([
    [40, 'tooDark'],
    [65, 'tooDark'],
    [90, null],
    [215, null],
    [255, 'tooBright'],
  ] as const)('paper of luminance %i: %s', (paper, problem) => {
    expect(exposureOf(pictureOf({ sheets: [{ quad: wholly, paper }], noise: 0 }), wholly)).toBe(problem);
  });
});

describe('sharpness', () => {
  const printed = (blur: number, scene = {}) =>
    pictureOf({
      width: 192,
      height: 192,
      sheets: [{ quad: quadOf({ x: 96, y: 96 }, 400, 400), rows: 30 }],
      blur,
      ...scene,
    });
  it.each([
    [0, false],
    [1, false],
    [3, true],
    [4, true],
  ])('print under a box of %i pixels three times: blurred %s', (blur, blurred) => {
    expect(isBlurred(sharpnessOf([printed(blur, { noise: 2 })]))).toBe(blurred);
  });

  it('falls as the blur grows', () => {
    const values = [0, 1, 2, 3].map((blur) => sharpnessOf([printed(blur, { noise: 0 })]) ?? -1);
    expect(values).toEqual([...values].sort((one, other) => other - one));
  });

  it('is the same in bad light', () => {
    const grey = printed(0, { noise: 0 });
    const half = { ...grey, data: grey.data.map((luminance) => luminance / 2) };
    expect(sharpnessOf([half])).toBeCloseTo(sharpnessOf([grey]) ?? 0, 5);
  });

  it('of blank paper nothing can be said, and one cutting with print is enough', () => {
    const blank = pictureOf({ width: 192, height: 192, sheets: [], table: 215, grain: 0 });
    expect(sharpnessOf([blank])).toBeNull();
    expect(isBlurred(null)).toBe(false);
    expect(sharpnessOf([blank, printed(0)])).toBeGreaterThan(0.05);
  });
});

it('closing takes print away and leaves the edge where it is', () => {
  const printed = pictureOf({ sheets: [{ quad: quadOf(middle, 200, 280), rows: 60 }], grain: 0, noise: 0 });
  const plain = withoutPrint(printed, 4);
  const at = (x: number, y: number) => plain.data[y * plain.width + x];
  for (let y = 120; y < 240; y += 5) expect(at(240, y)).toBe(215);
  expect([at(135, 180), at(145, 180)]).toEqual([70, 215]);
});

it('luminance is Rec. 601', () => {
  const [luminance] = greyOf(pixels(1, 1, () => [10, 20, 30])).data;
  expect(luminance).toBeCloseTo(0.299 * 10 + 0.587 * 20 + 0.114 * 30, 4);
  expect(coloured({ width: 1, height: 1, data: Float32Array.of(7) }).data).toEqual(
    Uint8ClampedArray.of(7, 7, 7, 255),
  );
});

describe('a page of at most so many bytes', () => {
  const asked: number[] = [];
  const encode = (bytesAtBest: number) => async (quality: number) => {
    asked.push(quality);
    return new Blob([new Uint8Array(Math.round(bytesAtBest * quality))]);
  };
  it('is as good as fits', async () => {
    expect((await encodeWithin(encode(1_000), 900))?.size).toBe(860);
    expect((await encodeWithin(encode(1_000), 750))?.size).toBe(750);
    expect((await encodeWithin(encode(1_000), 749))?.size).toBe(600);
    expect(asked[0]).toBe(0.86);
  });
  it('is none where even the worst is too large', async () => {
    expect(await encodeWithin(encode(1_000), 100)).toBeNull();
  });
});
