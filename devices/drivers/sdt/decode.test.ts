import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAdditionalAddress } from './card-text.ts';
import { encodeCardBlocks, encodeReply } from './codec.ts';
import { decodeSdt } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const vector = (name: string) => bytesOf(vectors.find((one) => one.name === name)?.hex ?? '');

describe('decoding for a person', () => {
  it('names commands', () => {
    expect(decodeSdt('host', vector('req.find'))).toEqual({
      ok: true,
      value: { command: 'findCard', code: '2001', data: '' },
    });
    expect(decodeSdt('host', vector('req.set_max_rf_50'))).toMatchObject({
      value: { command: 'setMaximumRfBytes', data: '50' },
    });
  });

  it('explains status words', () => {
    expect(decodeSdt('device', vector('res.find_fail'))).toEqual({
      ok: true,
      value: { status: 'SW 000080, no card found' },
    });
    expect(decodeSdt('device', vector('res.find_ok'))).toMatchObject({ value: { data: '00000000' } });
  });

  it('masks a card, unless told otherwise', () => {
    const frame = vector('frame.foreign_2023_Y');
    const masked = decodeSdt('device', frame);
    expect(masked).toMatchObject({
      ok: true,
      value: {
        card: { kind: 'foreign2023', nationality: 'PAK', numberValid: true },
        photoBytes: 1024,
        fingerBytes: 0,
      },
    });
    expect(JSON.stringify(masked)).toContain('931***********0028');
    expect(JSON.stringify(masked)).not.toMatch(/931586198001010028|ZHENGJIAN, YANGBEN|19800101/);
    expect(decodeSdt('device', frame, { showPersonalData: true })).toMatchObject({
      value: {
        card: { number: '931586198001010028', englishName: 'ZHENGJIAN, YANGBEN', birthDate: '19800101' },
      },
    });
  });

  it('masks an additional address, and counts the bytes of a fingerprint', () => {
    const address = encodeReply({ statusWord: 0x90, data: encodeAdditionalAddress('样本新路22号') });
    expect(decodeSdt('device', address)).toMatchObject({ value: { additionalAddress: '***' } });
    expect(decodeSdt('device', address, { showPersonalData: true })).toMatchObject({
      value: { additionalAddress: '样本新路22号' },
    });
    const text = vector('text.resident');
    const blocks = { text, photo: new Uint8Array(1024), finger: new Uint8Array(512).fill(0x43) };
    const read = encodeReply({ statusWord: 0x90, data: encodeCardBlocks(blocks, true) });
    expect(read).toHaveLength(1809);
    const decoded = decodeSdt('device', read, { showPersonalData: true });
    expect(decoded).toMatchObject({ value: { fingerBytes: 512, photoBytes: 1024 } });
    expect(JSON.stringify(decoded)).not.toContain('67');
  });

  it.each([
    ['bad.checksum', 'check is 96, computed 97'],
    ['bad.length.tooShort', 'length 2 is not within 3..4096'],
    ['bad.preamble', 'there is no preamble AA AA AA 96 69'],
    ['bad.cut', 'the frame is not complete'],
  ])('refuses %s', (name, reason) => {
    expect(decodeSdt('device', vector(name))).toEqual({ ok: false, error: reason });
  });

  it('refuses more than one frame', () => {
    const twice = Uint8Array.of(...vector('req.find'), ...vector('req.find'));
    expect(decodeSdt('host', twice)).toMatchObject({
      ok: false,
      error: expect.stringContaining('one frame'),
    });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom('host' as const, 'device' as const),
        (bytes, direction) => {
          decodeSdt(direction, bytes);
        },
      ),
    );
  });
});
