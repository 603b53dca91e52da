import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardText, decodeCardText, encodeCardText } from './card-text.ts';
import vectors from './vectors.json' with { type: 'json' };

function block(name: string): Uint8Array {
  const hex = vectors.find((vector) => vector.name === name)?.hex;
  if (hex === undefined) throw new Error(`no vector ${name}`);
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  return name.startsWith('frame.') ? bytes.slice(14, 14 + 256) : bytes;
}

describe('the text of a card', () => {
  it('of a resident', () => {
    expect(decodeCardText(block('text.resident'))).toMatchObject({
      ok: true,
      value: {
        kind: 'resident',
        number: '11010519491231002X',
        nation: '01',
        birthDate: '19491231',
        nationality: null,
        englishName: null,
      },
    });
  });

  it.each(['text.hmt_J', 'frame.hmt_J'])('of a resident of Hong Kong, Macau or Taiwan (%s)', (name) => {
    expect(decodeCardText(block(name))).toMatchObject({
      ok: true,
      value: { kind: 'hongKongMacauTaiwan', number: '810000198001010014', nation: null, sex: 'male' },
    });
  });

  it('of the foreign card of 2023', () => {
    expect(decodeCardText(block('frame.foreign_2023_Y'))).toMatchObject({
      ok: true,
      value: {
        kind: 'foreign2023',
        number: '931586198001010028',
        englishName: 'ZHENGJIAN, YANGBEN',
        nationality: 'PAK',
        address: null,
        issuer: null,
      },
    });
  });

  it.each([
    [0, 30, 'no name'],
    [30, 2, 'sex'],
    [36, 16, 'birth'],
    [122, 36, 'number'],
    [188, 16, 'begin of validity'],
    [204, 16, 'end of validity'],
  ])(
    'without its field at %i is refused, and the reason holds nothing of the person',
    (offset, length, why) => {
      const bytes = block('text.resident');
      bytes.set(Buffer.from(' '.repeat(length / 2), 'utf16le'), offset);
      const decoded = decodeCardText(bytes);
      if (decoded.ok) throw new Error('was accepted');
      expect(decoded.error).toContain(why);
      expect(decoded.error).not.toMatch(/1949|110105/);
    },
  );

  it('of another length is refused', () => {
    expect(decodeCardText(new Uint8Array(255)).ok).toBe(false);
    expect(decodeCardText(new Uint8Array(0)).ok).toBe(false);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (bytes) => {
        decodeCardText(bytes);
      }),
    );
  });
});

const word = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'样本甲乙丙丁张李欧阳䶮A'), minLength: 1, maxLength });
const day = fc.constantFrom('19500101', '19881212', '20240229');
const latin = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCXYZ'), minLength: 1, maxLength });
const common = {
  sex: fc.constantFrom('unknown', 'male', 'female', 'notStated'),
  birthDate: day,
  validFrom: day,
  validUntil: fc.option(day),
} as const;
const number18 = fc.constantFrom('44520219500101001X', '931586198001010028');

const anyCard: fc.Arbitrary<CardText> = fc.oneof(
  fc.record({
    ...common,
    kind: fc.constant('resident' as const),
    name: word(15),
    englishName: fc.constant(null),
    number: number18,
    nation: fc.constantFrom('01', '56', '97'),
    nationality: fc.constant(null),
    address: fc.option(word(35)),
    issuer: fc.option(word(15)),
  }),
  fc.record({
    ...common,
    kind: fc.constant('hongKongMacauTaiwan' as const),
    name: word(15),
    englishName: fc.constant(null),
    number: number18,
    nation: fc.constant(null),
    nationality: fc.constant(null),
    address: fc.option(word(35)),
    issuer: fc.option(word(15)),
  }),
  fc.record({
    ...common,
    kind: fc.constant('foreign2017' as const),
    name: word(15),
    englishName: latin(60),
    number: fc.constant('UTO445285020225'),
    nation: fc.constant(null),
    nationality: fc.constant('UTO'),
    address: fc.constant(null),
    issuer: fc.option(word(4)),
  }),
  fc.record({
    ...common,
    kind: fc.constant('foreign2023' as const),
    name: word(15),
    englishName: fc.oneof(latin(46), fc.constant(`${'A'.repeat(34)} ${'B'.repeat(10)}`)),
    number: number18,
    nation: fc.constant(null),
    nationality: fc.constant('PAK'),
    address: fc.constant(null),
    issuer: fc.constant(null),
  }),
);

describe('writing and reading the text', () => {
  it('gives the same person in every layout', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        expect(decodeCardText(encodeCardText(card))).toEqual({ ok: true, value: card });
      }),
    );
  });

  it('gives the English name where a 2017 card has no Chinese one', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        fc.pre(card.kind === 'foreign2017');
        const decoded = decodeCardText(encodeCardText({ ...card, name: ' ' }));
        expect(decoded).toMatchObject({ ok: true, value: { name: card.englishName } });
      }),
    );
  });

  it('refuses what does not fit', () => {
    const [card] = fc.sample(anyCard, 1);
    expect(() => encodeCardText({ ...(card as CardText), name: '样'.repeat(16) })).toThrow('do not fit');
  });
});
