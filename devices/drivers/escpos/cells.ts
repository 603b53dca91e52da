import iconv from 'iconv-lite';

/** One printed character with what it takes on the line. */
export interface Cell {
  readonly text: string;
  readonly columns: 1 | 2;
  /** What the unit's character ROM understands; null when it has no such glyph and the host must draw it. */
  readonly bytes: Uint8Array | null;
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** ASCII, Chinese characters and their punctuation, without the marks that join the character before them. */
const standingAlone = /^[ -~\u3000-\u301f\u4e00-\u9fff\uff01-\uff5e]*$/;

/** Characters as a reader counts them. Control characters become spaces: text must never become a command. */
export function cellsOf(text: string): readonly Cell[] {
  // Most text, and each of its code units is a character: looking for those that join costs ten times the rest.
  if (standingAlone.test(text)) return [...text].map(cellOf);
  const printable = text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
  return [...graphemes.segment(printable)].map(({ segment }) => cellOf(segment));
}

export function columnsOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.columns, 0);
}

function cellOf(text: string): Cell {
  if (text.length === 1 && text >= ' ' && text <= '~')
    return { text, columns: 1, bytes: Uint8Array.of(text.charCodeAt(0)) };
  if (text === '\u00a0') return { text: ' ', columns: 1, bytes: Uint8Array.of(0x20) };
  const bytes = iconv.encode(text, 'gb18030');
  return { text, columns: 2, bytes: isInRom(text, bytes) ? Uint8Array.from(bytes) : null };
}

/**
 * Whether a printer's Chinese ROM has the glyph. ROMs stop at GBK of 1995: nothing of four bytes, none of the
 * areas left to users, nothing that GB18030 added later (the euro sign, ǹ, and FE50..FEA0, where 䶮 sits).
 * When in doubt the answer is no: a drawn character is right on every unit, a missing one is a hole in a name.
 */
function isInRom(text: string, bytes: Uint8Array): boolean {
  const [lead, trail] = bytes;
  if (bytes.length !== 2 || lead === undefined || trail === undefined) return false;
  if ([...text].length !== 1) return false;
  if (lead >= 0xfe) return false;
  if (lead >= 0xaa && lead <= 0xaf && trail >= 0xa1) return false;
  if (lead >= 0xf8 && trail >= 0xa1) return false;
  if (lead >= 0xa1 && lead <= 0xa7 && trail < 0xa1) return false;
  const code = lead * 256 + trail;
  return code !== 0xa2e3 && code !== 0xa8bf;
}
