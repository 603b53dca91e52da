import { createContext, useContext } from 'react';
import type { Language, Text } from '../../src-shared/text.ts';
import { codes, words } from './words.ts';

export const LanguageContext = createContext<Language>('zh');

interface Speech {
  say(word: keyof typeof words): string;
  /** The name of a code; the code itself when it has none. */
  name(code: string): string;
  text(both: Text): string;
}

export function useSpeech(): Speech {
  const language = useContext(LanguageContext);
  return {
    say: (word) => words[word][language],
    text: (both) => both[language],
    name: (code) => (codes[code] as Text | undefined)?.[language] ?? code,
  };
}
