import type { Item } from '../../../src-shared/service/item.ts';
import { beginsAt, beginsNearly, type Spelling, soften, softenLetters, spell } from './spelling.ts';

/** Results that fit on the screen without scrolling. */
const mostResults = 6;

/** How well a term answers a query. Higher is better; 0 is not at all. */
const score = {
  same: 100,
  beginning: 80,
  inside: 60,
  initials: 55,
  /** The query is a sentence that holds the term: 我想打印参保证明. */
  inSentence: 50,
  sameSound: 40,
  oneSlip: 30,
} as const;

/** Shorter input would find half the catalogue by a slip, or by a homophone. */
const shortestSlip = 5;
const shortestHomophone = 3;

interface Term {
  readonly text: string;
  readonly spelling: Spelling;
  readonly softened: Spelling;
}

/** What somebody typed, or a word of it. */
interface Typed {
  readonly text: string;
  /** The pinyin of Chinese characters; undefined where there are none. */
  readonly sound: string | undefined;
}

type ToPinyin = (text: string) => string[];

/**
 * Items by name, alias and everyday word, in characters, pinyin, initials or English; best first, at most 6.
 * The index is made at the first search: the pinyin tables take 85 ms and 22 MB (measured, Node 20), which a
 * cold start should not pay.
 */
export async function searchItems(items: readonly Item[], query: string): Promise<Item[]> {
  const wanted = normalise(query);
  if (wanted === '') return [];
  const toPinyin = await loadPinyin();
  const terms = termsOf(items, toPinyin);
  const words = query
    .split(/[\s,，。、]+/)
    .map(normalise)
    .filter((word) => word !== '')
    .map((word) => toTyped(word, toPinyin));
  const whole = toTyped(wanted, toPinyin);
  return items
    .map((item, index) => ({ item, points: rate(terms[index] ?? [], whole, words) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, mostResults)
    .map(({ item }) => item);
}

async function loadPinyin(): Promise<ToPinyin> {
  const { customPinyin, pinyin } = await import('pinyin-pro');
  // "Again", where the package reads "heavy".
  customPinyin({ 重置: 'chóng zhì' });
  return (text) => pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
}

const indexes = new WeakMap<readonly Item[], readonly (readonly Term[])[]>();

function termsOf(items: readonly Item[], toPinyin: ToPinyin): readonly (readonly Term[])[] {
  let terms = indexes.get(items);
  if (terms === undefined) {
    terms = items.map(({ name, aliases, everydayWords }) =>
      [name.zh, name.en, ...aliases, ...everydayWords].map((term) => toTerm(term, toPinyin)),
    );
    indexes.set(items, terms);
  }
  return terms;
}

function toTerm(term: string, toPinyin: ToPinyin): Term {
  const spelling = spell(syllables(term, toPinyin));
  return { text: normalise(term), spelling, softened: soften(spelling) };
}

/** Pinyin syllables and English words, in order. */
function syllables(text: string, toPinyin: ToPinyin): string[] {
  return toPinyin(text.normalize('NFKC').toLowerCase()).flatMap((part) => part.match(/[a-z0-9]+/g) ?? []);
}

/** Full-width forms, capitals, spaces and punctuation make no difference. */
function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function toTyped(text: string, toPinyin: ToPinyin): Typed {
  return { text, sound: /\p{Script=Han}/u.test(text) ? syllables(text, toPinyin).join('') : undefined };
}

/** The whole query, or else every word of it. */
function rate(terms: readonly Term[], wanted: Typed, words: readonly Typed[]): number {
  const best = (typed: Typed) => Math.max(...terms.map((term) => rateTerm(term, typed)));
  const whole = best(wanted);
  if (whole > 0 || words.length < 2) return whole;
  return Math.min(...words.map(best));
}

function rateTerm({ text, spelling, softened }: Term, { text: typed, sound }: Typed): number {
  if (text === typed) return score.same;
  if (text.startsWith(typed)) return score.beginning;
  if (sound !== undefined) {
    if (text.includes(typed)) return score.inside;
    if (text.length > 2 && typed.includes(text)) return score.inSentence;
    return typed.length >= shortestHomophone && beginsAt(spelling, sound) !== undefined ? score.sameSound : 0;
  }
  const start = beginsAt(spelling, typed);
  if (start === 0) return score.beginning;
  if (typed.length === 1) return 0;
  if (start !== undefined) return score.inside;
  if (spelling.initials.includes(typed)) return score.initials;
  if (beginsAt(softened, softenLetters(typed)) !== undefined) return score.sameSound;
  return typed.length >= shortestSlip && beginsNearly(spelling, typed) ? score.oneSlip : 0;
}
