import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scan } from '../scanner/scan.ts';
import { encodeReports, HidPosParser, mostPerReport, parseReport, reportBytes } from './codec.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const text = (data: Uint8Array) => Buffer.from(data).toString('latin1');
const [single, longFirst, longLast] = vectors.map(({ bytes_hex }) => bytesOf(bytes_hex)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const data = fc.uint8Array({ minLength: 1, maxLength: 400 });
const aim = fc.constantFrom(']Q0', ']Q1', ']C0', ']d2');

describe('a report', () => {
  it('of a short code is a code', () => {
    expect(parseReport(single)).toMatchObject({ aim: ']Q0', continued: false });
    expect(new HidPosParser().push(single)).toEqual([
      { kind: 'code', aim: ']Q0', data: Uint8Array.from(Buffer.from('ECARD-TEST-0001')) },
    ]);
    expect(encodeReports(']Q0', Uint8Array.from(Buffer.from('ECARD-TEST-0001')))).toEqual([single]);
  });

  it('of a long code is one of several', () => {
    const parser = new HidPosParser();
    expect(parser.push(longFirst)).toEqual([]);
    expect(parser.inScan).toBe(true);
    const [scan] = parser.push(longLast);
    expect(scan?.kind === 'code' && text(scan.data)).toBe('8'.repeat(60));
    expect(parser.inScan).toBe(false);
    expect(encodeReports(']Q0', Uint8Array.from(Buffer.from('8'.repeat(60))))).toEqual([longFirst, longLast]);
  });

  it('may lack an AIM identifier', () => {
    const report = Uint8Array.from(single);
    report.fill(0, 2, 5);
    expect(parseReport(report)).toMatchObject({ aim: null });
  });

  it.each([
    ['another report id', 0, 3],
    ['a count that is too high', 1, mostPerReport + 1],
    ['an AIM identifier that is none', 2, 0x41],
    ['an AIM identifier of no letter', 3, 0x21],
  ])('with %s is none', (_, at, byte) => {
    const report = Uint8Array.from(single);
    report[at] = byte;
    expect(parseReport(report)).toBeNull();
    const parser = new HidPosParser();
    expect(parser.push(report)).toEqual([]);
    // And is not taken for the beginning of the next one.
    expect(parser.push(single)).toHaveLength(1);
  });

  it.each([0, 1, reportBytes - 1, reportBytes + 1])('of %s bytes is none', (length) => {
    expect(parseReport(new Uint8Array(length))).toBeNull();
  });
});

describe('a code', () => {
  it('comes back as it was sent', () => {
    fc.assert(
      fc.property(aim, data, (sentAim, sent) => {
        const parser = new HidPosParser();
        const scans = encodeReports(sentAim, sent).flatMap((report) => parser.push(report));
        expect(scans).toEqual([{ kind: 'code', aim: sentAim, data: sent }]);
        expect(parser.inScan).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same in any portions', () => {
    const portions = fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(aim, data), { maxLength: 4 }), portions, (codes, sizes) => {
        const stream = Buffer.concat(codes.flatMap(([each, sent]) => encodeReports(each, sent)));
        const parser = new HidPosParser();
        const scans: Scan[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          scans.push(...parser.push(Uint8Array.from(stream.subarray(at, at + size))));
          at += size;
        }
        expect(scans).toEqual(codes.map(([each, sent]) => ({ kind: 'code', aim: each, data: sent })));
      }),
      { numRuns: 60 },
    );
  });

  it('is found behind garbage, whatever that is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (garbage) => {
        const parser = new HidPosParser();
        parser.push(garbage);
        // A whole report in one portion, as a HID line brings it, after the pause that ends what the garbage began.
        parser.pause();
        const scans = parser.push(single);
        expect(scans).toContainEqual({ kind: 'code', aim: ']Q0', data: single.slice(5, 20) });
      }),
      { numRuns: 100 },
    );
  });

  it('is whole behind a report that was cut off', () => {
    const parser = new HidPosParser();
    parser.push(single.subarray(0, 10));
    expect(parser.push(single)).toEqual([{ kind: 'code', aim: ']Q0', data: single.slice(5, 20) }]);
    expect(parser.inScan).toBe(false);
  });

  it('of which the rest does not come is spoiled', () => {
    const parser = new HidPosParser();
    parser.push(longFirst);
    expect(parser.pause()).toEqual({ kind: 'spoiled', reason: 'a code ended after 1 reports' });
    expect(parser.pause()).toBeNull();
    expect(parser.push(single)).toHaveLength(1);
  });

  it('into which one of another kind comes is spoiled, and the other is whole', () => {
    const parser = new HidPosParser();
    const [first = new Uint8Array()] = encodeReports(']C0', new Uint8Array(60).fill(0x38));
    parser.push(first);
    expect(parser.push(single).map(({ kind }) => kind)).toEqual(['spoiled', 'code']);
  });

  it('that goes on with a report that is not full is spoiled', () => {
    const report = Uint8Array.from(longFirst);
    report[1] = 55;
    expect(new HidPosParser().push(report).map(({ kind }) => kind)).toEqual(['spoiled']);
  });

  it('without end is spoiled, and no more of it is held', () => {
    const parser = new HidPosParser();
    const scans = Array.from({ length: 147 }, () => parser.push(longFirst)).flat();
    expect(scans).toEqual([{ kind: 'spoiled', reason: 'reports that make no code' }]);
    expect(parser.inScan).toBe(false);
  });
});
