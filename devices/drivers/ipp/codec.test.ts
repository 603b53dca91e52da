import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boolean, integer, text } from './attributes.ts';
import { decodeIpp } from './decode.ts';
import { encodeIpp } from './encode.ts';
import {
  binaryTags,
  type GroupTag,
  groupTags,
  type IppAttribute,
  type IppMessage,
  type IppValue,
  outOfBandTags,
  type StringTag,
  stringTags,
} from './values.ts';

/** Field by field as the tables of RFC 8010 appendix A are set: tag, name, value. */
const ascii = (value: string) => Buffer.from(value, 'ascii').toString('hex');
const u16 = (value: number) => value.toString(16).padStart(4, '0');
const u32 = (value: number) => value.toString(16).padStart(8, '0');
const field = (tag: string, name: string, value: string) =>
  `${tag}${u16(name.length)}${ascii(name)}${u16(value.length / 2)}${value}`;
const bytes = (...parts: string[]) => Uint8Array.from(Buffer.from(parts.join(''), 'hex'));

const uri = 'ipp://printer.example.com/ipp/print/pinetree';
const charset = field('47', 'attributes-charset', ascii('utf-8'));
const language = field('48', 'attributes-natural-language', ascii('en-us'));
const opening = [
  text('attributes-charset', 'charset', 'utf-8'),
  text('attributes-natural-language', 'naturalLanguage', 'en-us'),
];

const examples: Record<string, { readonly octets: Uint8Array; readonly message: IppMessage }> = {
  'A.1 Print-Job request': {
    octets: bytes(
      '0101',
      '0002',
      '00000001',
      '01',
      charset,
      language,
      field('45', 'printer-uri', ascii(uri)),
      field('42', 'job-name', ascii('foobar')),
      field('22', 'ipp-attribute-fidelity', '01'),
      '02',
      field('21', 'copies', u32(20)),
      field('44', 'sides', ascii('two-sided-long-edge')),
      '03',
      ascii('%!PDF...'),
    ),
    message: {
      version: [1, 1],
      code: 0x0002,
      requestId: 1,
      groups: [
        {
          tag: 'operation',
          attributes: [
            ...opening,
            text('printer-uri', 'uri', uri),
            text('job-name', 'nameWithoutLanguage', 'foobar'),
            boolean('ipp-attribute-fidelity', true),
          ],
        },
        { tag: 'job', attributes: [integer('copies', 20), text('sides', 'keyword', 'two-sided-long-edge')] },
      ],
      data: Uint8Array.from(Buffer.from('%!PDF...')),
    },
  },
  'A.2 Print-Job response (successful)': {
    octets: bytes(
      '0101',
      '0000',
      '00000001',
      '01',
      charset,
      language,
      field('41', 'status-message', ascii('successful-ok')),
      '02',
      field('21', 'job-id', u32(147)),
      field('45', 'job-uri', ascii(`${uri}/123`)),
      field('23', 'job-state', u32(3)),
      '03',
    ),
    message: {
      version: [1, 1],
      code: 0,
      requestId: 1,
      groups: [
        {
          tag: 'operation',
          attributes: [...opening, text('status-message', 'textWithoutLanguage', 'successful-ok')],
        },
        {
          tag: 'job',
          attributes: [
            integer('job-id', 147),
            text('job-uri', 'uri', `${uri}/123`),
            { name: 'job-state', values: [{ tag: 'enum', value: 3 }] },
          ],
        },
      ],
      data: new Uint8Array(0),
    },
  },
  'A.3 Print-Job response (failure)': {
    octets: bytes(
      '0101',
      '040b',
      '00000001',
      '01',
      charset,
      language,
      field('41', 'status-message', ascii('client-error-attributes-or-values-not-supported')),
      '05',
      field('21', 'copies', u32(20)),
      field('10', 'sides', ''),
      '03',
    ),
    message: {
      version: [1, 1],
      code: 0x040b,
      requestId: 1,
      groups: [
        {
          tag: 'operation',
          attributes: [
            ...opening,
            text('status-message', 'textWithoutLanguage', 'client-error-attributes-or-values-not-supported'),
          ],
        },
        {
          tag: 'unsupported',
          attributes: [integer('copies', 20), { name: 'sides', values: [{ tag: 'unsupported' }] }],
        },
      ],
      data: new Uint8Array(0),
    },
  },
  'A.6 Create-Job request with collection attributes': {
    octets: bytes(
      '0101',
      '0005',
      '00000001',
      '01',
      charset,
      language,
      field('45', 'printer-uri', ascii(uri)),
      '02',
      field('34', 'media-col', ''),
      field('4a', '', ascii('media-size')),
      field('34', '', ''),
      field('4a', '', ascii('x-dimension')),
      field('21', '', u32(21000)),
      field('4a', '', ascii('y-dimension')),
      field('21', '', u32(29700)),
      field('37', '', ''),
      field('4a', '', ascii('media-type')),
      field('44', '', ascii('stationery')),
      field('37', '', ''),
      '03',
    ),
    message: {
      version: [1, 1],
      code: 0x0005,
      requestId: 1,
      groups: [
        { tag: 'operation', attributes: [...opening, text('printer-uri', 'uri', uri)] },
        {
          tag: 'job',
          attributes: [
            {
              name: 'media-col',
              values: [
                {
                  tag: 'collection',
                  members: [
                    {
                      name: 'media-size',
                      values: [
                        {
                          tag: 'collection',
                          members: [integer('x-dimension', 21000), integer('y-dimension', 29700)],
                        },
                      ],
                    },
                    text('media-type', 'keyword', 'stationery'),
                  ],
                },
              ],
            },
          ],
        },
      ],
      data: new Uint8Array(0),
    },
  },
  'A.7 Get-Jobs request, with three values of one attribute': {
    octets: bytes(
      '0101',
      '000a',
      '0000007b',
      '01',
      charset,
      language,
      field('45', 'printer-uri', ascii(uri)),
      field('21', 'limit', u32(50)),
      field('44', 'requested-attributes', ascii('job-id')),
      field('44', '', ascii('job-name')),
      field('44', '', ascii('document-format')),
      '03',
    ),
    message: {
      version: [1, 1],
      code: 0x000a,
      requestId: 123,
      groups: [
        {
          tag: 'operation',
          attributes: [
            ...opening,
            text('printer-uri', 'uri', uri),
            integer('limit', 50),
            text('requested-attributes', 'keyword', 'job-id', 'job-name', 'document-format'),
          ],
        },
      ],
      data: new Uint8Array(0),
    },
  },
  'A.8 Get-Jobs response, one job without attributes': {
    octets: bytes(
      '0101',
      '0000',
      '0000007b',
      '01',
      charset,
      language,
      '02',
      field('21', 'job-id', u32(147)),
      field('36', 'job-name', `0005${ascii('fr-ca')}0003${ascii('fou')}`),
      '02',
      '02',
      field('21', 'job-id', u32(149)),
      '03',
    ),
    message: {
      version: [1, 1],
      code: 0,
      requestId: 123,
      groups: [
        { tag: 'operation', attributes: opening },
        {
          tag: 'job',
          attributes: [
            integer('job-id', 147),
            { name: 'job-name', values: [{ tag: 'nameWithLanguage', language: 'fr-ca', value: 'fou' }] },
          ],
        },
        { tag: 'job', attributes: [] },
        { tag: 'job', attributes: [integer('job-id', 149)] },
      ],
      data: new Uint8Array(0),
    },
  },
};

describe('the examples of RFC 8010 appendix A', () => {
  it.each(Object.entries(examples))('%s', (_name, { octets, message }) => {
    expect(decodeIpp(octets)).toEqual({ ok: true, value: message });
    expect(encodeIpp(message)).toEqual(octets);
  });
});

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const word = fc.string({ unit: 'grapheme', maxLength: 20 });
const octets = fc.uint8Array({ maxLength: 20 });
const namedTags = new Set<number>([
  ...Object.values({ ...outOfBandTags, ...stringTags, ...binaryTags }),
  0x34,
  0x37,
  0x4a,
]);

const plainValue: fc.Arbitrary<IppValue> = fc.oneof(
  fc.constantFrom(...(Object.keys(outOfBandTags) as (keyof typeof outOfBandTags)[])).map((tag) => ({ tag })),
  fc.record({ tag: fc.constantFrom('integer' as const, 'enum' as const), value: int32 }),
  fc.record({ tag: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({ tag: fc.constantFrom(...(Object.keys(stringTags) as StringTag[])), value: word }),
  fc.record({
    tag: fc.constantFrom('textWithLanguage' as const, 'nameWithLanguage' as const),
    language: word,
    value: word,
  }),
  fc.record({ tag: fc.constant('octetString' as const), value: octets }),
  fc.record({
    tag: fc.constant('dateTime' as const),
    value: fc.uint8Array({ minLength: 11, maxLength: 11 }),
  }),
  fc.record({ tag: fc.constant('resolution' as const), cross: int32, feed: int32, units: fc.nat(255) }),
  fc.record({ tag: fc.constant('rangeOfInteger' as const), lower: int32, upper: int32 }),
  fc.record({
    tag: fc.constant('other' as const),
    code: fc.integer({ min: 0x10, max: 0xff }).filter((code) => !namedTags.has(code)),
    value: octets,
  }),
);
const { attribute } = fc.letrec<{ value: IppValue; attribute: IppAttribute }>((tie) => ({
  attribute: fc.record({
    name: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }),
    values: fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
  }),
  value: fc.oneof(
    { maxDepth: 3 },
    plainValue,
    fc.record({
      tag: fc.constant('collection' as const),
      members: fc.array(tie('attribute'), { maxLength: 3 }),
    }),
  ),
}));
const message: fc.Arbitrary<IppMessage> = fc.record({
  version: fc.tuple(fc.nat(255), fc.nat(255)),
  code: fc.nat(0xffff),
  requestId: int32,
  groups: fc.array(
    fc.record({
      tag: fc.constantFrom(...(Object.keys(groupTags) as GroupTag[])),
      attributes: fc.array(attribute, { maxLength: 4 }),
    }),
    { maxLength: 4 },
  ),
  data: fc.uint8Array({ maxLength: 40 }),
});

describe('the codec', () => {
  it('brings back any message as it was', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(decodeIpp(encodeIpp(sent))).toEqual({ ok: true, value: sent });
      }),
    );
  });

  it('answers any octets with a message or a reason, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (anything) => {
        const decoded = decodeIpp(anything);
        if (!decoded.ok) expect(decoded.error.length).toBeGreaterThan(5);
      }),
      { numRuns: 500 },
    );
  });

  it('answers a message with any octet changed or cut off with a message or a reason', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.nat(255), (sent, at, octet) => {
        const encoded = encodeIpp({ ...sent, data: new Uint8Array(0) });
        const place = at % encoded.length;
        const changed = Uint8Array.from(encoded);
        changed[place] = octet;
        decodeIpp(changed);
        expect(decodeIpp(encoded.slice(0, place)).ok).toBe(false);
      }),
    );
  });

  const head = '0101' + '0000' + '00000001';
  it.each([
    ['nothing', '', 'the message ends at octet 0, inside the header'],
    ['no end tag', head, 'the message ends at octet 8, inside a delimiter tag'],
    ['a group without its end', `${head}01`, 'the message ends at octet 9, before its end tag'],
    ['a delimiter that is none', `${head}0f03`, '0x0f begins no group that is known'],
    ['a length past the end', `${head}014700ffaa`, 'the message ends at octet 13, inside a name'],
    [
      'a first value without a name',
      `${head}01${field('44', '', ascii('x'))}03`,
      'a group begins with a value that has no name',
    ],
    [
      'an integer of two octets',
      `${head}01${field('21', 'copies', '0001')}03`,
      'copies has 2 octets where its type has 4',
    ],
    [
      'a collection that does not end',
      `${head}01${field('34', 'media-col', '')}03`,
      'the message ends at octet 24, inside the length of a name',
    ],
    [
      'a collection value without a member name',
      `${head}01${field('34', 'media-col', '')}${field('21', '', u32(1))}${field('37', '', '')}03`,
      'a collection begins with a value that has no name',
    ],
    [
      'a member without a value',
      `${head}01${field('34', 'media-col', '')}${field('4a', '', ascii('m'))}${field('37', '', '')}03`,
      'member m has no value',
    ],
    [
      'the end of a collection that never began',
      `${head}01${field('37', 'x', '')}03`,
      '0x37 stands outside a collection',
    ],
    [
      'a text with language that does not add up',
      `${head}01${field('35', 't', `0009${ascii('en')}`)}03`,
      't with language does not add up to its length',
    ],
  ])('says what is wrong with %s', (_what, octetsInHex, reason) => {
    expect(decodeIpp(bytes(octetsInHex))).toEqual({ ok: false, error: reason });
  });

  it('does not follow collections without end', () => {
    const deep = `${field('34', 'a', '')}${(field('4a', '', ascii('m')) + field('34', '', '')).repeat(5000)}`;
    expect(decodeIpp(bytes(head, '01', deep, '03'))).toEqual({
      ok: false,
      error: 'collections are nested deeper than 16',
    });
  });

  it('refuses to encode what has no encoding', () => {
    const of =
      (...attributes: IppAttribute[]) =>
      () =>
        encodeIpp({
          version: [2, 0],
          code: 2,
          requestId: 1,
          groups: [{ tag: 'operation', attributes }],
          data: new Uint8Array(0),
        });
    expect(of({ name: 'x', values: [] })).toThrow('attribute x has no value');
    expect(of(integer('', 1))).toThrow('no name');
    expect(of(text('x', 'keyword', 'y'.repeat(40_000)))).toThrow('32767');
  });
});
