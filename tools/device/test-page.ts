import PDFDocument from 'pdfkit';

/** One A4 page with a frame near its edges, so that a shift or a cut margin shows. */
export function testPage(printedAt: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const page = new PDFDocument({ size: 'A4', margin: 42 });
    const parts: Buffer[] = [];
    page.on('data', (part: Buffer) => parts.push(part));
    page.on('error', reject);
    page.on('end', () => resolve(Buffer.concat(parts)));
    page.rect(28, 28, page.page.width - 56, page.page.height - 56).stroke();
    page.fontSize(28).text('ZeroWindow test page', { align: 'center' });
    page.fontSize(12).text(printedAt, { align: 'center' });
    for (let grey = 0; grey <= 10; grey++) {
      page.rect(60 + grey * 43, 200, 43, 60).fill(
        `#${Math.round((grey * 255) / 10)
          .toString(16)
          .padStart(2, '0')
          .repeat(3)}`,
      );
    }
    page.end();
  });
}
