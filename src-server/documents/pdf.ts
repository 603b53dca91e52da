import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { PaperMark, PaperPage } from '../../src-shared/paper.ts';
import { drawQr } from './qr.ts';
import { drawText, type Faces } from './text.ts';

/** Points per millimetre. */
const pt = 72 / 25.4;
const ink = '#16233B';
const sealRed = '#A11B16';

export interface PdfFacts {
  readonly title: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

const fontFile = (face: string) =>
  createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${face}`);
let faces: Faces | undefined;
/** 10 MB each: read at the first document, kept for the next. */
function loadFaces(): Faces {
  faces ??= {
    regular: readFileSync(fontFile('400Regular/NotoSansSC_400Regular.ttf')),
    bold: readFileSync(fontFile('700Bold/NotoSansSC_700Bold.ttf')),
  };
  return faces;
}

/**
 * The pages as PDF 1.7 with the characters that occur embedded. The same pages and facts give the same bytes:
 * nothing in it comes from the clock or from chance.
 */
export function renderPdf(pages: readonly PaperPage[], facts: PdfFacts): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: 'zh-CN',
      displayTitle: true,
      info: { Title: facts.title, CreationDate: new Date(facts.createdAt) },
    });
    const { regular, bold } = loadFaces();
    pdf.registerFont('regular', regular);
    pdf.registerFont('bold', bold);
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    for (const page of pages) {
      pdf.addPage({ size: [page.widthMm * pt, page.heightMm * pt], margin: 0 });
      for (const mark of page.marks) draw(pdf, mark);
    }
    pdf.end();
  });
}

function draw(pdf: PDFKit.PDFDocument, mark: PaperMark): void {
  switch (mark.kind) {
    case 'text':
      pdf.fillColor(ink);
      drawText(pdf, mark.text, mark.x * pt, mark.y * pt, mark);
      return;
    case 'line':
      pdf.lineWidth(mark.width * pt).strokeColor(ink);
      pdf
        .moveTo(mark.x1 * pt, mark.y1 * pt)
        .lineTo(mark.x2 * pt, mark.y2 * pt)
        .stroke();
      return;
    case 'fill':
      pdf.rect(mark.x * pt, mark.y * pt, mark.width * pt, mark.height * pt).fill(mark.colour);
      return;
    case 'watermark':
      pdf.save().rotate(-mark.angle, { origin: [mark.x * pt, mark.y * pt] });
      pdf.fillColor(sealRed).fillOpacity(0.11);
      drawText(pdf, mark.text, mark.x * pt, mark.y * pt + mark.size * 0.37, {
        size: mark.size,
        anchor: 'middle',
        weight: 'bold',
      });
      pdf.restore();
      return;
    case 'qr':
      drawQr(pdf, mark.value, mark.x * pt, mark.y * pt, mark.side * pt);
      return;
    case 'seal':
      drawSeal(pdf, mark);
      return;
  }
}

/** An empty dashed circle with its words, one line each: it shows where a seal would be, and is none. */
function drawSeal(pdf: PDFKit.PDFDocument, mark: Extract<PaperMark, { kind: 'seal' }>): void {
  const [x, y, radius] = [mark.x * pt, mark.y * pt, mark.radius * pt];
  pdf.save();
  pdf.circle(x, y, radius).lineWidth(0.9).dash(3, { space: 2 }).strokeColor(sealRed).stroke();
  pdf.fillColor(sealRed);
  const lines = mark.text.split(' ');
  lines.forEach((line, index) => {
    const baseline = y + (index - (lines.length - 1) / 2) * 13 + 3.3;
    drawText(pdf, line, x, baseline, { size: 9, anchor: 'middle', weight: 'regular' });
  });
  pdf.restore();
}
