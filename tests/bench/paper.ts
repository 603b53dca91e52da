import { evenlyLit } from '../../src-renderer/paper/even-light.ts';
import { findSheet } from '../../src-renderer/paper/find-sheet.ts';
import { straightened } from '../../src-renderer/paper/straighten.ts';
import { cornerError, pictureOf, quadOf, randomOf } from '../../src-renderer/paper/test-scene.ts';

/**
 * How near to a sheet's real corners they are found, and how long it takes: on drawn sheets, each turned, seen askew, printed,
 * on a table with grain, in uneven light, with the noise of a sensor. Times are of the processor, so that a busy machine
 * tells the same. The same sheets each time.
 */
const sheets = Number(process.argv[2] ?? 100);
const random = randomOf(7);
const between = (least: number, most: number) => least + random() * (most - least);
const errors: number[] = [];
let missed = 0;
let finding = 0;
for (let seed = 0; seed < sheets; seed++) {
  const height = between(180, 255);
  const askew = Array.from({ length: 8 }, () => between(-8, 8));
  const quad = quadOf(
    { x: between(225, 255), y: between(172, 188) },
    height / 1.414,
    height,
    between(0, 180),
    askew,
  );
  const picture = pictureOf({
    sheets: [{ quad, paper: between(170, 240), rows: random() < 0.2 ? 0 : Math.floor(between(20, 60)) }],
    table: between(20, 120),
    grain: between(0, 14),
    shade: between(0, 0.6),
    noise: between(0, 4),
    seed,
  });
  const [found, milliseconds] = timed(() => findSheet(picture));
  finding += milliseconds;
  if (found.quad === null || found.problem !== null) missed += 1;
  else errors.push(cornerError(found.quad, quad));
}
errors.sort((one, other) => one - other);
const at = (part: number) =>
  round(errors[Math.min(errors.length - 1, Math.floor(errors.length * part))] ?? Number.NaN);

const width = 3_264;
const frame = { width, height: 2_448, data: new Uint8ClampedArray(width * 2_448 * 4).fill(200) };
const whole = quadOf({ x: 1_632, y: 1_224 }, 1_640, 2_320, 3);
const page = straightened(frame, whole);
if (page === null) throw new Error('a sheet is a sheet');
const [, straightening] = timed(() => straightened(frame, whole));
const [, lighting] = timed(() => evenlyLit(page));

console.log(
  JSON.stringify({
    sheets,
    notFound: missed,
    cornerErrorPx: { of: '480 x 360', median: at(0.5), p95: at(0.95), largest: at(1) },
    findMs: round(finding / sheets),
    straightenMs: {
      of: `${page.width} x ${page.height} out of 8 megapixels`,
      value: Math.round(straightening),
    },
    evenLightMs: Math.round(lighting),
  }),
);
process.exitCode = missed > sheets / 50 || at(0.95) > 0.5 ? 1 : 0;

function timed<T>(work: () => T): readonly [T, number] {
  const start = process.cpuUsage();
  const value = work();
  return [value, process.cpuUsage(start).user / 1_000];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
