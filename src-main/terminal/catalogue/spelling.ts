/** A name as it is typed in Latin letters: its syllables (pinyin) or words (English) in one run. */
export interface Spelling {
  readonly letters: string;
  /** Where syllables or words begin in `letters`. */
  readonly starts: readonly number[];
  /** The first letter of each. */
  readonly initials: string;
}

export function spell(parts: readonly string[]): Spelling {
  const starts: number[] = [];
  let letters = '';
  for (const part of parts) {
    starts.push(letters.length);
    letters += part;
  }
  return { letters, starts, initials: parts.map((part) => part.charAt(0)).join('') };
}

/**
 * Sounds that much of the south does not tell apart (zh/z, ch/c, sh/s, -ng/-n), written alike. Jieyang speaks
 * Chaoshan, where none of them is.
 */
export function soften(spelling: Spelling): Spelling {
  const { letters, starts } = spelling;
  return spell(starts.map((start, index) => softenLetters(letters.slice(start, starts[index + 1]))));
}

export function softenLetters(letters: string): string {
  return letters.replace(/([zcs])h/g, '$1').replace(/ng(?![aeiou])/g, 'n');
}

/** Whether a syllable or word of `spelling` begins what was typed; the last one may be unfinished. */
export function beginsAt(spelling: Spelling, typed: string): number | undefined {
  return spelling.starts.find((start) => spelling.letters.startsWith(typed, start));
}

/**
 * As `beginsAt`, with one slip: a letter wrong, missing, too many, or two swapped. The first letter must be
 * right, which people seldom miss, and which keeps strangers out.
 */
export function beginsNearly(spelling: Spelling, typed: string): boolean {
  return spelling.starts.some(
    (start) =>
      spelling.letters[start] === typed[0] && isPrefixWithOneSlip(typed, spelling.letters.slice(start)),
  );
}

function isPrefixWithOneSlip(typed: string, full: string): boolean {
  let same = 0;
  while (same < typed.length && typed[same] === full[same]) same++;
  const typedRest = typed.slice(same);
  const fullRest = full.slice(same);
  return (
    fullRest.slice(1).startsWith(typedRest.slice(1)) ||
    fullRest.slice(1).startsWith(typedRest) ||
    fullRest.startsWith(typedRest.slice(1)) ||
    (typedRest.length > 1 &&
      typedRest[0] === fullRest[1] &&
      typedRest[1] === fullRest[0] &&
      fullRest.slice(2).startsWith(typedRest.slice(2)))
  );
}
