import { memoryInUse } from '../../src-shared/test-memory.ts';
import { Random } from './random.ts';
import type { FuzzTarget, Sample } from './target.ts';

export interface FuzzResult {
  readonly bytes: number;
  /** Whole frames that were found. */
  readonly frames: number;
  /** How often a good frame behind garbage was found again. */
  readonly resyncs: number;
  readonly flips: number;
  /**
   * Flips of a length that left a shorter frame whose check happens to be right: no parser can tell. The 8-bit checks
   * of some protocols let about one of 256 through.
   */
  readonly shortened: number;
  readonly heapGrowthKiB: number;
  readonly failures: readonly string[];
}

export interface FuzzSize {
  readonly bytes: number;
  readonly seed: number;
  /** So many frames are tried with each of their bits turned. */
  readonly flippedFrames: number;
}

const mebibyte = 1_048_576;
/** What a parser may hold, with room for what the collector has not taken yet. */
const mostHeapGrowth = 8 * mebibyte;
const resyncEveryBytes = 4_096;
const mostFailures = 5;

/** @param onProgress called about once a million bytes, so that a parser that hangs can be told from a slow one */
export function fuzz(
  target: FuzzTarget,
  size: FuzzSize,
  onProgress: (bytes: number) => void = () => {},
): FuzzResult {
  const random = new Random(size.seed);
  const failures: string[] = [];
  const parser = target.parser();
  let bytes = 0;
  let frames = 0;
  let resyncs = 0;
  let nextResync = resyncEveryBytes;
  let nextProgress = mebibyte;
  let heapBefore: number | null = null;
  let heapGrowth = 0;

  /** What the parser says, or a failure that tells how to make it happen again. */
  function heard(portion: Uint8Array): readonly string[] {
    bytes += portion.length;
    try {
      const found = parser.push(portion);
      frames += found.length;
      return found;
    } catch (error) {
      failures.push(`threw on ${hex(portion)}, at byte ${bytes}: ${String(error)}`);
      return [];
    }
  }

  function paused(): readonly string[] {
    const found = parser.pause();
    frames += found.length;
    return found;
  }

  while (bytes < size.bytes && failures.length < mostFailures) {
    for (const portion of cut(chunk(target, random), random)) heard(portion);
    if (random.integer(64) === 0) paused();
    if (bytes >= nextResync) {
      nextResync = bytes + resyncEveryBytes;
      const failure = resync(target, random, heard, paused);
      if (failure !== null) failures.push(`${failure}, at byte ${bytes}`);
      else resyncs++;
    }
    if (bytes >= nextProgress) {
      nextProgress = bytes + mebibyte;
      onProgress(bytes);
      const heap = memoryInUse();
      heapBefore ??= heap;
      heapGrowth = Math.max(heapGrowth, heap - heapBefore);
    }
  }
  if (heapGrowth > mostHeapGrowth)
    failures.push(`holds ${Math.round(heapGrowth / 1024)} KiB more than at first`);
  const { flips, shortened, passed } = target.checked
    ? flip(target, random, size.flippedFrames)
    : { flips: 0, shortened: 0, passed: [] };
  failures.push(...passed.slice(0, mostFailures));
  return { bytes, frames, resyncs, flips, shortened, heapGrowthKiB: Math.round(heapGrowth / 1024), failures };
}

/** Noise, a good frame, or one to which something happened. */
function chunk(target: FuzzTarget, random: Random): Uint8Array {
  const kind = random.integer(4);
  if (kind === 0) return random.bytes(1 + random.integer(300));
  const { bytes } = target.sample(random);
  if (kind === 1) return bytes;
  const changed = [...bytes];
  for (let change = random.integer(3); change >= 0; change--) {
    const at = random.integer(changed.length + 1);
    const how = random.integer(5);
    if (how === 0) changed[at % bytes.length] = random.integer(256);
    else if (how === 1) changed.splice(at, 1);
    else if (how === 2) changed.splice(at, 0, random.integer(256));
    else if (how === 3) changed.length = at;
    else changed.splice(at, 0, ...bytes.slice(0, random.integer(bytes.length)));
  }
  // Noise of the bytes that the protocol is made of gets deeper into a parser than any other.
  if (kind === 3) return Uint8Array.from(changed, () => bytes[random.integer(bytes.length)] ?? 0);
  return Uint8Array.from(changed);
}

function cut(bytes: Uint8Array, random: Random): Uint8Array[] {
  const portions: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.integer(64);
    portions.push(bytes.subarray(at, at + length));
    at += length;
  }
  return portions;
}

/** Garbage, then good frames: one must be found. Null, or what is wrong. */
function resync(
  target: FuzzTarget,
  random: Random,
  push: (bytes: Uint8Array) => readonly string[],
  pause: () => readonly string[],
): string | null {
  const { swallows } = target;
  if (swallows === null) return null;
  push(random.bytes(1 + random.integer(200)));
  pause();
  const after = target.sample(random);
  const found = push(after.bytes).includes(after.content) || pause().includes(after.content);
  if (!found && !target.pauseless) return `did not find ${hex(after.bytes)} behind garbage and a pause`;
  if (swallows === 'pause') return null;
  push(random.bytes(1 + random.integer(200)));
  const frame = target.sample(random);
  for (let sent = 0; sent <= swallows + frame.bytes.length; sent += frame.bytes.length) {
    if (push(frame.bytes).includes(frame.content)) return null;
  }
  return `did not find ${hex(frame.bytes)} behind garbage within ${swallows} bytes`;
}

function flip(
  target: FuzzTarget,
  random: Random,
  flippedFrames: number,
): { flips: number; shortened: number; passed: string[] } {
  const passed: string[] = [];
  let flips = 0;
  let shortened = 0;
  for (let frame = 0; frame < flippedFrames; frame++) {
    const sample = target.sample(random);
    for (let bit = 0; bit < sample.bytes.length * 8; bit++) {
      flips++;
      const wrong = Uint8Array.from(sample.bytes);
      wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      let how: ReturnType<typeof passes>;
      try {
        how = passes(target, wrong, sample);
      } catch (error) {
        passed.push(`threw on ${hex(wrong)}: ${String(error)}`);
        continue;
      }
      if (how === 'shortened') shortened++;
      if (how === 'whole') passed.push(`took ${hex(wrong)}, which has one wrong bit`);
    }
  }
  return { flips, shortened, passed };
}

function passes(target: FuzzTarget, bytes: Uint8Array, sample: Sample): 'no' | 'shortened' | 'whole' {
  if (target.passes !== undefined) return target.passes(bytes) ? 'whole' : 'no';
  const parser = target.parser();
  const found = [...parser.push(bytes), ...parser.pause()];
  if (found.length === 0) return 'no';
  return found.every(({ length }) => length < sample.content.length) ? 'shortened' : 'whole';
}

function hex(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 48)).toString('hex');
  return bytes.length > 48 ? `${text}... (${bytes.length} bytes)` : text;
}
