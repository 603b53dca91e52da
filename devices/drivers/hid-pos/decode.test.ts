import { describe, expect, it } from 'vitest';
import { decodeHidPos } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const hex = (name: string) =>
  Uint8Array.from(Buffer.from(vectors.find((vector) => vector.name === name)?.bytes_hex ?? '', 'hex'));

describe('a report explained', () => {
  it('tells how long a code is, and not what it says', () => {
    const decoded = decodeHidPos('device', hex('single'));
    expect(decoded).toEqual({
      ok: true,
      value: { reports: [{ reportId: 2, aim: ']Q0', symbology: 'qrCode', length: 15, continued: false }] },
    });
    expect(JSON.stringify(decoded)).not.toContain('ECARD');
  });

  it('tells it when it is asked for', () => {
    expect(decodeHidPos('device', hex('single'), { showPersonalData: true })).toMatchObject({
      value: { reports: [{ data: 'ECARD-TEST-0001' }] },
    });
  });

  it('may be one of several', () => {
    const both = Uint8Array.from([...hex('long.1'), ...hex('long.2')]);
    expect(decodeHidPos('device', both)).toMatchObject({
      value: {
        reports: [
          { length: 56, continued: true },
          { length: 4, continued: false },
        ],
      },
    });
  });

  it.each([
    ['a host', 'host', hex('single'), 'a host sends nothing'],
    ['half a report', 'device', hex('single').subarray(0, 30), '30 bytes'],
    ['another report', 'device', new Uint8Array(64), 'no report of scanned data at byte 0'],
  ] as const)('is refused for %s', (_, direction, bytes, reason) => {
    const decoded = decodeHidPos(direction, bytes);
    expect(!decoded.ok && decoded.error).toContain(reason);
  });
});
