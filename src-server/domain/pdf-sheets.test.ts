import { loadImage } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import { describe, expect, test } from 'vitest';
import { pdfSheets } from './pdf-sheets.ts';

/** Sheets of A4, the second one lying. */
function pdf(sheets: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ autoFirstPage: false, size: 'A4' });
    const parts: Buffer[] = [];
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    for (let sheet = 0; sheet < sheets; sheet++) {
      document.addPage({ size: 'A4', layout: sheet === 1 ? 'landscape' : 'portrait' });
      document.rect(0, 0, 300, 300).fill('#cc0000');
    }
    document.end();
  });
}

describe('a PDF', () => {
  test('becomes a picture a sheet, upright, of the first ten', async () => {
    const drawn = await pdfSheets(await pdf(11));
    expect([drawn?.sheets, drawn?.pictures.length]).toEqual([11, 10]);
    const sizes = await Promise.all((drawn?.pictures ?? []).slice(0, 2).map((one) => loadImage(one)));
    expect(sizes.map(({ width, height }) => [width, height])).toEqual([
      [1273, 1800],
      [1800, 1273],
    ]);
  });

  test.each([
    ['without a sheet', Buffer.from('%PDF-1.7\n1 0 obj<</Type /Page>>endobj\ntrailer\n%%EOF\n')],
    ['that is none', Buffer.from('MZ this is no PDF')],
  ])('%s is not drawn', async (_, file) => {
    expect(await pdfSheets(file)).toBeNull();
  });

  test('that takes too long is given up', async () => {
    expect(await pdfSheets(await pdf(1), 1)).toBeNull();
  });
});
