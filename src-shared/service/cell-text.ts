import type { SheetCell } from './sheet.ts';

/** A value in a language. */
export function cellText(value: SheetCell, language: 'zh' | 'en'): string {
  return typeof value === 'string' ? value : value[language];
}
