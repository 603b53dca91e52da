import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import type { FuzzedParser, FuzzTarget } from './target.ts';
import { targets } from './targets.ts';
import { watchChild } from './watch-child.ts';

describe('every parser stands', () => {
  it.each(targets.map((target) => [`${target.protocol} ${target.direction}`, target] as const))(
    '%s',
    (_name, target) => {
      const result = fuzz(target, { bytes: 20_000, seed: 7, flippedFrames: 3 });
      expect(result.failures).toEqual([]);
      expect(result.frames).toBeGreaterThan(0);
      if (target.swallows !== null) expect(result.resyncs).toBeGreaterThan(0);
    },
  );

  it('with the same seed the same bytes are tried', () => {
    const [target] = targets;
    if (target === undefined) throw new Error('no parsers');
    const size = { bytes: 20_000, seed: 3, flippedFrames: 3 };
    const { heapGrowthKiB: _, ...first } = fuzz(target, size);
    expect(fuzz(target, size)).toMatchObject(first);
  });
});

/** A frame: AA, length, data, and the sum of all before. */
function encode(data: Uint8Array): Uint8Array {
  const body = [0xaa, data.length, ...data];
  return Uint8Array.of(...body, body.reduce((sum, byte) => sum + byte, 0) & 0xff);
}

/** A parser of such frames, with one thing changed. */
class ToyParser implements FuzzedParser {
  held: number[] = [];

  push(bytes: Uint8Array): string[] {
    this.held.push(...bytes);
    const found: string[] = [];
    for (;;) {
      const start = this.held.indexOf(0xaa);
      this.held.splice(0, start === -1 ? this.held.length : start);
      const [, length] = this.held;
      if (length === undefined || this.held.length < length + 3) return found;
      const frame = this.held.slice(0, length + 3);
      const good = this.isGood(frame);
      this.held.splice(0, good ? frame.length : this.behindRefused(frame));
      if (good) found.push(Buffer.from(frame.slice(2, -1)).toString('hex'));
    }
  }

  isGood(frame: readonly number[]): boolean {
    const sum = frame.slice(0, -1).reduce((all, byte) => all + byte, 0);
    return frame.at(-1) === (sum & 0xff);
  }

  behindRefused(_frame: readonly number[]): number {
    return 1;
  }

  pause(): string[] {
    this.held = [];
    return [];
  }
}

function fuzzToy(make: () => FuzzedParser, bytes = 60_000) {
  const target: FuzzTarget = {
    protocol: 'toy',
    direction: 'device',
    checked: true,
    swallows: 300,
    sample(random) {
      const data = random.bytes(1 + random.integer(30));
      return { bytes: encode(data), content: Buffer.from(data).toString('hex') };
    },
    parser: make,
  };
  return fuzz(target, { bytes, seed: 1, flippedFrames: 10 }).failures;
}

describe('a parser that is wrong is found out', () => {
  it('a right one is not', () => {
    expect(fuzzToy(() => new ToyParser())).toEqual([]);
  });

  it('one that throws', () => {
    class Thrower extends ToyParser {
      override behindRefused(frame: readonly number[]): number {
        if (frame.length === 3) throw new Error('an empty frame');
        return 1;
      }
    }
    expect(fuzzToy(() => new Thrower())[0]).toMatch(/threw on .*an empty frame/);
  });

  it('one that does not find its way back', () => {
    class Lost extends ToyParser {
      lost = false;
      override push(bytes: Uint8Array): string[] {
        return this.lost ? [] : super.push(bytes);
      }
      override behindRefused(): number {
        this.lost = true;
        return 1;
      }
    }
    expect(fuzzToy(() => new Lost())[0]).toMatch(/did not find aa.* behind garbage/);
  });

  it('one that takes frames with a wrong bit', () => {
    class Trusting extends ToyParser {
      override isGood(): boolean {
        return true;
      }
    }
    expect(fuzzToy(() => new Trusting()).join('\n')).toMatch(/took .*which has one wrong bit/);
  });

  it('one that holds more and more', () => {
    class Hoarder extends ToyParser {
      readonly all: number[][] = [];
      override push(bytes: Uint8Array): string[] {
        this.all.push([...bytes, ...bytes]);
        return super.push(bytes);
      }
    }
    expect(fuzzToy(() => new Hoarder(), 3_300_000).join('\n')).toMatch(/holds \d+ KiB more than at first/);
  });

  it('one that hangs: it is ended, and said to have hung', async () => {
    const end = await watchChild(process.execPath, ['-e', 'console.log(1000); for (;;);'], 1_500);
    expect(end).toMatchObject({ lastLine: '1000', hung: true });
  });
});
