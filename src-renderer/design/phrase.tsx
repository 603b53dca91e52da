import { Fragment } from 'react';

/** Absent where the browser has no dictionary of words: then a name breaks anywhere, as before. */
const segmenter =
  typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('zh', { granularity: 'word' }) : null;

/**
 * Where a Chinese name or title may be broken into lines: between two words of two characters or more, and after a comma,
 * as whoever paints a sign would do it. A single character stays with both its neighbours: the dictionary finds 缴 and 费
 * in 缴费.
 */
export function phraseParts(name: string): string[] {
  if (segmenter === null || !/\p{Script=Han}/u.test(name)) return [name];
  const parts: string[] = [];
  let breaks = true;
  let afterWord = false;
  for (const { segment } of segmenter.segment(name)) {
    const isWord = [...segment].length > 1;
    if (breaks || (isWord && afterWord)) parts.push(segment);
    else parts.push(`${parts.pop()}${segment}`);
    breaks = /[，。；：！？]/.test(segment);
    afterWord = isWord;
  }
  return parts;
}

/** Stands in an element of class `phrase`, which breaks nowhere else. */
export function Phrase({ text }: { readonly text: string }) {
  return phraseParts(text).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one name never change places
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
