import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { layoutParticipation } from '../../src-shared/certificate/layout.ts';
import { textWidth } from '../../src-shared/certificate/text-width.ts';
import type { PaperMark, PaperPage } from '../../src-shared/paper.ts';
import { participationOf } from '../sandbox/contributions.ts';
import { loadPeople } from '../sandbox/people.ts';
import { people, peopleFile } from '../test-server.ts';
import { renderPdf } from './pdf.ts';

interface Face {
  readonly unitsPerEm: number;
  layout(text: string): { readonly advanceWidth: number };
}
const require = createRequire(import.meta.url);
/** The one that pdfkit draws with. */
const fontkit = createRequire(require.resolve('pdfkit'))('fontkit') as { create(data: Buffer): Face };

const facts = { title: '社会保险参保证明', createdAt: '2026-11-22T01:02:03.000Z' };
const rare = loadPeople(peopleFile).get(people.rareCharacter.idNumber);
if (rare === undefined) throw new Error('nobody with a rare character');

function certificate(months: { from: string; to: string }): PaperPage[] {
  const range = { schemes: ['pension' as const, 'medical' as const, 'unemployment' as const], ...months };
  const issue = {
    certificateNumber: 'YP20261122000001',
    verificationCode: '7K3M-9QXW-2TVB',
    verificationUrl: 'https://centre.example/verify/7K3M-9QXW-2TVB',
    issuedAt: facts.createdAt,
  };
  return layoutParticipation(participationOf(rare as NonNullable<typeof rare>, range, '2026-10'), issue, {
    masked: false,
    specimen: true,
    printedAt: facts.createdAt,
  });
}

/** Everything in the file, its compressed streams opened. */
function opened(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf);
  const parts = [bytes.toString('latin1')];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 7)) {
    try {
      parts.push(inflateSync(bytes.subarray(at + 7)).toString('latin1'));
    } catch {
      // The word `endstream`, or bytes that only look like it.
    }
  }
  return parts.join('\n');
}
/** The characters that can be copied out of the file: what its fonts map back to Unicode. */
function characters(pdf: Uint8Array): string {
  const maps = opened(pdf).match(/beginbfrange[\s\S]*?endbfrange/g) ?? [];
  const units = maps.flatMap((map) =>
    [...map.matchAll(/<([0-9a-f]{4}(?: [0-9a-f]{4})*)>/gi)].map((one) => one[1]),
  );
  return units
    .map((unit) => String.fromCharCode(...(unit ?? '').split(' ').map((code) => Number.parseInt(code, 16))))
    .join('');
}
const textPage = (text: string): PaperPage => ({
  widthMm: 210,
  heightMm: 297,
  marks: [{ kind: 'text', x: 20, y: 40, size: 12, text, anchor: 'start', weight: 'regular' }],
});

describe('a certificate', () => {
  test('is the same bytes every time', async () => {
    const pages = certificate({ from: '2021-12', to: '2026-11' });
    const [one, other] = [await renderPdf(pages, facts), await renderPdf(pages, facts)];
    expect(Buffer.compare(one, other)).toBe(0);
    const later = await renderPdf(pages, { ...facts, createdAt: '2026-11-22T01:02:04.000Z' });
    expect(Buffer.compare(one, later)).not.toBe(0);
  });

  test('is small, A4, and has its pages', async () => {
    const pages = certificate({ from: '2021-12', to: '2026-11' });
    const pdf = await renderPdf(pages, facts);
    expect(pdf.length).toBeLessThan(300_000);
    const text = opened(pdf);
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(pages.length);
    expect(text).toMatch(/MediaBox \[0 0 595\.27\d+ 841\.88\d+\]/);
  });

  test('has no date but the one it was given', async () => {
    const pdf = await renderPdf(certificate({ from: '2026-01', to: '2026-11' }), facts);
    expect(opened(pdf).match(/D:\d{14}/g)).toEqual(['D:20261122010203']);
  });
});

describe('characters', () => {
  test('a rare one is embedded and can be copied out', async () => {
    expect(characters(await renderPdf([textPage('李䶮样')], facts))).toContain('䶮');
    expect(characters(await renderPdf([textPage('李样')], facts))).not.toContain('䶮');
  });

  test('one that the font lacks is drawn as its number in a frame', async () => {
    const pdf = await renderPdf([textPage('样𠮷')], facts);
    // U+20BB7
    for (const digit of '02B7') expect(characters(pdf)).toContain(digit);
    const frames = (text: string) => (text.match(/ re\n/g) ?? []).length;
    const plain = await renderPdf([textPage('样')], facts);
    expect(frames(opened(pdf))).toBe(frames(opened(plain)) + 1);
  });
});

test('no text is wider in the font than the layout estimated', () => {
  const face = (file: string) =>
    fontkit.create(readFileSync(require.resolve(`@expo-google-fonts/noto-sans-sc/${file}`)));
  const faces = {
    regular: face('400Regular/NotoSansSC_400Regular.ttf'),
    bold: face('700Bold/NotoSansSC_700Bold.ttf'),
  };
  const texts = certificate({ from: '2024-12', to: '2026-11' })
    .flatMap((page) => page.marks)
    .filter((mark): mark is Extract<PaperMark, { kind: 'text' }> => mark.kind === 'text');
  const latin = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const wide = [
    ...texts.map((mark) => [mark.text, mark.weight] as const),
    ...latin.map((one) => [one, 'bold'] as const),
  ]
    .filter(
      ([text, weight]) =>
        faces[weight].layout(text).advanceWidth / faces[weight].unitsPerEm > textWidth(text) + 0.001,
    )
    .map(([text]) => text);
  expect(wide).toEqual([]);
});

describe('marks', () => {
  const render = async (mark: PaperMark) =>
    opened(await renderPdf([{ widthMm: 210, heightMm: 297, marks: [mark] }], facts));

  test('a QR code is drawn as modules; without a value only its frame', async () => {
    const square = { kind: 'qr', x: 10, y: 10, side: 25 } as const;
    const rectangles = (text: string) => (text.match(/ re\n/g) ?? []).length;
    expect(
      rectangles(await render({ ...square, value: 'https://centre.example/verify/7K3M' })),
    ).toBeGreaterThan(200);
    expect(rectangles(await render({ ...square, value: null }))).toBe(1);
  });

  test('a watermark lets what is under it be read', async () => {
    const text = await render({ kind: 'watermark', x: 105, y: 148, size: 80, angle: 45, text: '样张' });
    expect(text).toContain('/ca 0.11');
  });

  test('the place of the seal is dashed, so that it is none', async () => {
    const text = await render({ kind: 'seal', x: 105, y: 148, radius: 14, text: '样张 电子印章处' });
    expect(text).toMatch(/\[3 2\] 0 d/);
  });
});
