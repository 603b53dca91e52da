export interface Faces {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

interface Setting {
  /** Points. */
  readonly size: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly weight: 'regular' | 'bold';
}

/** What pdfkit keeps behind `font()`: the fontkit font. Its types leave it out. */
interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

type Run =
  | { readonly kind: 'text'; readonly text: string; readonly width: number }
  | { readonly kind: 'missing'; readonly codePoint: number; readonly width: number };

/**
 * Draws a text with its baseline at `y`, points. A character that the font lacks is drawn as a box with its
 * number in Unicode: a name must not lose a character in silence.
 */
export function drawText(
  pdf: PDFKit.PDFDocument,
  text: string,
  x: number,
  y: number,
  setting: Setting,
): void {
  pdf.font(setting.weight).fontSize(setting.size);
  const runs = split(pdf, text, setting.size);
  const width = runs.reduce((sum, run) => sum + run.width, 0);
  let left = x - { start: 0, middle: width / 2, end: width }[setting.anchor];
  for (const run of runs) {
    if (run.kind === 'text') pdf.text(run.text, left, y, { lineBreak: false, baseline: 'alphabetic' });
    else drawMissing(pdf, run.codePoint, left, y, setting);
    left += run.width;
  }
}

function split(pdf: PDFKit.PDFDocument, text: string, size: number): Run[] {
  const { font } = (pdf as unknown as WithFont)._font;
  const runs: Run[] = [];
  let held = '';
  const flush = () => {
    if (held !== '') runs.push({ kind: 'text', text: held, width: pdf.widthOfString(held) });
    held = '';
  };
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (font.hasGlyphForCodePoint(codePoint)) held += character;
    else {
      flush();
      runs.push({ kind: 'missing', codePoint, width: size });
    }
  }
  flush();
  return runs;
}

/** Two lines of hexadecimal digits in a frame of one em. */
function drawMissing(
  pdf: PDFKit.PDFDocument,
  codePoint: number,
  x: number,
  y: number,
  setting: Setting,
): void {
  const { size } = setting;
  const digits = codePoint.toString(16).toUpperCase().padStart(6, '0');
  pdf
    .rect(x + size * 0.04, y - size * 0.86, size * 0.92, size * 0.96)
    .lineWidth(size * 0.04)
    .stroke();
  pdf.font('regular').fontSize(size * 0.4);
  [digits.slice(0, 3), digits.slice(3)].forEach((line, index) => {
    const left = x + (size - pdf.widthOfString(line)) / 2;
    pdf.text(line, left, y - size * (0.46 - index * 0.42), { lineBreak: false, baseline: 'alphabetic' });
  });
  pdf.font(setting.weight).fontSize(size);
}
