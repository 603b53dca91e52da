import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeScan, type SerialScanFormat, SerialScanParser } from './codec.ts';

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const crLf = ascii('\r\n');
const withSuffix: SerialScanFormat = { suffix: crLf, aim: false };
const withAim: SerialScanFormat = { suffix: crLf, aim: true };
const bare: SerialScanFormat = { suffix: new Uint8Array(), aim: false };

describe('a code', () => {
  it('ends with the pause', () => {
    const parser = new SerialScanParser(bare);
    expect(parser.push(ascii('SPECIMEN'))).toEqual([]);
    expect(parser.inScan).toBe(true);
    expect(parser.push(ascii('-0001'))).toEqual([]);
    expect(parser.pause()).toEqual({ kind: 'code', aim: null, data: ascii('SPECIMEN-0001') });
    expect(parser.inScan).toBe(false);
  });

  it('is proved whole by its suffix, which is not part of it', () => {
    const parser = new SerialScanParser(withSuffix);
    parser.push(ascii('SPECIMEN\r\n'));
    expect(parser.pause()).toEqual({ kind: 'code', aim: null, data: ascii('SPECIMEN') });
    parser.push(ascii('SPECIMEN\r'));
    expect(parser.pause()).toEqual({ kind: 'spoiled', reason: '9 bytes without the suffix' });
    parser.push(ascii('\n'));
    expect(parser.pause()).toMatchObject({ kind: 'spoiled' });
  });

  it('may contain what the suffix is', () => {
    const parser = new SerialScanParser(withSuffix);
    parser.push(ascii('ONE\r\n'));
    parser.push(ascii('TWO\r\n'));
    expect(parser.pause()).toMatchObject({ data: ascii('ONE\r\nTWO') });
  });

  it('has its AIM identifier before it', () => {
    const parser = new SerialScanParser(withAim);
    parser.push(ascii(']Q1SPECIMEN\r\n'));
    expect(parser.pause()).toEqual({ kind: 'code', aim: ']Q1', data: ascii('SPECIMEN') });
    parser.push(ascii('SPECIMEN\r\n'));
    expect(parser.pause()).toMatchObject({ kind: 'spoiled', reason: /AIM/ });
    parser.push(ascii(']Q\r\n'));
    expect(parser.pause()).toMatchObject({ kind: 'spoiled' });
  });

  it('comes back as it was sent, in any portions', () => {
    const data = fc.uint8Array({ minLength: 1, maxLength: 300 });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.constantFrom(withSuffix, withAim, bare), data, sizes, (format, sent, portions) => {
        const parser = new SerialScanParser(format);
        const stream = encodeScan(format, ']Q1', sent);
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = portions[turn % portions.length] ?? 1;
          expect(parser.push(stream.subarray(at, at + size))).toEqual([]);
          at += size;
        }
        expect(parser.pause()).toEqual({ kind: 'code', aim: format.aim ? ']Q1' : null, data: sent });
      }),
      { numRuns: 60 },
    );
  });

  it('that lost its last byte is never taken for a whole one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), (sent) => {
        const parser = new SerialScanParser(withSuffix);
        parser.push(encodeScan(withSuffix, '', sent).slice(0, -1));
        expect(parser.pause()?.kind).toBe('spoiled');
      }),
      { numRuns: 60 },
    );
  });
});

describe('bytes without a pause', () => {
  it('are told once, and what is held stays bounded', () => {
    const parser = new SerialScanParser(withSuffix);
    const noise = new Uint8Array(1_000).fill(0x41);
    const scans = Array.from({ length: 40 }, () => parser.push(noise)).flat();
    expect(scans).toEqual([{ kind: 'spoiled', reason: 'more than 8192 bytes without a pause' }]);
    expect(parser.inScan).toBe(true);
    expect(parser.pause()).toBeNull();
    parser.push(ascii('SPECIMEN\r\n'));
    expect(parser.pause()).toMatchObject({ kind: 'code' });
  });

  it('are forgotten when they are told to be', () => {
    const parser = new SerialScanParser(bare);
    parser.push(ascii('HALF OF'));
    parser.reset();
    parser.push(ascii('WHOLE'));
    expect(parser.pause()).toMatchObject({ data: ascii('WHOLE') });
  });
});
