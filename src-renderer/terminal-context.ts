import { createContext, useContext } from 'react';
import type { Clock } from '../src-shared/clock.ts';
import type { Language, Text } from '../src-shared/text.ts';
import type { Act, ItemSummary, ScreenKind, ScreenOf, View } from '../src-shared/view.ts';
import { en } from './i18n/en.ts';
import { type Messages, zh } from './i18n/zh.ts';

/** What every part of a screen may ask for: the view, the words, the clock, and the way to act. */
export interface TerminalContextValue {
  readonly view: View;
  readonly clock: Clock;
  /** Sends an act that quotes the screen shown. */
  act(act: Act): void;
  searchItems(query: string): Promise<readonly ItemSummary[]>;
}

export const TerminalContext = createContext<TerminalContextValue | null>(null);

interface UsedTerminal extends TerminalContextValue {
  readonly words: Messages;
  readonly language: Language;
  /** Picks the language of a sentence that came with the view. */
  say(text: Text): string;
}

export function useTerminal(): UsedTerminal {
  const value = useContext(TerminalContext);
  if (value === null) throw new Error('useTerminal outside of a TerminalContext');
  const { language } = value.view;
  return { ...value, language, words: language === 'zh' ? zh : en, say: (text) => text[language] };
}

/** What every screen component gets. */
export interface ScreenProps<K extends ScreenKind> {
  readonly screen: ScreenOf<K>;
}
