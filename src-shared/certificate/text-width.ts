/**
 * How wide a text will be, in em, without the font: a little more than in Noto Sans SC Bold, the widest face
 * that is printed, so that what fits by this estimate fits on paper.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  // Chinese, and the quotation marks and dashes that it shares with others: a full em in this font.
  if (character > '\u024f') return 1;
  if (/[\d$#+<=>?_~*"^&]/.test(character)) return character === '&' ? 0.75 : 0.6;
  if (/[ iljI.,:;'|!()[\]{}\-/\\ftr·]/.test(character)) return 0.45;
  if (/[mwMW@%]/.test(character)) return 1.02;
  return /[A-Z]/.test(character) ? 0.78 : 0.66;
}

/** Marks that may not begin a line (GB/T 15834). */
const closing = /[，。、；：！？）》”’…,.;:!?)]/;

/** Breaks after any character, as Chinese is set, but not before a closing mark. */
export function wrapText(text: string, widthEm: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  for (const character of text) {
    if (line.length > 0 && textWidth(line.join('')) + characterWidth(character) > widthEm) {
      // The mark takes the character before it along.
      const carried = closing.test(character) && line.length > 1 ? line.slice(-1) : [];
      lines.push(line.slice(0, line.length - carried.length).join(''));
      line = carried;
    }
    line.push(character);
  }
  return [...lines, line.join('')];
}
