import { create } from 'qrcode';

/**
 * A QR code with the four light modules around it that ISO/IEC 18004 asks for, inside a square of `side`
 * points; without a value only its frame.
 */
export function drawQr(
  pdf: PDFKit.PDFDocument,
  value: string | null,
  x: number,
  y: number,
  side: number,
): void {
  if (value === null) {
    pdf.rect(x, y, side, side).lineWidth(0.5).dash(2, { space: 2 }).strokeColor('#475467').stroke().undash();
    return;
  }
  const { size, data } = create(value, { errorCorrectionLevel: 'M' }).modules;
  const module = side / (size + 8);
  pdf.rect(x, y, side, side).fill('#FFFFFF');
  for (let line = 0; line < size; line++) {
    for (let start = 0; start < size; start++) {
      let end = start;
      while (end < size && data[line * size + end]) end++;
      // Neighbours as one rectangle: two would show a hair of paper between them.
      if (end > start)
        pdf.rect(x + (start + 4) * module, y + (line + 4) * module, (end - start) * module, module);
      start = Math.max(start, end);
    }
  }
  pdf.fill('#000000');
}
